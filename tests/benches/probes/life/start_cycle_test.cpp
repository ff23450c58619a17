// SPDX-License-Identifier: MIT
//
// That start_stop measures workers which really ran, and notices those that did not.
#include "benches/probes/life/start_cycle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <optional>

#include "benches/probes/life/fork_server.hpp"
#include "runtimes/process/child.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using testing::eventually;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr std::size_t megabyte = std::size_t{1} << 20;

std::unique_ptr<StartCycle> cycle_of(std::string_view mechanism, std::size_t parent_bytes = 0) {
  auto line = std::make_unique<HelloLine>();
  auto starter = make_starter(mechanism, *line);
  return std::make_unique<StartCycle>(std::move(line), std::move(starter), 1, parent_bytes, false);
}

double counter(Probe& probe, std::string_view name) {
  for (const Counter& counter : probe.counters()) {
    if (counter.name == name) return counter.value;
  }
  ADD_FAILURE() << "no counter " << name;
  return 0;
}

// Forks workers that say something else, or nothing.
class Liar final : public Starter {
 public:
  using Body = std::function<int(const HelloLine&, Greeting)>;

  Liar(const HelloLine& line, Body body) : line_(line), body_(std::move(body)) {}

  void start(const Greeting& greeting) override {
    child_.emplace([&] { _exit(body_(line_, greeting)); });
    process_ = child_->pid();
  }
  pid_t process() const override { return process_; }
  bool ended() override { return state_of(process_) == 'Z'; }
  int join() override { return WEXITSTATUS(child_->reap().raw); }
  Usage usage() override { return {}; }

 private:
  const HelloLine& line_;
  Body body_;
  std::optional<Child> child_;
  pid_t process_ = -1;
};

StartCycle cycle_of(Liar::Body body) {
  auto line = std::make_unique<HelloLine>();
  auto starter = std::make_unique<Liar>(*line, std::move(body));
  return StartCycle(std::move(line), std::move(starter), 1, 0, false, std::chrono::milliseconds(200));
}

std::string mistake_of(Liar::Body body) {
  StartCycle cycle = cycle_of(std::move(body));
  cycle.run(1);
  return cycle.mistake().value_or("none");
}

// Says what a worker says, changed by `change`, and ends as one does.
int say(const HelloLine& line, const Greeting& greeting, const std::function<void(Hello&)>& change) {
  Hello said{greeting.number, monotonic_now(), getpid(), gettid()};
  change(said);
  if (write(line.hello(), &said, sizeof said) < 0) return 0;
  return hello_status(greeting.number);
}

TEST(StartCycle, IsContentWithAnHonestWorker) {
  EXPECT_EQ(mistake_of([](const HelloLine& line, Greeting greeting) {
              return say_hello(line.hello(), line.leave(), greeting);
            }),
            "none");
}

TEST(StartCycle, NoticesAnotherWorkersNumber) {
  EXPECT_THAT(mistake_of([](const HelloLine& line, Greeting greeting) {
                return say(line, greeting, [](Hello& said) { --said.number; });
              }),
              HasSubstr("was heard instead of"));
}

TEST(StartCycle, NoticesAWorkerThatRanElsewhere) {
  EXPECT_THAT(mistake_of([](const HelloLine& line, Greeting greeting) {
                return say(line, greeting, [](Hello& said) { said.process = 1; });
              }),
              HasSubstr("ran in process 1 instead of"));
}

