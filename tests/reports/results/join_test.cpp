// SPDX-License-Identifier: MIT
// Which files may be shown together, and whose repetitions become one sample.
#include <gtest/gtest.h>

#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

Results results_of(const std::string& file, const std::string& rows,
                   const std::string& context = sample::usual_context) {
  return parse_results(sample::file(rows, context), file);
}

std::string complaint_about(std::vector<Results> parts) {
  try {
    join_results(std::move(parts));
  } catch (const ResultsError& error) {
    return error.what();
  }
  return "no complaint";
}

TEST(Join, PutsRepetitionsOfOneCellTogetherInTheOrderOfFiles) {
  const auto more = [](double time) {
    return sample::row("x/tbb/workers:1", time, fmt::format("\"pss\": {}", time));
  };
  const auto joined =
      join_results({results_of("a", more(1) + "," + sample::row("only_a", 1)),
                    results_of("b", more(2) + "," + sample::failed_row("x/tbb/workers:1", "wrong: x"))});
  ASSERT_EQ(joined.cells.size(), 2u);
  EXPECT_EQ(joined.cells[0].seconds, (std::vector<double>{1 * 1e-9, 2 * 1e-9}));
  EXPECT_EQ(joined.cells[0].counters.at("pss"), (std::vector<double>{1, 2}));
  EXPECT_EQ(joined.cells[0].errors.size(), 1u);
  EXPECT_EQ(joined.sources.size(), 2u);
}

TEST(Join, AddsUpWhatWasPlanned) {
  const auto planned = [](std::vector<Results> parts) {
    return join_results(std::move(parts)).cells.at(0).planned;
  };
  const auto three_of_five = sample::joined(
      {sample::repetition("x", 1, 0, 5), sample::repetition("x", 1, 1, 5), sample::repetition("x", 1, 2, 5)});
  const auto unstated = sample::row("x", 1);
  EXPECT_EQ(planned({results_of("a", three_of_five)}), 5u);
  EXPECT_EQ(planned({results_of("a", three_of_five), results_of("b", three_of_five)}), 10u);
  EXPECT_EQ(planned({results_of("a", three_of_five), results_of("b", unstated)}), 6u);
  EXPECT_EQ(planned({results_of("a", unstated), results_of("b", three_of_five)}), 6u);
  EXPECT_EQ(planned({results_of("a", unstated), results_of("b", unstated)}), 0u);
}

TEST(Join, KeepsTheLabelOfTheLastFileThatHasOne) {
  const auto labelled = [](const char* file, const char* label) {
    return results_of(file, sample::row("x", 1, fmt::format("\"label\": \"{}\"", label)));
  };
  const auto joined = join_results({labelled("a", "epoll"), labelled("b", "io_uring"), labelled("c", "")});
  EXPECT_EQ(joined.cells[0].label, "io_uring");
}

TEST(Join, OfNothingIsNothing) { EXPECT_TRUE(join_results({}).cells.empty()); }

TEST(Join, RefusesFilesOfAnotherProgramOrMachine) {
  const auto with = [](const char* key, const char* value) {
    return results_of("b", sample::row("y", 1), fmt::format(R"("{}": "{}")", key, value));
  };
  for (const auto* key : {"commit", "compiler", "cpu_model", "dirty"})
    EXPECT_NE(
        complaint_about({results_of("a", sample::row("x", 1)), with(key, "other")}).find("a and b differ in"),
        std::string::npos)
        << key;
  EXPECT_EQ(complaint_about({results_of("a", sample::row("x", 1)), with("date", "other")}), "no complaint");
}

TEST(Join, ShowsAnotherProjectsFileBesideOursButSharesNoCellWithIt) {
  const auto ours = results_of("a", sample::row("x", 1));
  EXPECT_EQ(complaint_about({ours, results_of("b", sample::row("y", 1), R"("date": "today")")}),
            "no complaint");
  EXPECT_EQ(complaint_about({ours, results_of("b", sample::row("x", 1), R"("date": "today")")}),
            "x is in a and in b, and b does not state \"commit\": its repetitions cannot be joined");
}

TEST(Join, DoesNotTakeTwoUnknownsForTheSame) {
  const auto* unknown = R"("commit": "unknown", "compiler": "c", "cpu_model": "m")";
  EXPECT_EQ(complaint_about({results_of("a", sample::row("x", 1), unknown),
                             results_of("b", sample::row("x", 1), unknown)}),
            "x is in a and in b, and a does not state \"commit\": its repetitions cannot be joined");
}

TEST(Join, RemembersWhichFileACellCameFrom) {
  const auto joined =
      join_results({results_of("a", sample::row("x", 1)), results_of("b", sample::row("y", 1))});
  EXPECT_EQ(joined.sources[joined.cells[1].source].file, "b");
}

}  // namespace
}  // namespace parallax::reports
