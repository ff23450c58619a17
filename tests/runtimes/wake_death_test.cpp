// SPDX-License-Identifier: MIT
//
// Workers that die exactly where they wake the caller: it is no longer marked as asleep, and still sleeps. The kernel
// kills them at their next call that wakes somebody in another process, so no luck is needed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>

#include "runtimes/arena.hpp"
#include "runtimes/process/steal_pool.hpp"
#include "tests/runtimes/asleep.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

// From now on for this process. Without a core file, which would only take time.
void die_at_next_wake() {
  std::array<sock_filter, 6> program{{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                                      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_futex, 0, 3),
                                      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[1])),
                                      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FUTEX_WAKE, 0,
                                               1),  // without FUTEX_PRIVATE_FLAG, which libraries use
                                      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
                                      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)}};
  const sock_fprog filter{.len = program.size(), .filter = program.data()};
  const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
    _exit(1);
}

struct Meeting {
  pid_t caller = 0;
  std::atomic<bool> worker_is_there = false;
  bool worker_makes_more =
      false;  // which it wakes the caller for; else it ends the job, and wakes it for that

  // One task of the caller, one of the worker. The caller, which has nothing else to do then, goes to sleep.
  void task() {
    if (getpid() == caller) {
      while (!worker_is_there) sched_yield();
      return;
    }
    worker_is_there = true;
    testing::eventually([&] { return testing::asleep(caller); });
    die_at_next_wake();
  }
};

Meeting& meeting_of(std::span<const std::byte> params) {
  return **reinterpret_cast<Meeting* const*>(params.data());
}

constexpr std::uint64_t root_number = 0, last_child = 2;

// A root with two children; the one that the worker gets may have two as well.
std::size_t visit(const TreeJob& job, const std::byte* node, std::byte*, Worker&) {
  const std::uint64_t number = *reinterpret_cast<const std::uint64_t*>(node);
  if (number == root_number) return 2;
  if (number > last_child) return 0;
  Meeting& meeting = meeting_of(job.params);
  meeting.task();
  return getpid() != meeting.caller && meeting.worker_makes_more ? 2 : 0;
}

void expand(const TreeJob&, const std::byte* node, std::byte* children, std::size_t stride,
            std::size_t count) {
  const std::uint64_t number = *reinterpret_cast<const std::uint64_t*>(node);
  for (std::size_t i = 0; i < count; ++i)
    *reinterpret_cast<std::uint64_t*>(children + i * stride) = 2 * number + 1 + i;
}

class DeathAtAWake : public ::testing::Test {
 protected:
  void SetUp() override {
    if (prctl(PR_GET_SECCOMP) < 0) GTEST_SKIP() << "system calls cannot be filtered here";
    meeting_[0].caller = getpid();
    where_[0] = &meeting_[0];
  }

  TreeJob tree(bool worker_makes_more) {
    meeting_[0].worker_makes_more = worker_makes_more;
    return {.kernel = "meeting",
            .params = std::as_bytes(where_),
            .root = std::as_bytes(root_),
            .out = std::as_writable_bytes(value_),
            .visit = visit,
            .expand = expand,
            .join = [](const TreeJob&, const std::byte*, const std::byte*, std::size_t, std::size_t,
                       std::byte*, Worker&) {},
            .run = [](const TreeJob&, const std::byte*, std::byte*, Worker&) {}};
  }
  GraphJob graph() {
    steps_[0] = {.begin = 0, .end = 2, .tasks_before = 0};
    const auto nobody = [](const GraphJob&, GraphTask, TaskRange*) -> std::size_t { return 0; };
    return {.kernel = "meeting",
            .steps = steps_,
            .width = 2,
            .output_bytes = 16,
            .params = std::as_bytes(where_),
            .out = outputs_,
            .inputs = nobody,
            .readers = nobody,
            .run = [](const GraphJob& job, GraphTask, Worker&) { meeting_of(job.params).task(); }};
  }

  template <class Run>
  void expect_death(Run run) {
    StealPool pool({.workers = 2});
    EXPECT_THAT([&] { run(pool); },
                ::testing::ThrowsMessage<WorkerDied>(
                    ::testing::AllOf(::testing::HasSubstr("worker 1"), ::testing::HasSubstr("signal 31"))));
  }

  Arena arena_;
  std::span<Meeting> meeting_ = arena_.allocate_array<Meeting>(1);
  std::span<Meeting*> where_ = arena_.allocate_array<Meeting*>(1);
  std::span<std::uint64_t> root_ = arena_.allocate_array<std::uint64_t>(1);
  std::span<std::uint64_t> value_ = arena_.allocate_array<std::uint64_t>(1);
  std::span<GraphStep> steps_ = arena_.allocate_array<GraphStep>(1);
  std::span<std::byte> outputs_ = arena_.allocate(32);
};

TEST_F(DeathAtAWake, ThatSharesATree) {
  expect_death([&](StealPool& pool) { pool.tree(tree(true)); });
}

TEST_F(DeathAtAWake, ThatEndsATree) {
  expect_death([&](StealPool& pool) { pool.tree(tree(false)); });
}

TEST_F(DeathAtAWake, ThatEndsAGraph) {
  expect_death([&](StealPool& pool) { pool.graph(graph()); });
}

}  // namespace
}  // namespace parallax
