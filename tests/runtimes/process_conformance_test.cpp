// SPDX-License-Identifier: MIT
//
// What the contract of runtime.hpp asks for of runtimes whose workers have memory of their own: data travel.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>

#include "runtimes/not_supported.hpp"
#include "tests/runtimes/conformance.hpp"

namespace parallax {
namespace {

using testing::Conformance;

// Of runtimes whose workers may have memory of their own.
class Processes : public Conformance {};

TEST_P(Processes, BringsInputsToTheItemsThatReadThem) {
  // Inputs that change from job to job: their own to each item, then all to all.
  constexpr std::size_t items = 3000;
  const auto in = arena_.allocate_array<std::uint64_t>(items);
  const auto out = arena_.allocate_array<std::uint64_t>(items);
  const auto runtime = start();
  for (const std::size_t own : {sizeof(std::uint64_t), std::size_t(0)}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      std::iota(in.begin(), in.end(), seed * 1000);
      runtime->push(std::as_bytes(in));
      std::fill(out.begin(), out.end(), 0u);
      runtime->map({.kernel = "inputs",
                    .items = items,
                    .grain = 100,
                    .params = {},
                    .in = std::as_bytes(in),
                    .in_per_item = own,
                    .out = std::as_writable_bytes(out),
                    .run = [](const MapJob& job, Range range, Worker&) {
                      const auto* const from = reinterpret_cast<const std::uint64_t*>(job.in.data());
                      auto* const to = reinterpret_cast<std::uint64_t*>(job.out.data());
                      for (std::size_t i = range.begin; i < range.end; ++i) {
                        to[i] = from[i];
                        if (job.in_per_item == 0) to[i] += from[job.items - 1 - i];
                      }
                    }});
      for (std::size_t i = 0; i < items; ++i) {
        const std::uint64_t right = own != 0 ? seed * 1000 + i : 2 * seed * 1000 + items - 1;
        ASSERT_EQ(out[i], right) << "item " << i << ", seed " << seed << ", own " << own;
      }
    }
  }
}

TEST_P(Processes, SendsWhatAnEarlierJobHasMade) {
  constexpr std::size_t items = 500;
  const auto between = arena_.allocate_array<std::uint64_t>(items);
  const auto out = arena_.allocate_array<std::uint64_t>(items);
  const auto runtime = start();
  for (int round = 0; round < 3; ++round) {
    std::fill(between.begin(), between.end(), 0u);
    runtime->map({.kernel = "first",
                  .items = items,
                  .grain = 7,
                  .params = {},
                  .in = {},
                  .out = std::as_writable_bytes(between),
                  .run = [](const MapJob& job, Range range, Worker&) {
                    for (std::size_t i = range.begin; i < range.end; ++i)
                      reinterpret_cast<std::uint64_t*>(job.out.data())[i] = i * i;
                  }});
    runtime->map({.kernel = "second",
                  .items = items,
                  .grain = 7,
                  .params = {},
                  .in = std::as_bytes(between),
                  .out = std::as_writable_bytes(out),
                  .run = [](const MapJob& job, Range range, Worker&) {
                    const auto* const from = reinterpret_cast<const std::uint64_t*>(job.in.data());
                    for (std::size_t i = range.begin; i < range.end; ++i)
                      reinterpret_cast<std::uint64_t*>(job.out.data())[i] = from[job.items - 1 - i];
                  }});
    for (std::size_t i = 0; i < items; ++i) ASSERT_EQ(out[i], (items - 1 - i) * (items - 1 - i));
  }
}

// Of those whose workers certainly have.
class OnRanks : public Conformance {};

TEST_P(OnRanks, RefusesSharingChunksWhereNothingIsShared) {
  const auto runtime = start();
  MapJob job = job_.make(10, 1);
  job.chunks_share = true;
  EXPECT_THROW(runtime->map(job), NotSupported);
  job_.run(*runtime, job_.make(10, 1));
  EXPECT_EQ(job_.ran_once(10), 10u);
}

TEST_P(OnRanks, PushesAndPullsCopies) {
  const auto numbers = arena_.allocate_array<std::uint64_t>(100'000);
  const auto runtime = start();
  std::iota(numbers.begin(), numbers.end(), 7u);
  runtime->push(std::as_bytes(numbers));
  int copies = 0;
  runtime->pull(std::as_bytes(numbers.subspan(100)), [&](std::span<const std::byte> copy) {
    ++copies;
    const auto here = std::as_bytes(numbers.subspan(100));
    EXPECT_TRUE(std::equal(copy.begin(), copy.end(), here.begin(), here.end()));
  });
  EXPECT_EQ(copies, GetParam().workers - 1);
}

// What ranks do to tell what they have used is counted as theirs in the run that follows, so it has to be
// little. Telling their memory is much: it goes through all of their pages.
TEST_P(OnRanks, TellWhatTheyHaveUsedWithoutUsingMuch) {
  const auto pages = arena_.allocate(std::size_t{32} << 20);
  const auto runtime = start();
  runtime->push(pages);
  const auto used = [&] { return runtime->processor_use().cpu_seconds; };
  double without_memory = 1, with_memory = 1;  // the least of some, for ranks also wait for each other
  for (int i = 0; i < 20; ++i) {
    const double first = used(), second = used();
    runtime->usage();
    const double third = used();
    without_memory = std::min(without_memory, second - first);
    with_memory = std::min(with_memory, third - second);
  }
  EXPECT_LT(without_memory, with_memory / 2);
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(OnRanks);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Processes);
INSTANTIATE_TEST_SUITE_P(Runtimes, OnRanks, ::testing::ValuesIn(testing::map_subjects_on_ranks()),
                         testing::name_of_subject);
INSTANTIATE_TEST_SUITE_P(Runtimes, Processes, ::testing::ValuesIn(testing::map_subjects_with_processes()),
                         testing::name_of_subject);

}  // namespace
}  // namespace parallax
