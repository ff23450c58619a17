// SPDX-License-Identifier: MIT
//
// What `fibers` promises beyond the contract of all runtimes, but for waiting and failing.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "runtimes/registry.hpp"
#include "runtimes/worker.hpp"
#include "support/descriptor.hpp"
#include "tests/runtimes/fibers_fixture.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST_P(Fibers, SayWhichReactorTheyHave) {
  const std::string note = start(2)->note();
  if (GetParam().reactor == std::string("epoll")) {
    EXPECT_EQ(note, "epoll, as PARALLAX_FIBERS_REACTOR says");
  } else {
    EXPECT_THAT(note, ::testing::AnyOf("io_uring", ::testing::StartsWith("epoll, because ")));
  }
}

TEST_P(Fibers, BlockOnAnotherThread) {
  // Nothing but another fiber ends what the first waits for.
  Ends pipe = make_pipe();
  map_all(2 * static_cast<std::size_t>(GetParam().threads), [&](std::size_t i, Worker& worker) {
    char byte = 0;
    if (i == 0) {
      const auto here = std::this_thread::get_id();
      const auto [result, there] = worker.blocking(
          [&] { return std::pair(::read(pipe.out.get(), &byte, 1), std::this_thread::get_id()); });
      EXPECT_EQ(result, 1);
      EXPECT_NE(here, there);
      EXPECT_EQ(here, std::this_thread::get_id());
    } else if (i == 1) {
      worker.sleep_for(1ms);
      worker.write(pipe.in.get(), std::as_bytes(std::span(&byte, 1)));
    }
  });
}

TEST_P(Fibers, BlockInCrowds) {
  std::atomic<int> ran = 0;
  map_all(200, [&](std::size_t i, Worker& worker) {
    for (int round = 0; round < 5; ++round) {
      if (i % 4 == 0) {
        EXPECT_THROW(worker.blocking([&]() -> int { throw std::out_of_range("far"); }), std::out_of_range);
      } else {
        EXPECT_EQ(worker.blocking([&] { return static_cast<std::size_t>(round) + i; }),
                  static_cast<std::size_t>(round) + i);
      }
      ++ran;
    }
  });
  EXPECT_EQ(ran, 1000);
}

TEST_P(Fibers, LetOthersGoOnAtACheckpoint) {
  // One computes until another, which has waited in each of the possible ways, says that it may end.
  const Ends pipe = make_pipe();
  for (int way = 0; way < 4; ++way) {
    std::atomic<bool> done = false;
    map_all(2 * static_cast<std::size_t>(GetParam().threads), [&](std::size_t i, Worker& worker) {
      std::array<std::byte, 1> one{};
      if (i == 0) {
        if (way == 0) worker.sleep_for(1ms);
        if (way == 1) worker.read(pipe.out.get(), one);
        if (way == 2) worker.blocking([] { std::this_thread::sleep_for(1ms); });
        if (way == 3) worker.sleep_for(0ns);
        done = true;
      } else if (i == 1) {
        if (way == 1) {
          ASSERT_EQ(::write(pipe.in.get(), one.data(), 1), 1);
        }
        while (!done) worker.checkpoint();
      }
    });
  }
}

TEST_P(Fibers, BeginFurtherChunksAtACheckpoint) {
  // All but the last compute until the last has begun.
  std::atomic<bool> done = false;
  constexpr std::size_t chunks = 6;
  map_all(chunks, [&](std::size_t i, Worker& worker) {
    if (i + 1 == chunks) done = true;
    while (!done) worker.checkpoint();
  });
  EXPECT_TRUE(done);
}

TEST_P(Fibers, RunWhatNeverWaitsInOne) {
  const auto runtime = start(100, 1);
  std::set<int> workers;
  for (int round = 0; round < 10; ++round)
    map(*runtime, 100, [&](std::size_t, Worker& worker) { workers.insert(worker.index()); });
  EXPECT_EQ(workers.size(), 1u);
}

TEST_P(Fibers, KeepWhatAKernelKeeps) {
  struct Count {
    int value = 0;
  };
  const auto runtime = start(50);
  std::vector<int> counts(50);
  for (int round = 1; round <= 5; ++round) {
    map(*runtime, 50, [&](std::size_t, Worker& worker) {
      counts[static_cast<std::size_t>(worker.index())] = ++worker.kept<Count>().value;
      worker.sleep_for(5ms);
    });
    int sum = 0;
    for (const int count : counts) sum += count;
    EXPECT_EQ(sum, 50 * round);
  }
}

