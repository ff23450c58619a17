// SPDX-License-Identifier: MIT
#include "reports/pep371/tables.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/pep371/tables_text.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::pep371 {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* two_cores = R"("usable_cpus": "2")";

// Three repetitions of a cell, each starting and ending its workers in 1 ms altogether.
std::string cell(const std::string& name, double milliseconds) {
  std::vector<std::string> rows;
  for (const double factor : {1.0, 1.1, 0.9})
    rows.push_back(
        sample::row(name, (milliseconds - 1) * factor * 1e6, R"("start": 0.0007, "stop": 0.0003)"));
  return sample::joined(rows);
}

Results results(const std::vector<std::string>& rows) {
  return parse_results(sample::file(sample::joined(rows), two_cores), "test.json");
}

const Results primes = results(
    {cell("primes/serial/workers:1/size:1/grain:1", 101), cell("primes/serial/workers:1/size:2/grain:1", 201),
     cell("primes/gil/workers:2/size:2/grain:1", 221), cell("primes/threads/workers:2/size:2/grain:1", 101),
     cell("primes/fork/workers:2/size:2/grain:1", 101)});

TEST(Pep371, PublishedRatiosAreThoseOfItsText) {
  const auto& rows = published(fibonacci).rows;
  EXPECT_NEAR(rows[2].serial / rows[2].processes, 3.84, 0.005);
  EXPECT_NEAR(published(crunch_primes).rows[2].serial / published(crunch_primes).rows[2].processes, 3.97,
              0.005);
  EXPECT_NEAR(published(file_io).rows[3].threads / published(file_io).rows[3].processes, 11.98, 0.005);
  EXPECT_NEAR(published(queue).rows[0].serial / published(queue).rows[0].processes, 0.16, 0.005);
  for (int test = 0; test < test_count; ++test) {
    for (std::size_t i = 0; i < 4; ++i)
      EXPECT_EQ(published(static_cast<pep371::Test>(test)).rows[i].n, 1 << i);
  }
}

TEST(Pep371, ASampleIsTheWholeRegion) {
  const auto tables = tables_of({primes});
  EXPECT_EQ(tables.cores, 2);
  ASSERT_EQ(tables.tables.size(), 1u);
  const Table& table = tables.tables[0];
  EXPECT_EQ(table.test, crunch_primes);
  ASSERT_EQ(table.rows.size(), 1u);  // of n = 1 only the serial time is known
  EXPECT_EQ(table.rows[0].n, 2);
  EXPECT_THAT(table.rows[0].seconds[serial],
              ::testing::ElementsAre(::testing::DoubleNear(0.201, 1e-9), ::testing::DoubleNear(0.221, 1e-9),
                                     ::testing::DoubleNear(0.181, 1e-9)));
  const auto speed_up = quotient(table.rows[0], serial, fork);
  ASSERT_TRUE(speed_up);
  EXPECT_NEAR(speed_up->of_medians.point(), 0.201 / 0.101, 1e-9);
  EXPECT_NEAR(speed_up->of_minima, 0.181 / 0.091, 1e-9);
}

TEST(Pep371, OnlyCellsOfWeakScalingBelongIn) {
  for (const char* stranger :
       {"primes/fork/workers:4/size:2/grain:1", "primes/fork/workers:2/size:2/grain:2",
        "primes/fork/workers:3/size:3/grain:1", "primes/openmp/workers:2/size:2/grain:1",
        "control/primes/fork/workers:2/size:2/grain:1", "empty/fork/workers:2/size:2/grain:1",
        "http_get/fork/workers:2/size:200/grain:100/bytes:1024/keep_alive:0/latency_us:7"}) {
    const auto file =
        results({cell("primes/serial/workers:1/size:2/grain:1", 200),
                 cell("empty/serial/workers:1/size:2/grain:1", 2),
                 cell("http_get/serial/workers:1/size:200/grain:100/latency_us:7", 2), cell(stranger, 100)});
    EXPECT_THROW(tables_of({file}), ResultsError) << stranger;
  }
}

TEST(Pep371, WorkersOfTheEmptyLoopAreThoseBesideTheCaller) {
  const auto tables = tables_of({results(
      {cell("empty/serial/workers:1/size:2/grain:1", 2), cell("empty/fork/workers:3/size:2/grain:1", 4)})});
  ASSERT_EQ(tables.tables.size(), 1u);
  EXPECT_EQ(tables.tables[0].rows[0].n, 2);
}

TEST(Pep371, LatenciesAreTablesOfTheirOwn) {
  std::vector<std::string> rows;
  for (const char* latency : {"0", "1000"}) {
    const std::string tail = fmt::format("size:200/grain:100/latency_us:{}/bytes:1024/keep_alive:0", latency);
    rows.push_back(cell("http_get/serial/workers:1/" + tail, 200));
    rows.push_back(cell("http_get/gil/workers:2/" + tail, 100));
  }
  const auto tables = tables_of({results(rows)});
  ASSERT_EQ(tables.tables.size(), 2u);
  EXPECT_EQ(tables.tables[0].variant, "latency 0");
  EXPECT_EQ(tables.tables[1].variant, "latency 1 ms");
}

TEST(Pep371, AFailedCellIsNoNumber) {
  const auto failed = results({cell("primes/serial/workers:1/size:2/grain:1", 200),
                               sample::failed_row("primes/fork/workers:2/size:2/grain:1", "wrong: chunk 1")});
  EXPECT_THROW(tables_of({failed}), ResultsError);
  const auto without_start = results({cell("primes/serial/workers:1/size:2/grain:1", 200),
                                      sample::row("primes/fork/workers:2/size:2/grain:1", 1e8)});
  EXPECT_THROW(tables_of({without_start}), ResultsError);
}

TEST(Pep371, TextLaysBothBesideEachOther) {
  const std::string markdown = text(tables_of({primes}), {});
  EXPECT_THAT(markdown, AllOf(HasSubstr("## crunch_primes"),
                              HasSubstr("| 2 | 201\u00a0ms | 221\u00a0ms | 101\u00a0ms | 101\u00a0ms | "),
                              // 1.052048 / 0.524603; 0.181 / 0.091; 0.201 / 0.101
                              HasSubstr("| serial / processes (S/P) | 2 | 2.01 | 1.99 | 1.99"),
                              HasSubstr("| S/P / min(n, cores) | 2 | 1.00 | 0.99 | 1.00"),
                              HasSubstr("| serial / free threads | 2 | – |"),
                              HasSubstr("no `throughput/feeder-queue`")));
  EXPECT_THAT(markdown, Not(HasSubstr("## fibonacci")));
}

TEST(Pep371, AMessageThroughTheQueueIsToldPerMessage) {
  const auto file =
      results({sample::row("throughput/feeder-queue/workers:2/size:1000/grain:1/bytes:8", 5e6)});
  const auto messages = queue_messages({file});
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_NEAR(messages[0].seconds.point(), 5e-6, 1e-15);
  EXPECT_THAT(
      text(tables_of({primes}), messages),
      HasSubstr(
          "| `throughput/feeder-queue/workers:2/size:1000/grain:1/bytes:8` | 5.00\u00a0µs (no interval) |"));
  EXPECT_TRUE(queue_messages({primes}).empty());
}

}  // namespace
}  // namespace parallax::reports::pep371
