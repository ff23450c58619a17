// SPDX-License-Identifier: MIT
#include "runtimes/support/topology.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "runtimes/support/cpus.hpp"
#include "support/affinity.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using ::testing::ElementsAre;

// A machine's /sys, as far as it is written here.
class TopologyOf : public ::testing::Test {
 protected:
  void write(const std::string& path, const std::string& content) {
    const auto file = root_ / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << content << '\n';
  }
  // A processor with a cache of its own and one that it shares.
  void processor(int number, const std::string& siblings, const std::string& sharers) {
    const std::string folder = "sys/devices/system/cpu/cpu" + std::to_string(number) + "/";
    write(folder + "topology/thread_siblings_list", siblings);
    write(folder + "cache/index0/level", "1");
    write(folder + "cache/index0/size", "32K");
    write(folder + "cache/index0/shared_cpu_list", siblings);
    write(folder + "cache/index1/level", "3");
    write(folder + "cache/index1/type", "Unified");
    write(folder + "cache/index1/size", "32768K");
    write(folder + "cache/index1/shared_cpu_list", sharers);
  }

  testing::Folder folder_;
  std::filesystem::path root_ = folder_ / "root";
};

TEST_F(TopologyOf, IsReadFromSys) {
  for (const int core : {0, 1, 2, 3}) {
    const std::string siblings = std::to_string(core) + "," + std::to_string(core + 4);
    for (const int number : {core, core + 4}) processor(number, siblings, core < 2 ? "0-1,4-5" : "2-3,6-7");
  }
  write("sys/devices/system/node/node0/cpulist", "0-1,4-5");
  write("sys/devices/system/node/node1/cpulist", "2-3,6-7");
  write("sys/devices/system/node/online", "0-1");

  const Topology all = topology_of({0, 1, 2, 3, 4, 5, 6, 7}, root_);
  EXPECT_EQ(all.usable, 8);
  EXPECT_EQ(all.cores(), 4);
  EXPECT_EQ(all.caches(), 2);
  EXPECT_EQ(all.nodes(), 2);
  EXPECT_EQ(all.cache_bytes, std::size_t{32} << 20);
  EXPECT_EQ(all.processors[6].core, 2);
  EXPECT_EQ(all.processors[6].node, 1);

  const Topology some = topology_of({2, 6}, root_);
  EXPECT_EQ(some.cores(), 1);
  EXPECT_EQ(some.nodes(), 1);

  write("proc/self/cgroup", "0::/");
  write("sys/fs/cgroup/cpu.max", "350000 100000");
  EXPECT_EQ(topology_of({0, 1, 2, 3, 4, 5, 6, 7}, root_).usable, 3);
}

TEST_F(TopologyOf, IsSimpleWhereNothingIsTold) {
  write("sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "no list");
  const Topology machine = topology_of({0, 1, 2}, root_);
  EXPECT_EQ(machine.cores(), 3);
  EXPECT_EQ(machine.caches(), 1);
  EXPECT_EQ(machine.nodes(), 1);
  EXPECT_EQ(machine.cache_bytes, 0u);
}

TEST(Topology, OfThisProcessIsItsAffinity) {
  const Topology here = this_topology();
  EXPECT_EQ(here.processors.size(), affinity().size());
  EXPECT_EQ(here.usable, usable_cpus());
}

TEST(WorkerCounts, ArePowersOfTwoAndStepsOfTheMachine) {
  EXPECT_THAT(worker_counts(even_topology(1, 1, 1, 1, 0)), ElementsAre(1));
  EXPECT_THAT(worker_counts(even_topology(1, 1, 2, 1, 0)), ElementsAre(1, 2));
  EXPECT_THAT(worker_counts(even_topology(1, 1, 6, 1, 0)), ElementsAre(1, 2, 4, 6));
  EXPECT_THAT(worker_counts(even_topology(1, 2, 8, 1, 0)), ElementsAre(1, 2, 4, 8, 16));
  EXPECT_THAT(worker_counts(even_topology(2, 6, 8, 2, 0)), ElementsAre(1, 2, 4, 8, 16, 32, 48, 96, 192));
  EXPECT_THAT(worker_counts(even_topology(2, 8, 8, 2, 0)), ElementsAre(1, 2, 4, 8, 16, 32, 64, 128, 256));
  Topology limited = even_topology(2, 8, 8, 2, 0);
  limited.usable = 5;
  EXPECT_THAT(worker_counts(limited), ElementsAre(1, 2, 4, 5));
}

TEST(WorkerCounts, AreAtMostNine) {
  for (int cores = 1; cores <= 128; ++cores) {
    for (const int threads : {1, 2}) {
      const auto counts = worker_counts(even_topology(1, 1, cores, threads, 0));
      EXPECT_LE(counts.size(), 9u);
      EXPECT_EQ(counts.front(), 1);
      EXPECT_EQ(counts.back(), cores * threads);
    }
  }
}

TEST_F(TopologyOf, TellsHowMuchMemoryIsFree) {
  EXPECT_EQ(topology_of({0}, root_).free_memory, 0u);
  write("proc/meminfo", "MemTotal:       2000 kB\nMemFree:  500 kB\nMemAvailable:   1000 kB\nBuffers: 1 kB");
  EXPECT_EQ(topology_of({0}, root_).free_memory, 1000u * 1024);
  write("proc/self/cgroup", "0::/some/one");
  write("sys/fs/cgroup/some/one/memory.max", "max");
  write("sys/fs/cgroup/some/one/memory.current", "1");
  EXPECT_EQ(topology_of({0}, root_).free_memory, 1000u * 1024);
  write("sys/fs/cgroup/some/memory.max", "5000");
  write("sys/fs/cgroup/some/memory.current", "1000");
  EXPECT_EQ(topology_of({0}, root_).free_memory, 4000u);
  write("proc/self/cgroup", "3:memory:/group");
  write("sys/fs/cgroup/memory/group/memory.limit_in_bytes", "700");
  write("sys/fs/cgroup/memory/group/memory.usage_in_bytes", "800");
  EXPECT_EQ(topology_of({0}, root_).free_memory, 1u);  // none is left, which is not that none is told
  write("sys/fs/cgroup/memory/group/memory.limit_in_bytes", "9223372036854771712");
  EXPECT_EQ(topology_of({0}, root_).free_memory, 1000u * 1024);
}

}  // namespace
}  // namespace parallax
