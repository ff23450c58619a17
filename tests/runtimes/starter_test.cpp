// SPDX-License-Identifier: MIT
//
// The three ways to start a worker, each held to the same contract.
#include "runtimes/process/starter.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <stdexcept>

#include "runtimes/arena.hpp"
#include "runtimes/process/worker_preparation.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/runtimes/start_methods.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

struct Scene {
  std::array<std::atomic<pid_t>, 8> pids;
  std::atomic<const void*> address;  // of the scene, as the worker sees it
  int pipe = -1;
};

class Starts : public ::testing::TestWithParam<StartMethod> {
 protected:
  std::unique_ptr<WorkerStarter> starter(void (*serve)(void*, int)) {
    return make_starter(GetParam(), {.serve = serve, .shared = &scene_});
  }

  Arena arena_;
  Scene& scene_ = *new (arena_.allocate(sizeof(Scene)).data()) Scene;
};

void wait_for_end(const StartedWorker& worker) {
  pollfd end{.fd = worker.end.get(), .events = POLLIN, .revents = 0};
  EXPECT_EQ(poll(&end, 1, -1), 1);
}

TEST_P(Starts, ServeInProcessesOfTheirOwnWithSharedMemory) {
  const auto starts = starter([](void* shared, int number) {
    Scene& scene = *static_cast<Scene*>(shared);
    scene.address = shared;
    scene.pids[static_cast<std::size_t>(number)] = getpid();
  });
  for (int number = 0; number < 8; ++number) {
    const StartedWorker worker = starts->start(number);
    wait_for_end(worker);
    EXPECT_TRUE(starts->reap(worker.pid).status.clean());
    EXPECT_EQ(scene_.pids[static_cast<std::size_t>(number)], worker.pid);
    EXPECT_NE(worker.pid, getpid());
  }
  EXPECT_EQ(scene_.address, &scene_);
}

TEST_P(Starts, TellHowAWorkerEnded) {
  const auto starts = starter([](void*, int number) {
    if (number == 0) throw std::runtime_error("cannot serve");
    if (number == 1) raise(SIGTERM);
    if (number == 2) _exit(3);
    // Work that can be seen in the usage.
    for (unsigned spin = 0; spin < 100'000'000; ++spin) asm volatile("");
  });
  std::array<StartedWorker, 4> workers;
  for (int number = 0; number < 4; ++number)
    workers[static_cast<std::size_t>(number)] = starts->start(number);
  EXPECT_EQ(starts->reap(workers[3].pid).usage.cpu_seconds > 0.01, true);
  EXPECT_EQ(starts->reap(workers[2].pid).status.text(), "exited with status 3");
  EXPECT_NE(starts->reap(workers[1].pid).status.text().find("signal 15"), std::string::npos);
  EXPECT_EQ(starts->reap(workers[0].pid).status.text(), "exited with status 70");
}

TEST_P(Starts, PassOnOpenDescriptors) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  const Descriptor read_end(ends[0]), write_end(ends[1]);
  scene_.pipe = write_end.get();
  const auto starts = starter([](void* shared, int) {
    const char word = 'x';
    if (write(static_cast<Scene*>(shared)->pipe, &word, 1) != 1) _exit(1);
  });
  const StartedWorker worker = starts->start(0);
  EXPECT_TRUE(starts->reap(worker.pid).status.clean());
  char word = 0;
  EXPECT_EQ(read(read_end.get(), &word, 1), 1);
  EXPECT_EQ(word, 'x');
}

TEST_P(Starts, LeaveNothingBehindButTheWorkersThatAreNotReaped) {
  const auto life = [](void*, int) { pause(); };
  starter(life);  // libraries may keep something from their first use on
  const auto before = testing::leftovers();
  {
    const auto starts = starter(life);
    for (int number = 0; number < 3; ++number) {
      const StartedWorker worker = starts->start(number);
      kill(worker.pid, SIGKILL);
      EXPECT_NE(starts->reap(worker.pid).status.text().find("signal 9"), std::string::npos);
    }
  }
  EXPECT_PRED2(testing::not_more, testing::settled_leftovers(before), before);
}

INSTANTIATE_TEST_SUITE_P(Methods, Starts,
                         ::testing::Values(StartMethod::fork, StartMethod::spawn, StartMethod::forkserver),
                         testing::start_method_name);

// Only the fork server's workers have another parent than this process.
TEST(Forkserver, EndsItsWorkersWhenItIsKilled) {
  Arena arena;
  Scene& scene = *new (arena.allocate(sizeof(Scene)).data()) Scene;
  const auto starts =
      make_starter(StartMethod::forkserver, {.serve = [](void*, int) { pause(); }, .shared = &scene});
  const StartedWorker worker = starts->start(0);
  ASSERT_GT(starts->server(), 0);
  kill(starts->server(), SIGKILL);
  wait_for_end(worker);
  EXPECT_NE(starts->reap(worker.pid).status.text().find("signal 9"), std::string::npos);
  for (int number = 1; number <= 2; ++number) {
    EXPECT_THAT([&] { starts->start(number); },
                ThrowsMessage<std::runtime_error>(HasSubstr("the fork server was killed by signal 9")));
  }
}

// As where what it makes before its workers are forked cannot be made.
TEST(Forkserver, SaysHowItHasEnded) {
  const WorkerPreparation impossible(
      [](const void*) { throw std::runtime_error("nothing can be made here"); }, nullptr);
  const auto starts = make_starter(StartMethod::forkserver, {.serve = [](void*, int) {}, .shared = nullptr});
  EXPECT_THAT([&] { starts->start(0); },
              ThrowsMessage<std::runtime_error>(HasSubstr("the fork server exited with status 70")));
}

}  // namespace
}  // namespace parallax
