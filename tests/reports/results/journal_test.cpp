// SPDX-License-Identifier: MIT
// The journal of `bench` as results; tests/benches/harness/journal_test.cpp has real ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/results/file_kind.hpp"
#include "reports/results/formats/formats.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string head =
    std::string(R"({"journal":1,"arguments":["\"context\":{"],"context":{)") + sample::usual_context + "}}\n";

std::string line(const std::string& name, int iterations, double nanoseconds, int index, bool trial = false) {
  return fmt::format(
      R"({{"trial":{},"took_s":0.1,"row":{{"name":"{}","repetitions":6,"repetition_index":{},"iterations":{},)"
      R"("real_time":{},"cpu_time":1,"time_unit":"ns"}}}})"
      "\n",
      trial, name, index, iterations, nanoseconds);
}

TEST(Journal, HasRepetitionsAndTrials) {
  const auto text = head + line("a", 1, 5, 0, true) + line("a", 1, 6, 0) + line("b", 4, 1, 0) +
                    line("a", 9, 7, 0) + line("c", 1, 1, 0, true) + line("a", 9, 8, 1) +
                    R"({"trial":false,"took_s":0.1,"row":{"name":"b)";
  EXPECT_EQ(kind_of_text(text), FileKind::journal);
  const auto results = read_journal(text, "r.json.journal");
  ASSERT_EQ(results.cells.size(), 2u);
  EXPECT_EQ(results.cells[0].name, "b");
  EXPECT_EQ(results.cells[1].name, "a");
  EXPECT_THAT(results.cells[1].seconds, ElementsAre(DoubleEq(7e-9), DoubleEq(8e-9)));
  EXPECT_EQ(results.cells[1].planned, 6u);
  EXPECT_EQ(results.sources.front()["cpu_model"], "Test CPU");
  EXPECT_THAT(results.sources.front().remarks, ElementsAre(HasSubstr("journal of a run that was cut off")));
}

TEST(Journal, WithoutARepetitionSaysSo) {
  for (const auto& text : {head, head + line("a", 1, 5, 0, true), head.substr(0, 30)}) try {
      read_journal(text, "r.json.journal");
      ADD_FAILURE() << text;
    } catch (const ResultsError& error) {
      EXPECT_STREQ(error.what(), "r.json.journal: the run was cut off before it had measured anything");
    }
}

}  // namespace
}  // namespace parallax::reports
