// SPDX-License-Identifier: MIT
//
// The workers of probes: that all of them do every order, and what happens when one of them ends.
#include "benches/probes/primitives/crew.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>

#include "benches/probes/primitives/event.hpp"
#include "tests/runtimes/asleep.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using testing::asleep;
using testing::eventually;
using ::testing::HasSubstr;
using testing::leftovers;
using testing::settled_leftovers;

std::string failure_of(Crew& crew, std::int64_t order = 1) {
  try {
    crew.run(order);
  } catch (const WorkerDied& died) {
    return died.what();
  }
  return "none";
}

class Crews : public ::testing::TestWithParam<Sharing> {
 protected:
  ~Crews() override { EXPECT_PRED2(testing::not_more, settled_leftovers(before_), before_); }

 private:
  const testing::Leftovers before_ = leftovers();
};

TEST_P(Crews, DoEveryOrderOnceEach) {
  struct Work {
    std::array<std::atomic<std::int64_t>, 3> sums{};
  };
  Shared<Work> work;
  Crew crew(GetParam(), 3,
            [&](int member, std::int64_t order) { work->sums[static_cast<std::size_t>(member)] += order; });
  std::int64_t sum = 0;
  for (std::int64_t order = 1; order <= 300; ++order) {
    crew.run(order);
    sum += order;
    for (const auto& each : work->sums) ASSERT_EQ(each, sum);
  }
}

TEST_P(Crews, WorkAtTheSameTime) {
  struct Pair {
    std::array<Event, 2> here;
  };
  Shared<Pair> pair;
  Crew crew(GetParam(), 2, [&](int member, std::int64_t) {
    pair->here[static_cast<std::size_t>(member)].set();
    pair->here[static_cast<std::size_t>(1 - member)].wait();
  });
  crew.run(1);
}

TEST_P(Crews, MayBeOfOne) {
  const Shared<std::atomic<int>> count(0);
  Crew crew(GetParam(), 1, [&](int, std::int64_t) { ++*count; });
  crew.run(1);
  crew.run(1);
  EXPECT_EQ(*count, 2);
}

TEST_P(Crews, MayNeverBeAskedForAnything) {
  Crew crew(GetParam(), 2, [](int, std::int64_t) {});
}

TEST_P(Crews, SleepBetweenOrders) {
  Shared<std::array<std::atomic<pid_t>, 2>> ids;
  Crew crew(GetParam(), 2,
            [&](int member, std::int64_t) { (*ids)[static_cast<std::size_t>(member)] = gettid(); });
  crew.run(1);
  for (const auto& id : *ids) EXPECT_TRUE(eventually([&] { return asleep(id); }));
}

INSTANTIATE_TEST_SUITE_P(Sharing, Crews, ::testing::Values(Sharing::threads, Sharing::processes),
                         [](const auto& value) {
                           return value.param == Sharing::threads ? "threads" : "processes";
                         });

class CrewOfProcesses : public ::testing::Test {
 protected:
  ~CrewOfProcesses() override { EXPECT_PRED2(testing::not_more, settled_leftovers(before_), before_); }

 private:
  const testing::Leftovers before_ = leftovers();
};

TEST_F(CrewOfProcesses, SaysWhoWasKilledInTheMiddleOfAnOrder) {
  Crew crew(Sharing::processes, 2, [&](int member, std::int64_t order) {
    if (order == 2 && member == 1) raise(SIGKILL);
    while (order == 2) pause();  // it would wait for ever
  });
  crew.run(1);
  const pid_t pid = crew.pid(1);
  const std::string told = fmt::format("worker 1 (process {}) was killed by signal 9 (Killed)", pid);
  EXPECT_EQ(failure_of(crew, 2), told);
  EXPECT_EQ(failure_of(crew), told);
  EXPECT_THROW(crew.usage(), WorkerDied);
}

TEST_F(CrewOfProcesses, SaysWhoWasKilledBetweenOrders) {
  Crew crew(Sharing::processes, 2, [&](int, std::int64_t) {});
  crew.run(1);
  kill(crew.pid(0), SIGKILL);
  EXPECT_THAT(failure_of(crew), HasSubstr("worker 0 (process "));
}

TEST_F(CrewOfProcesses, NoticesADeathWhenAskedForUsage) {
  Crew crew(Sharing::processes, 2, [&](int, std::int64_t) {});
  kill(crew.pid(1), SIGKILL);
  EXPECT_TRUE(eventually([&] {
    try {
      crew.usage();
    } catch (const WorkerDied&) {
      return true;
    }
    return false;
  }));
}

TEST_F(CrewOfProcesses, TellsAnExceptionsText) {
  Crew crew(Sharing::processes, 2, [&](int member, std::int64_t) {
    if (member == 1) throw std::runtime_error("this went wrong");
  });
  EXPECT_EQ(failure_of(crew), "worker 1: this went wrong");
  EXPECT_EQ(failure_of(crew), "worker 1: this went wrong");
}

TEST_F(CrewOfProcesses, ReportsTheUsageOfItsMembers) {
  Crew crew(Sharing::processes, 2, [&](int, std::int64_t) {
    const auto cpu_seconds = [] {
      timespec time{};
      clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    };
    for (const double end = cpu_seconds() + 0.05; cpu_seconds() < end;) {
    }
  });
  const Usage before = crew.usage();
  crew.run(1);
  // The kernel adds up what still runs on another processor at its ticks only.
  EXPECT_TRUE(eventually([&] { return crew.usage().cpu_seconds - before.cpu_seconds >= 0.1; }));
  EXPECT_GT(crew.usage().pss_bytes, 0u);
}

}  // namespace
}  // namespace parallax
