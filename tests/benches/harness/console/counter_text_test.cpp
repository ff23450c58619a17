// SPDX-License-Identifier: MIT
#include "benches/harness/console/counter_text.hpp"

#include <gtest/gtest.h>

namespace parallax {
namespace {

TEST(CounterText, HasTheUnitThatTheNameTells) {
  EXPECT_EQ(counter_text("stop", 428e-6), "428 µs");
  EXPECT_EQ(counter_text("gil_wait_p99", 0.0052), "5.20 ms");
  EXPECT_EQ(counter_text("latency_mean", 0), "0 ns");
  EXPECT_EQ(counter_text("started_in", 1.5), "1.50 s");
  EXPECT_EQ(counter_text("pss", 4.5 * 1024 * 1024), "4.5 MiB");
  EXPECT_EQ(counter_text("worker_pss", 512), "512 B");
  EXPECT_EQ(counter_text("bytes_moved", 2048), "2.0 KiB");
  EXPECT_EQ(counter_text("bytes_per_second", 1024 * 1024), "1.0 MiB/s");
  EXPECT_EQ(counter_text("items_per_second", 1.5e9), "1.50 G/s");
  EXPECT_EQ(counter_text("cpu_per_gb", 0.25), "250 ms/GB");
  EXPECT_EQ(counter_text("switches", 741), "741");
  EXPECT_EQ(counter_text("switches", 0.5), "0.500");
  EXPECT_EQ(counter_text("foreign_load", 0.0123), "1.2 %");
  EXPECT_EQ(counter_text("origin_use", 1), "100.0 %");
  EXPECT_EQ(counter_text("lost_updates", 123456), "123 k");
}

}  // namespace
}  // namespace parallax
