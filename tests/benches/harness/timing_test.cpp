// SPDX-License-Identifier: MIT
//
// CPU time is told where it is that of the timed run, and only there.
#include "benches/harness/host/timing.hpp"

#include <gtest/gtest.h>

namespace parallax {
namespace {

TEST(CpuTime, IsNotKnownIfMoreThanATwentiethMayBeOfSomethingElse) {
  EXPECT_EQ(sure_cpu_seconds(1, 0), 1);
  EXPECT_EQ(sure_cpu_seconds(1, 0.05), 1);
  EXPECT_EQ(sure_cpu_seconds(1, 0.051), 0);
}

// Peers that may have gone on for some time after the run.
struct Peers {
  double unsure_seconds;
  Usage usage() const { return {}; }
  Usage processor_use() const {
    Usage usage;
    usage.unsure_seconds = unsure_seconds;
    return usage;
  }
};

TEST(CpuTime, IsNotKnownIfPeersMayHaveUsedIt) {
  Peers peers{1e6};
  Measurement result;
  time(peers, 1, result, [] {});
  EXPECT_EQ(result.cpu_seconds, 0);
}

}  // namespace
}  // namespace parallax