TEST(StartCycle, NoticesAWorkerThatRanBeforeItWasStarted) {
  EXPECT_THAT(mistake_of([](const HelloLine& line, Greeting greeting) {
                return say(line, greeting, [](Hello& said) { said.ran_at -= 10'000'000'000; });
              }),
              HasSubstr("did not run between"));
}

TEST(StartCycle, NoticesAnotherEnd) {
  EXPECT_THAT(mistake_of([](const HelloLine& line, Greeting greeting) {
                say_hello(line.hello(), line.leave(), greeting);
                return 0;
              }),
              HasSubstr("ended with status 0 instead of"));
}

TEST(StartCycle, NoticesAWorkerTooMany) {
  EXPECT_THAT(mistake_of([](const HelloLine& line, Greeting greeting) {
                if (greeting.number == 2) say(line, greeting, [](Hello&) {});
                return say(line, greeting, [](Hello&) {});
              }),
              HasSubstr("that nobody had started"));
}

TEST(StartCycle, EndsWithAWorkerThatEndsInSilence) {
  EXPECT_THAT([] { cycle_of([](const HelloLine&, Greeting) { return 3; }); },
              ThrowsMessage<WorkerDied>(HasSubstr("status 3 and has not said that it runs")));
}

TEST(StartCycle, LosesPatienceWithAWorkerThatDoesNothing) {
  EXPECT_THAT(
      [] {
        cycle_of([](const HelloLine&, Greeting) -> int {
          for (;;) pause();
        });
      },
      ThrowsMessage<std::runtime_error>(HasSubstr("worker 1 was silent for 200 ms")));
}

// Runs no worker at all, but speaks for it.
class Impostor final : public Starter {
 public:
  explicit Impostor(const HelloLine& line) : line_(line) {}
  void start(const Greeting& greeting) override {
    status_ = say_hello(line_.hello(), line_.leave(), {greeting.number, false});
  }
  pid_t process() const override { return getpid(); }
  bool ended() override { return true; }
  int join() override { return status_; }
  Usage usage() override { return {}; }

 private:
  const HelloLine& line_;
  int status_ = 0;
};

TEST(StartCycle, NoticesThatNoWorkerWasStartedAtAll) {
  auto line = std::make_unique<HelloLine>();
  auto starter = std::make_unique<Impostor>(*line);
  StartCycle cycle(std::move(line), std::move(starter), 1, 0, false);
  cycle.run(1);
  EXPECT_THAT(cycle.mistake().value_or(""), HasSubstr("in its parent's thread"));
}

TEST(StartCycle, KnowsThePartsOfTheWholeTime) {
  for (const Mechanism& mechanism : start_mechanisms()) {
    const auto cycle = cycle_of(mechanism.name);
    cycle->run(5);
    // A worker may run before the call that starts it returns, but not after it was joined.
    EXPECT_GT(counter(*cycle, "started_in"), 0) << mechanism.name;
    EXPECT_GT(counter(*cycle, "ready_in"), 0) << mechanism.name;
    EXPECT_GT(counter(*cycle, "ended_in"), 0) << mechanism.name;
  }
}

TEST(StartCycle, CountsTheCpuTimeOfWorkersThatAreGone) {
  for (const char* mechanism : {"fork", "forkserver", "vfork-exec", "posix-spawn", "spawn-self"}) {
    const auto cycle = cycle_of(mechanism);
    const Usage before = cycle->usage();
    cycle->run(20);
    EXPECT_GT(cycle->usage().cpu_seconds, before.cpu_seconds) << mechanism;
  }
}

// By how much it grows with `parent_bytes` more of its parent. One after the other: both have one parent.
double growth(std::string_view mechanism, std::string_view name, std::size_t parent_bytes) {
  const double without = counter(*cycle_of(mechanism), name);
  const double with = counter(*cycle_of(mechanism, parent_bytes), name);
  return with - without;
}

TEST(StartCycle, OnlyAForkedWorkerHasTheMemoryOfALargeParent) {
  constexpr std::size_t parent = 128 * megabyte;
  EXPECT_GT(growth("fork", "worker_pss", parent), 0.4 * parent);
  EXPECT_GT(growth("fork", "worker_page_tables", parent), 0.8 * parent / 4096 * 8);
  for (const char* mechanism : {"forkserver", "vfork-exec", "posix-spawn"})
    EXPECT_LT(growth(mechanism, "worker_pss", parent), 0.1 * parent) << mechanism;
}

TEST(Starter, IsNotSupportedUnderAnotherName) {
  const HelloLine line;
  EXPECT_THROW(make_starter("magic", line), NotSupported);
}

TEST(Starter, EndsAWorkerThatNobodyJoined) {
  for (const Mechanism& mechanism : start_mechanisms()) {
    HelloLine line;
    pid_t process = 0;
    {
      const auto starter = make_starter(mechanism.name, line);
      starter->start({.number = 1, .stays = true});
      ASSERT_TRUE(line.hear(std::chrono::seconds(10))) << mechanism.name;
      process = starter->process();
    }
    if (process == getpid()) continue;  // a thread: leftovers are looked at elsewhere
    EXPECT_TRUE(eventually([&] { return dying(process); })) << mechanism.name;
  }
}

TEST(ForkServer, ForksWorkersThatAreNotOurChildren) {
  HelloLine line;
  ForkServer server(line);
  server.start({.number = 5, .stays = false});
  const auto hello = line.hear(std::chrono::seconds(10));
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->process, server.process());
  EXPECT_NE(hello->process, server.server());
  EXPECT_EQ(server.join(), hello_status(5));
}

TEST(ForkServer, IsReportedWhenItIsKilled) {
  HelloLine line;
  ForkServer server(line);
  const pid_t pid = server.server();
  kill(pid, SIGKILL);
  const auto lost = ThrowsMessage<WorkerDied>(HasSubstr("was killed by signal 9"));
  EXPECT_THAT([&] { server.start({.number = 1, .stays = false}); }, lost);
}

TEST(ForkServer, IsReportedWhenItIsKilledWhileAWorkerLives) {
  HelloLine line;
  ForkServer server(line);
  server.start({.number = 1, .stays = true});
  ASSERT_TRUE(line.hear(std::chrono::seconds(10)));
  const pid_t worker = server.process();
  kill(server.server(), SIGKILL);
  EXPECT_THAT([&] { server.join(); }, ThrowsMessage<WorkerDied>(HasSubstr("was killed by signal 9")));
  EXPECT_TRUE(eventually([&] { return dying(worker); })) << "its worker outlives it";
}

}  // namespace
}  // namespace parallax