TEST_P(Fibers, NeedNoFurtherThread) {
  const auto before = testing::threads_now();
  const auto runtime = start(64, 1);
  int most = 0;
  map(*runtime, 256, [&](std::size_t, Worker& worker) {
    worker.sleep_for(100us);
    most = std::max(most, testing::threads_since(before));
  });
  EXPECT_EQ(most, 0);
}

TEST_P(Fibers, HaveNoMoreThreadsThanWorkers) {
  const auto before = testing::threads_now();
  EXPECT_EQ((start(1, 8), testing::threads_since(before)), 0);
  const auto runtime = start(3, 8);
  EXPECT_EQ(testing::threads_since(before), 2);
  map(*runtime, 20, [](std::size_t, Worker& worker) { worker.sleep_for(1ms); });
}

TEST_P(Fibers, ServeManyJobs) {
  const auto runtime = start(8);
  std::atomic<int> ran = 0;
  for (int round = 0; round < 2000; ++round) {
    map(*runtime, 10, [&](std::size_t i, Worker& worker) {
      if (round % 10 == 0 && i % 3 == 0) worker.sleep_for(10us);
      ++ran;
    });
  }
  EXPECT_EQ(ran, 20'000);
}

TEST_P(Fibers, LeaveNothingBehind) {
  const testing::Folder folder;
  const auto everything = [&] {
    const Descriptor file(open((folder / "file").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600), "open");
    const Ends pipe = make_pipe();
    map_all(20, [&](std::size_t i, Worker& worker) {
      std::array<std::byte, 100> bytes{};
      worker.blocking([] {});
      worker.sleep_for(10us);
      worker.write_at(file.get(), bytes, i * 100);
      worker.sync(file.get());
      if (i % 2 == 0) worker.write(pipe.in.get(), bytes);
      if (i % 2 == 1) worker.read(pipe.out.get(), bytes);
    });
    start(5);  // and one that never had a job
  };
  everything();
  const auto before = leftovers();
  for (int i = 0; i < 5; ++i) everything();
  EXPECT_PRED2(testing::not_more, settled_leftovers(before), before);
}

// From now on for this process and its threads: the system call fails as seccomp profiles of containers make it fail.
void forbid(unsigned call) {
  std::array<sock_filter, 4> program{{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                                      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
                                      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
                                      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)}};
  const sock_fprog filter{.len = program.size(), .filter = program.data()};
  check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl(PR_SET_NO_NEW_PRIVS)");
  check(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), "prctl(PR_SET_SECCOMP)");
}

// Setting a ring up may be allowed where using it is not.
TEST(FibersWhereRingsAreForbidden, FallBackToEpoll) {
  for (const unsigned call : {SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register}) {
    const pid_t child = fork();
    if (child == 0) {
      forbid(call);
      Settings settings{.workers = 4};
      std::string note;
      std::atomic<int> items = 0;
      std::atomic<int>* const address = &items;
      try {
        const auto runtime = find_runtime("fibers")->start(settings);
        runtime->map({.kernel = "test",
                      .items = 4,
                      .grain = 1,
                      .params = std::as_bytes(std::span(&address, 1)),
                      .in = {},
                      .out = {},
                      .run = [](const MapJob& job, Range, Worker& worker) {
                        std::atomic<int>* of_job = nullptr;
                        std::memcpy(&of_job, job.params.data(), sizeof of_job);
                        worker.sleep_for(1ms);
                        ++*of_job;
                      }});
        note = runtime->note();
      } catch (const std::exception& error) {
        fprintf(stderr, "%s\n", error.what());
        _exit(1);
      }
      _exit(items == 4 && note.rfind("epoll, because io_uring is not available: ", 0) == 0 ? 0 : 2);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0) << "system call " << call;
  }
}

std::string name_of(const ::testing::TestParamInfo<FiberSubject>& subject) {
  return std::string(subject.param.reactor) + "_" + std::to_string(subject.param.threads);
}

INSTANTIATE_TEST_SUITE_P(Reactors, Fibers,
                         ::testing::Values(FiberSubject{"io_uring", 1}, FiberSubject{"io_uring", 2},
                                           FiberSubject{"epoll", 1}, FiberSubject{"epoll", 2}),
                         name_of);

}  // namespace
}  // namespace parallax::testing
