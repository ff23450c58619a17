// SPDX-License-Identifier: MIT
#include "runtimes/support/cpus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "runtimes/support/spin.hpp"
#include "support/affinity.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using ::testing::AllOf;
using ::testing::DoubleEq;
using ::testing::Ge;
using ::testing::Le;
using ::testing::Optional;

// A machine's /proc/self/cgroup and /sys/fs/cgroup, as far as they are written here.
class CgroupCpuQuota : public ::testing::Test {
 protected:
  void memberships(const std::string& lines) { write("proc/self/cgroup", lines); }
  void group(const std::string& path, const std::string& content) { write("sys/fs/cgroup/" + path, content); }
  void version_1(const std::string& path, const std::string& quota, const std::string& period = "100000\n") {
    group(path + "/cpu.cfs_quota_us", quota);
    group(path + "/cpu.cfs_period_us", period);
  }

  std::filesystem::path root() const { return folder_ / "root"; }
  std::optional<double> throttled() const { return cgroup_throttled_seconds(folder_ / "root"); }
  std::optional<double> quota() const { return cgroup_cpu_quota(folder_ / "root"); }

 private:
  void write(const std::string& path, const std::string& content) {
    const auto file = folder_ / "root" / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << content;
  }

  testing::Folder folder_;
};

TEST_F(CgroupCpuQuota, IsNothingWithoutCgroups) { EXPECT_EQ(quota(), std::nullopt); }

TEST_F(CgroupCpuQuota, IsNothingWhereTheGroupsAreNotMounted) {
  memberships("4:cpu,cpuacct:/service\n0::/service\n");
  EXPECT_EQ(quota(), std::nullopt);
}

TEST_F(CgroupCpuQuota, IsNothingIfVersion2SaysMax) {
  memberships("0::/service\n");
  group("service/cpu.max", "max 100000\n");
  EXPECT_EQ(quota(), std::nullopt);
}

TEST_F(CgroupCpuQuota, OfVersion2IsQuotaByPeriod) {
  memberships("0::/service\n");
  group("service/cpu.max", "75000 50000\n");
  EXPECT_THAT(quota(), Optional(DoubleEq(1.5)));
}

TEST_F(CgroupCpuQuota, OfAnAncestorHoldsIfItIsTighter) {
  memberships("0::/all/some/one\n");
  group("all/cpu.max", "250000 100000\n");
  group("all/some/cpu.max", "400000 100000\n");
  group("all/some/one/cpu.max", "max 100000\n");
  EXPECT_THAT(quota(), Optional(DoubleEq(2.5)));
  group("all/some/one/cpu.max", "50000 100000\n");
  EXPECT_THAT(quota(), Optional(DoubleEq(0.5)));
}

TEST_F(CgroupCpuQuota, OfASiblingDoesNotHold) {
  memberships("0::/all/one\n");
  group("all/other/cpu.max", "50000 100000\n");
  group("all/one/below/cpu.max", "50000 100000\n");
  EXPECT_EQ(quota(), std::nullopt);
}

// In a container with a namespace of its own the group's own directory is the root.
TEST_F(CgroupCpuQuota, IsFoundAtTheRootOfTheMount) {
  memberships("0::/\n");
  group("cpu.max", "300000 100000\n");
  EXPECT_THAT(quota(), Optional(DoubleEq(3)));
}

// Without one, the path is the host's, which the container does not see.
TEST_F(CgroupCpuQuota, IsFoundThoughThePathIsTheHosts) {
  memberships("0::/containers/0123\n");
  group("cpu.max", "300000 100000\n");
  EXPECT_THAT(quota(), Optional(DoubleEq(3)));
}

TEST_F(CgroupCpuQuota, OfVersion1IsFoundUnderEitherNameOfTheMount) {
  for (const std::string mount : {"cpu", "cpu,cpuacct"}) {
    for (const std::string controllers : {"cpu", "cpu,cpuacct", "cpuacct,cpu"}) {
      memberships("9:memory:/other\n4:" + controllers + ":/service\n");
      version_1(mount + "/service", "125000\n", "50000\n");
      EXPECT_THAT(quota(), Optional(DoubleEq(2.5))) << mount << " for " << controllers;
    }
    version_1(mount + "/service", "-1\n");
    EXPECT_EQ(quota(), std::nullopt) << "-1 means none";
  }
}

TEST_F(CgroupCpuQuota, OfAnAncestorHoldsInVersion1Too) {
  memberships("4:cpu,cpuacct:/all/one\n");
  version_1("cpu,cpuacct", "150000\n");
  version_1("cpu,cpuacct/all/one", "-1\n");
  EXPECT_THAT(quota(), Optional(DoubleEq(1.5)));
}

