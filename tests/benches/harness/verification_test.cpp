// SPDX-License-Identifier: MIT
#include "benches/harness/host/verification.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <functional>

#include "benches/harness/host/origin_use.hpp"
#include "runtimes/process/child.hpp"
#include "runtimes/registry.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

// Ten bytes in chunks of four.
class TenBytes final : public Work {
 public:
  explicit TenBytes(Arena& arena) {
    job_ = {.kernel = "ten bytes",
            .items = 10,
            .grain = 4,
            .params = {},
            .in = {},
            .out = arena.allocate(10),
            .run = [](const MapJob& job, Range range, Worker&) {
              for (std::size_t i = range.begin; i < range.end; ++i) job.out[i] = static_cast<std::byte>(i);
            }};
  }
  std::span<const MapJob> jobs() const override { return {&job_, 1}; }
  Mistake mistake() const override { return {}; }

 private:
  MapJob job_;
};

class Counting : public ::testing::Test {
 protected:
  // What is said after these ranges were run.
  Mistake after(std::initializer_list<Range> ranges) {
    CountedJobs counted(work_, arena_);
    Worker worker(0);
    const MapJob& job = counted.jobs()[0];
    for (const Range range : ranges) job.run(job, range, worker);
    const auto serial = find_runtime("serial")->start({});
    return counted.mistake(*serial);
  }

  Arena arena_;
  TenBytes work_{arena_};
};

TEST_F(Counting, FindsNothingWrongWithEveryChunkOnce) {
  EXPECT_EQ(after({{4, 8}, {0, 4}, {8, 10}}), std::nullopt);
}
TEST_F(Counting, FindsAMissingChunk) {
  EXPECT_THAT(after({{0, 4}, {4, 8}}), Optional(HasSubstr("chunk 2 of 3 ran 0 times")));
}
TEST_F(Counting, FindsAChunkThatRanTwice) {
  EXPECT_THAT(after({{0, 4}, {4, 8}, {8, 10}, {4, 8}}), Optional(HasSubstr("chunk 1 of 3 ran 2 times")));
}
TEST_F(Counting, FindsRangesThatAreNoChunks) {
  EXPECT_THAT(after({{0, 8}, {8, 10}}), Optional(HasSubstr("1 ranges")));
  EXPECT_THAT(after({{0, 4}, {4, 8}, {8, 9}}), Optional(HasSubstr("1 ranges")));
}
TEST_F(Counting, RunsTheRealJob) {
  after({{0, 4}, {4, 8}, {8, 10}});
  EXPECT_EQ(work_.result()[9], std::byte{9});
}

TEST_F(Counting, PoisonOverwritesTheResult) {
  after({{0, 4}, {4, 8}, {8, 10}});
  poison(work_);
  EXPECT_THAT(work_.result(), ::testing::Each(std::byte{0xa5}));
}

TEST(Difference, NamesTheFirstWrongByteAndItsItem) {
  const std::array right{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}};
  auto wrong = right;
  EXPECT_EQ(difference(wrong, right, 2), std::nullopt);
  wrong[3] = std::byte{0xff};
  EXPECT_THAT(difference(wrong, right, 2),
              Optional(HasSubstr("byte 3 of the result (item 1) is 0xff instead of 0x04")));
}

TEST(Difference, NamesADifferentSize) {
  const std::array<std::byte, 4> bytes{};
  EXPECT_THAT(difference(bytes, std::span(bytes).first(3), 1), Optional(HasSubstr("4 bytes instead of 3")));
}

TEST(OriginUse, IsThatOfItsBusiestThread) {
  const Child idle([] { pause(); });
  const Child busy([] {
    for (;;) asm volatile("");
  });
  const OriginUse of_idle(idle.pid(), getpid()), of_busy(busy.pid(), getpid());
  EXPECT_TRUE(testing::eventually([&] { return of_busy.busiest(1).value_or(0) > 0.02; }));
  EXPECT_LT(of_idle.busiest(1).value_or(1), 0.02);
}

TEST(OriginUse, IsNotThatOfAnotherMachinesProcess) {
  EXPECT_EQ(OriginUse(getpid(), getpid()).busiest(1), std::nullopt);
  EXPECT_EQ(OriginUse(0, getpid()).busiest(1), std::nullopt);
}

TEST(OriginUse, IsSaidWhereItIsTheLimit) {
  EXPECT_EQ(origin_noted("epoll", 0.89, 1), "epoll");
  EXPECT_EQ(origin_noted("epoll", 0.99, 0.01), "epoll") << "too short to tell";
  EXPECT_EQ(origin_noted("epoll", 0.91, 1),
            "epoll; limited by the origin: its busiest thread computed 91 % of the time");
  EXPECT_THAT(origin_noted("", 1, 1), ::testing::StartsWith("limited by the origin"));
}

}  // namespace
}  // namespace parallax
