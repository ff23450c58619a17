// SPDX-License-Identifier: MIT
#include "benches/harness/processor_state.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/program.hpp"

namespace parallax {
namespace {

class ProcessorState : public ::testing::Test {
 protected:
  void write(const std::string& path, const std::string& content) {
    const auto file = root() / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << content << '\n';
  }
  std::filesystem::path root() const { return folder_ / "root"; }

 private:
  testing::Folder folder_;
};

TEST_F(ProcessorState, TellsKindsOfCores) {
  EXPECT_EQ(core_types(root()), "all alike");
  for (int i = 0; i < 6; ++i)
    write("sys/devices/system/cpu/cpu" + std::to_string(i) + "/cpu_capacity", "1024");
  EXPECT_EQ(core_types(root()), "all alike");
  write("sys/devices/system/cpu/cpu2/cpu_capacity", "446");
  EXPECT_EQ(core_types(root()), "capacity 446: 1 processors, capacity 1024: 5 processors");
  write("sys/devices/cpu_core/cpus", "0-3");
  write("sys/devices/cpu_atom/cpus", "4-5");
  EXPECT_EQ(core_types(root()), "cpu_core: 0-3, cpu_atom: 4-5");
}

TEST_F(ProcessorState, TellsWhetherTheClockMayRise) {
  EXPECT_EQ(boost_state(root()), "unknown");
  write("sys/devices/system/cpu/intel_pstate/no_turbo", "1");
  EXPECT_EQ(boost_state(root()), "off");
  write("sys/devices/system/cpu/intel_pstate/no_turbo", "0");
  EXPECT_EQ(boost_state(root()), "on");
  write("sys/devices/system/cpu/cpufreq/boost", "0");
  EXPECT_EQ(boost_state(root()), "off");
}

}  // namespace
}  // namespace parallax