TEST_F(CgroupCpuQuota, IsTheCpuControllersAndNoOthers) {
  memberships("5:cpuset:/service\n4:cpuacct:/service\n1:name=cpu:/service\n");
  version_1("cpu/service", "50000\n");
  EXPECT_EQ(quota(), std::nullopt);
}

TEST_F(CgroupCpuQuota, OfAHybridMachineIsTheTightestOfBothVersions) {
  memberships("4:cpu,cpuacct:/service\n0::/service\n");
  version_1("cpu,cpuacct/service", "200000\n");
  EXPECT_THAT(quota(), Optional(DoubleEq(2)));
  group("service/cpu.max", "max 100000\n");
  EXPECT_THAT(quota(), Optional(DoubleEq(2)));
  group("service/cpu.max", "100000 100000\n");
  EXPECT_THAT(quota(), Optional(DoubleEq(1)));
}

TEST_F(CgroupCpuQuota, AllowsColonsInPaths) {
  memberships("0::/a:b/c\n");
  group("a:b/c/cpu.max", "200000 100000\n");
  EXPECT_THAT(quota(), Optional(DoubleEq(2)));
}

TEST_F(CgroupCpuQuota, IsNothingIfTheFilesAreGarbage) {
  for (const std::string lines : {"", "\n\n", ":", "garbage\n", "0:/service\n", "::::\n", "0::"}) {
    memberships(lines);
    EXPECT_EQ(quota(), std::nullopt) << lines;
  }
  memberships("no line at all\n4:cpu:/service\n0::/service\n");
  for (const std::string content : {"", "\n", "max", "100000", "many 100000", "100000 few", "100000 0"}) {
    group("service/cpu.max", content);
    EXPECT_EQ(quota(), std::nullopt) << content;
  }
  for (const std::string content : {"", "many\n", "0\n", "-1\n"}) {
    version_1("cpu/service", content);
    EXPECT_EQ(quota(), std::nullopt) << content;
  }
  for (const std::string content : {"", "few\n", "0\n"}) {
    version_1("cpu/service", "100000\n", content);
    EXPECT_EQ(quota(), std::nullopt) << content;
  }
}

TEST_F(CgroupCpuQuota, TellsForHowLongItHasHeldBack) {
  EXPECT_EQ(throttled(), std::nullopt);
  memberships("4:cpu,cpuacct:/service\n0::/all/one\n");
  group("cpu,cpuacct/service/cpu.stat", "nr_periods 10\nnr_throttled 4\nthrottled_time 1500000000\n");
  EXPECT_THAT(throttled(), Optional(DoubleEq(1.5)));
  // The same group under another name of the mount counts once.
  std::filesystem::create_directory_symlink("cpu,cpuacct", root() / "sys/fs/cgroup/cpu");
  EXPECT_THAT(throttled(), Optional(DoubleEq(1.5)));
  group("all/cpu.stat", "usage_usec 9\nnr_throttled 1\nthrottled_usec 250000\n");
  group("all/one/cpu.stat", "usage_usec 9\n");
  EXPECT_THAT(throttled(), Optional(DoubleEq(1.75)));
  for (const std::string content : {"", "throttled_usec", "throttled_usec many\n", "garbage\n"}) {
    group("all/cpu.stat", content);
    EXPECT_THAT(throttled(), Optional(DoubleEq(1.5))) << content;
  }
}

// This thread on its first processor only, for a scope.
class OnOneProcessor {
 public:
  OnOneProcessor() {
    EXPECT_EQ(sched_getaffinity(0, sizeof before_, &before_), 0);
    int first = 0;
    while (!CPU_ISSET(first, &before_)) ++first;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    EXPECT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  }
  ~OnOneProcessor() { sched_setaffinity(0, sizeof before_, &before_); }
  OnOneProcessor(const OnOneProcessor&) = delete;
  OnOneProcessor& operator=(const OnOneProcessor&) = delete;

 private:
  cpu_set_t before_{};
};

TEST(UsableCpus, AreAtLeastOneAndWithinTheAffinity) {
  EXPECT_THAT(usable_cpus(), AllOf(Ge(1), Le(affinity_cpus())));
  const int all = affinity_cpus();
  {
    OnOneProcessor narrowed;
    EXPECT_EQ(affinity_cpus(), 1);
    EXPECT_EQ(usable_cpus(), 1);
  }
  EXPECT_EQ(affinity_cpus(), all);
}

TEST(SpinBudget, IsZeroForWorkersThatOutnumberTheProcessors) {
  EXPECT_EQ(spin_budget_for(usable_cpus()), spin_budget);
  EXPECT_EQ(spin_budget_for(usable_cpus() + 1).count(), 0);
  OnOneProcessor narrowed;
  EXPECT_EQ(spin_budget_for(1), spin_budget);
  EXPECT_EQ(spin_budget_for(2).count(), 0);
}

}  // namespace
}  // namespace parallax
