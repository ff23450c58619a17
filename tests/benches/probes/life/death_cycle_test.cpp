// SPDX-License-Identifier: MIT
//
// That `death` is about workers which really died, and notices reports of deaths that were none.
#include "benches/probes/life/death_cycle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "benches/probes/life/hello.hpp"
#include "benches/probes/life/process_facts.hpp"
#include "benches/probes/life/victim_in_runtime.hpp"
#include "benches/probes/life/victim_process.hpp"
#include "runtimes/registry.hpp"

namespace parallax {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

// A process that may be killed or not, whatever is said.
class Actor : public Victim {
 public:
  void start() override {
    child_.emplace([] {
      for (;;) pause();
    });
    process_ = child_->pid();
  }
  void kill() override { killed_at_ = monotonic_now(); }
  void notice(milliseconds) override {}
  std::int64_t killed_at() const override { return killed_at_; }
  pid_t process() const override { return process_; }
  ExitStatus reap() override {
    child_->kill();
    return child_->reap();
  }

 protected:
  Child& child() { return *child_; }
  void wait_for_end() {
    siginfo_t info{};
    waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOWAIT);
  }

 private:
  std::optional<Child> child_;
  pid_t process_ = -1;
  std::int64_t killed_at_ = 0;
};

// Patience is short only for a death that nobody hears of: any other may be late on a busy machine.
template <typename... Patience>
std::string mistake_of(std::unique_ptr<Victim> victim, Patience... patience) {
  DeathCycle cycle(std::move(victim), 1, patience...);
  cycle.run(1);
  return cycle.mistake().value_or("none");
}

class Immortal final : public Actor {};

TEST(DeathCycle, NoticesAWorkerThatStillLives) {
  EXPECT_THAT(mistake_of(std::make_unique<Immortal>()), HasSubstr("still lived when its death was noticed"));
}

class Honest : public Actor {
 public:
  void kill() override {
    Actor::kill();
    child().kill();
  }
  void notice(milliseconds) override { wait_for_end(); }
};

TEST(DeathCycle, IsContentWithARealDeath) { EXPECT_EQ(mistake_of(std::make_unique<Honest>()), "none"); }

class Retired final : public Honest {
 public:
  void kill() override {
    Actor::kill();  // NOLINT(bugprone-parent-virtual-call): but not the parent's blow
    ::kill(process(), SIGTERM);
  }
};

TEST(DeathCycle, NoticesAnotherEnd) {
  EXPECT_THAT(mistake_of(std::make_unique<Retired>()),
              HasSubstr("was killed by signal 15 (Terminated) instead of being killed by signal 9"));
}

class Foretold final : public Honest {
 public:
  std::int64_t killed_at() const override { return monotonic_now(); }
};

TEST(DeathCycle, NoticesADeathThatWasKnownTooEarly) {
  EXPECT_THAT(mistake_of(std::make_unique<Foretold>()), HasSubstr("before the blow"));
}

class Unheard final : public Honest {
 public:
  void notice(milliseconds longest) override {
    const Descriptor nothing(eventfd(0, EFD_CLOEXEC), "eventfd");
    poll_or_lose_patience(nothing.get(), POLLIN, longest);
  }
};

TEST(DeathCycle, LosesPatience) {
  EXPECT_THAT([] { mistake_of(std::make_unique<Unheard>(), milliseconds(100)); },
              ThrowsMessage<std::runtime_error>(HasSubstr("no death was noticed in 100 ms")));
}

// Dies of itself, before it counts as living.
class Frail final : public VictimProcess {
 public:
  void notice(milliseconds) override {}

 private:
  void prepare_child() override { _exit(3); }
};

TEST(VictimProcess, SaysThatItsWorkerDidNotEvenBegin) {
  EXPECT_THAT([] { Frail().start(); },
              ThrowsMessage<WorkerDied>(HasSubstr("exited with status 3 before it was killed")));
}

TEST(EveryVictim, LivesUntilItIsKilled) {
  for (const Mechanism& mechanism : death_mechanisms()) {
    const auto victim = make_victim(mechanism.name);
    victim->start();
    if (mechanism.name == "runtime-fork") continue;  // it is not known before it dies
    EXPECT_FALSE(dying(victim->process())) << mechanism.name;
    victim->kill();
    victim->notice(std::chrono::seconds(10));
    EXPECT_TRUE(dying(victim->process())) << mechanism.name;
    EXPECT_EQ(WTERMSIG(victim->reap().raw), victim->signal()) << mechanism.name;
  }
}

TEST(EveryVictim, EndsWithItsObject) {
  for (const Mechanism& mechanism : death_mechanisms()) {
    pid_t process = 0;
    {
      const auto victim = make_victim(mechanism.name);
      victim->start();
      process = victim->process();
    }
    if (process > 0) {
      EXPECT_TRUE(dying(process)) << mechanism.name;
    }
  }
}

TEST(EveryVictim, GivesBackTheSignalsOfItsProcess) {
  for (const Mechanism& mechanism : death_mechanisms()) {
    sigset_t before{}, after{};
    pthread_sigmask(SIG_SETMASK, nullptr, &before);
    const auto pipe_before = signal(SIGPIPE, SIG_DFL);
    signal(SIGPIPE, pipe_before);
    make_victim(mechanism.name)->start();
    pthread_sigmask(SIG_SETMASK, nullptr, &after);
    EXPECT_EQ(sigismember(&after, SIGCHLD), sigismember(&before, SIGCHLD)) << mechanism.name;
    const auto pipe_after = signal(SIGPIPE, pipe_before);
    EXPECT_EQ(pipe_after, pipe_before) << mechanism.name;
  }
}

TEST(VictimInRuntime, IsNotSupportedWhereItWouldTakeUsAllAlong) {
  EXPECT_THROW(VictimInRuntime(*find_runtime("threads")), NotSupported);
}

TEST(Victim, IsNotSupportedUnderAnotherName) { EXPECT_THROW(make_victim("boredom"), NotSupported); }

}  // namespace
}  // namespace parallax
