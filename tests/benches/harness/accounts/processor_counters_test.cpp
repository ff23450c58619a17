// SPDX-License-Identifier: MIT
#include "benches/harness/host/accounts/processor_counters.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <fstream>
#include <map>
#include <set>

#include "tests/support/program.hpp"

namespace parallax {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Counted : public ::testing::Test {
 protected:
  void write(const std::string& path, const std::string& content) {
    const auto file = root() / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << content << '\n';
  }
  void process(int number, int parent, const std::vector<int>& threads, const std::string& name = "x") {
    const std::string folder = "proc/" + std::to_string(number) + "/";
    write(folder + "stat", std::to_string(number) + " (" + name + ") S " + std::to_string(parent) + " 1 1");
    for (const int thread : threads) write(folder + "task/" + std::to_string(thread) + "/stat", "");
  }
  std::filesystem::path root() const { return folder_ / "root"; }

  // Counts 10 for each event of a thread, unless it is one that is refused.
  ProcessorReader reader(std::set<std::size_t> refused = {}, int why = EACCES) {
    return {.open =
                [this, refused, why](std::size_t event, pid_t thread) {
                  opened_[event].push_back(thread);
                  if (refused.count(event) == 0) return open("/dev/null", O_RDONLY | O_CLOEXEC);
                  errno = why;
                  return -1;
                },
            .read = [](int) { return 10.0; },
            .root = root()};
  }
  std::vector<std::string> told(const ProcessorCounters& counters, std::int64_t iterations) {
    std::vector<std::string> texts;
    for (const Counter& counter : counters.counters(iterations))
      texts.push_back(fmt::format("{} {}", counter.name, counter.value));
    return texts;
  }

  std::map<std::size_t, std::vector<pid_t>> opened_;

 private:
  testing::Folder folder_;
};

TEST_F(Counted, AreAllThreadsOfAllDescendants) {
  process(5, 1, {5, 6});
  process(7, 5, {7}, "odd) (name");
  process(8, 7, {8, 9});
  process(10, 1, {10});
  write("proc/self/stat", "");
  EXPECT_THAT(threads_of(5, root()), ElementsAre(5, 6, 7, 8, 9));
  const ProcessorCounters counters(5, reader());
  EXPECT_THAT(opened_[0], ElementsAre(5, 6, 7, 8, 9));
  EXPECT_THAT(told(counters, 5),
              ElementsAre("cycles 10", "instructions 10", "cache_misses 10", "migrations 10"));
}

TEST_F(Counted, AreThoseAloneThatTheKernelAllows) {
  process(5, 1, {5});
  EXPECT_THAT(told(ProcessorCounters(5, reader({0, 2})), 1), ElementsAre("instructions 10", "migrations 10"));
  EXPECT_THAT(told(ProcessorCounters(5, reader({0, 1, 2, 3})), 1), IsEmpty());
  write("proc/sys/kernel/perf_event_paranoid", "4");
  EXPECT_EQ(counters_here(reader({0})), "instructions, cache_misses, migrations");
  EXPECT_EQ(counters_here(reader({0, 1, 2, 3})),
            "not available here: perf_event_open: Permission denied (perf_event_paranoid is 4)");
}

TEST_F(Counted, AreScaledWhereCountersAreShared) {
  EXPECT_EQ(scaled_count(100, 50, 50), 100);
  EXPECT_EQ(scaled_count(100, 50, 25), 200);
  EXPECT_EQ(scaled_count(0, 50, 0), 0);
}

TEST_F(Counted, TellEnergyOfAllPackagesBeyondTheEndOfTheirRange) {
  process(5, 1, {});
  EXPECT_THAT(energy_here(root()), HasSubstr("there is no /sys/class/powercap"));
  const std::string zone = "sys/class/powercap/intel-rapl:";
  write(zone + "0/name", "package-0");
  EXPECT_THAT(energy_here(root()), HasSubstr("can be read"));
  write(zone + "0/energy_uj", "9000000");
  write(zone + "0/max_energy_range_uj", "10000000");
  write(zone + "1/energy_uj", "1000000");
  write(zone + "0:0/energy_uj", "5000000");  // a part of the first
  EXPECT_EQ(energy_so_far(root())->joules, 10);
  const ProcessorCounters counters(5, reader({0, 1, 2, 3}));
  write(zone + "1/energy_uj", "2000000");
  EXPECT_THAT(told(counters, 2), ElementsAre("energy_joules 0.5"));
  write(zone + "0/energy_uj", "1000000");  // begun anew
  EXPECT_THAT(told(counters, 1), ElementsAre("energy_joules 3"));
}

// The kernel of this machine, whatever it allows.
TEST(ProcessorCountersHere, CountWhatTheySayTheyDo) {
  const auto reader = ProcessorReader::of_this_machine();
  const std::string here = counters_here(reader);
  const ProcessorCounters counters(getpid(), reader);
  volatile unsigned sum = 0;
  for (unsigned i = 0; i < 100'000; ++i) sum = sum + i;
  for (const Counter& counter : counters.counters(1)) {
    if (counter.name == "energy_joules") continue;
    EXPECT_THAT(here, HasSubstr(std::string(counter.name)));
    EXPECT_TRUE(counter.name != "instructions" || counter.value > 100'000) << counter.value;
  }
  if (here.find("instructions") == std::string::npos) GTEST_SKIP() << here;
}

}  // namespace
}  // namespace parallax
