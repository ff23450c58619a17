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

double cpu_seconds_of_run(double unsure_seconds, double busy_seconds) {
  Peers peers{unsure_seconds};
  Measurement result;
  time(peers, 1, result, [&] {
    const OwnClock clock;
    for (const double end = clock.seconds() + busy_seconds; clock.seconds() < end;) {
    }
  });
  EXPECT_GT(result.seconds, 0);
  return result.cpu_seconds;
}

TEST(CpuTime, IsThatOfTheTimedRunAlone) {
  EXPECT_EQ(cpu_seconds_of_run(0.1, 0.001), 0) << "peers may have used all of it";
  EXPECT_EQ(cpu_seconds_of_run(0, 0), 0) << "looking takes longer";
}

}  // namespace
}  // namespace parallax
