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
#include "tests/benches/probes/life/megabyte.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using testing::eventually;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

std::unique_ptr<StartCycle> cycle_of(std::string_view mechanism, std::size_t parent_bytes = 0) {
  auto pipes = std::make_unique<HelloPipes>();
  auto starter = make_starter(mechanism, *pipes);
  return std::make_unique<StartCycle>(std::move(pipes), std::move(starter), 1, parent_bytes, false);
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
  using Body = std::function<int(const HelloPipes&, HelloRequest)>;

  Liar(const HelloPipes& pipes, Body body) : pipes_(pipes), body_(std::move(body)) {}

  void start(const HelloRequest& request) override {
    child_.emplace([&] { _exit(body_(pipes_, request)); });
    process_ = child_->pid();
  }
  pid_t process() const override { return process_; }
  bool ended() override { return state_of(process_) == 'Z'; }
  int join() override { return WEXITSTATUS(child_->reap().raw); }
  Usage usage() override { return {}; }

 private:
  const HelloPipes& pipes_;
  Body body_;
  std::optional<Child> child_;
  pid_t process_ = -1;
};

// Patience is short only for workers that stay silent: any other may be late on a busy machine.
template <typename... Patience>
StartCycle cycle_of(Liar::Body body, Patience... patience) {
  auto pipes = std::make_unique<HelloPipes>();
  auto starter = std::make_unique<Liar>(*pipes, std::move(body));
  return StartCycle(std::move(pipes), std::move(starter), 1, 0, false, patience...);
}

std::string mistake_of(Liar::Body body) {
  StartCycle cycle = cycle_of(std::move(body));
  cycle.run(1);
  return cycle.mistake().value_or("none");
}

// Says what a worker says, changed by `change`, and ends as one does.
int say(const HelloPipes& pipes, const HelloRequest& request, const std::function<void(Hello&)>& change) {
  Hello said{request.number, monotonic_now(), getpid(), gettid()};
  change(said);
  if (write(pipes.hello(), &said, sizeof said) < 0) return 0;
  return hello_status(request.number);
}

TEST(StartCycle, IsContentWithAnHonestWorker) {
  EXPECT_EQ(mistake_of([](const HelloPipes& pipes, HelloRequest request) {
              return say_hello(pipes.hello(), pipes.leave(), request);
            }),
            "none");
}

TEST(StartCycle, NoticesAnotherWorkersNumber) {
  EXPECT_THAT(mistake_of([](const HelloPipes& pipes, HelloRequest request) {
                return say(pipes, request, [](Hello& said) { --said.number; });
              }),
              HasSubstr("was heard instead of"));
}

TEST(StartCycle, NoticesAWorkerThatRanElsewhere) {
  EXPECT_THAT(mistake_of([](const HelloPipes& pipes, HelloRequest request) {
                return say(pipes, request, [](Hello& said) { said.process = 1; });
              }),
              HasSubstr("ran in process 1 instead of"));
}

TEST(StartCycle, NoticesAWorkerThatRanBeforeItWasStarted) {
  EXPECT_THAT(mistake_of([](const HelloPipes& pipes, HelloRequest request) {
                return say(pipes, request, [](Hello& said) { said.ran_at -= 10'000'000'000; });
              }),
              HasSubstr("did not run between"));
}

TEST(StartCycle, NoticesAnotherEnd) {
  EXPECT_THAT(mistake_of([](const HelloPipes& pipes, HelloRequest request) {
                say_hello(pipes.hello(), pipes.leave(), request);
                return 0;
              }),
              HasSubstr("ended with status 0 instead of"));
}

TEST(StartCycle, NoticesAWorkerTooMany) {
  EXPECT_THAT(mistake_of([](const HelloPipes& pipes, HelloRequest request) {
                if (request.number == 2) say(pipes, request, [](Hello&) {});
                return say(pipes, request, [](Hello&) {});
              }),
              HasSubstr("that nobody had started"));
}

TEST(StartCycle, EndsWithAWorkerThatEndsInSilence) {
  EXPECT_THAT([] { cycle_of([](const HelloPipes&, HelloRequest) { return 3; }); },
              ThrowsMessage<WorkerDied>(HasSubstr("status 3 and has not said that it runs")));
}

TEST(StartCycle, LosesPatienceWithAWorkerThatDoesNothing) {
  EXPECT_THAT(
      [] {
        cycle_of(
            [](const HelloPipes&, HelloRequest) -> int {
              for (;;) pause();
            },
            std::chrono::milliseconds(200));
      },
      ThrowsMessage<std::runtime_error>(HasSubstr("worker 1 was silent for 200 ms")));
}

// Runs no worker at all, but speaks for it.
class Impostor final : public Starter {
 public:
  explicit Impostor(const HelloPipes& pipes) : pipes_(pipes) {}
  void start(const HelloRequest& request) override {
    status_ = say_hello(pipes_.hello(), pipes_.leave(), {request.number, false});
  }
  pid_t process() const override { return getpid(); }
  bool ended() override { return true; }
  int join() override { return status_; }
  Usage usage() override { return {}; }

 private:
  const HelloPipes& pipes_;
  int status_ = 0;
};

TEST(StartCycle, NoticesThatNoWorkerWasStartedAtAll) {
  auto pipes = std::make_unique<HelloPipes>();
  auto starter = std::make_unique<Impostor>(*pipes);
  StartCycle cycle(std::move(pipes), std::move(starter), 1, 0, false);
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
  const HelloPipes pipes;
  EXPECT_THROW(make_starter("magic", pipes), NotSupported);
}

TEST(Starter, EndsAWorkerThatNobodyJoined) {
  for (const Mechanism& mechanism : start_mechanisms()) {
    HelloPipes pipes;
    pid_t process = 0;
    {
      const auto starter = make_starter(mechanism.name, pipes);
      starter->start({.number = 1, .stays = true});
      ASSERT_TRUE(pipes.receive(std::chrono::seconds(10))) << mechanism.name;
      process = starter->process();
    }
    if (process == getpid()) continue;  // a thread: leftovers are looked at elsewhere
    EXPECT_TRUE(eventually([&] { return dying(process); })) << mechanism.name;
  }
}

TEST(ForkServer, ForksWorkersThatAreNotOurChildren) {
  HelloPipes pipes;
  ForkServer server(pipes);
  server.start({.number = 5, .stays = false});
  const auto hello = pipes.receive(std::chrono::seconds(10));
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->process, server.process());
  EXPECT_NE(hello->process, server.server());
  EXPECT_EQ(server.join(), hello_status(5));
}

TEST(ForkServer, IsReportedWhenItIsKilled) {
  HelloPipes pipes;
  ForkServer server(pipes);
  const pid_t pid = server.server();
  kill(pid, SIGKILL);
  const auto lost = ThrowsMessage<WorkerDied>(HasSubstr("was killed by signal 9"));
  EXPECT_THAT([&] { server.start({.number = 1, .stays = false}); }, lost);
}

TEST(ForkServer, IsReportedWhenItIsKilledWhileAWorkerLives) {
  HelloPipes pipes;
  ForkServer server(pipes);
  server.start({.number = 1, .stays = true});
  ASSERT_TRUE(pipes.receive(std::chrono::seconds(10)));
  const pid_t worker = server.process();
  kill(server.server(), SIGKILL);
  EXPECT_THAT([&] { server.join(); }, ThrowsMessage<WorkerDied>(HasSubstr("was killed by signal 9")));
  EXPECT_TRUE(eventually([&] { return dying(worker); })) << "its worker outlives it";
}

}  // namespace
}  // namespace parallax
