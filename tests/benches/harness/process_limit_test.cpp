// SPDX-License-Identifier: MIT
#include "benches/harness/process_limit.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/program.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;

class Limits : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    const fs::path file = folder / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text << '\n';
  }
  const testing::Folder folder;
};

TEST_F(Limits, AreThoseOfTheTightestGroup) {
  write("proc/self/cgroup", "0::/a/b");
  write("sys/fs/cgroup/a/pids.max", "60");
  write("sys/fs/cgroup/a/pids.current", "20");
  write("sys/fs/cgroup/a/b/pids.max", "max");
  const auto limit = process_limit(folder / "");
  EXPECT_EQ(limit.most, 40u);
  EXPECT_EQ(limit.why, "pids.max of its cgroup");
}

TEST_F(Limits, AreThoseOfTheOlderController) {
  write("proc/self/cgroup", "3:cpu:/x\n2:pids:/c\n0::/");
  write("sys/fs/cgroup/pids/c/pids.max", "30");
  EXPECT_EQ(process_limit(folder / "").most, 30u);
}

TEST_F(Limits, AreMemoryAndTheKernelsOwn) {
  write("proc/meminfo", "MemTotal: 9999 kB\nMemAvailable:    2560 kB");
  EXPECT_EQ(process_limit(folder / "").most, 20u);
  EXPECT_EQ(process_limit(folder / "").why, "the memory that is free");
  write("proc/sys/kernel/threads-max", "7");
  EXPECT_EQ(process_limit(folder / "").why, "the kernel's threads-max");
}

TEST_F(Limits, AreThereOnARealMachine) { EXPECT_GT(process_limit().most, 0u); }

}  // namespace
}  // namespace parallax
