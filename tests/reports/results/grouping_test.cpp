// SPDX-License-Identifier: MIT
// Which files are one result, which are only compared, and what becomes of copies.
#include "reports/results/grouping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/results/identity.hpp"
#include "tests/reports/results/complaint.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using sample::joined;
using sample::repetition;
using sample::row;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Results results_of(const std::string& file, const std::string& rows,
                   const std::string& context = sample::usual_context) {
  return parse_results(sample::file(rows, context), file);
}

std::string usual_and(const std::string& more) { return std::string(sample::usual_context) + ", " + more; }

// What is one result, or nothing if they are several.
Results one_of(std::vector<Results> parts) {
  auto groups = group_results(std::move(parts));
  EXPECT_EQ(groups.results.size(), 1u);
  return std::move(groups.results.front());
}

TEST(Grouping, PutsRepetitionsOfOneCellTogetherInTheOrderOfFiles) {
  const auto more = [](double time) {
    return row("x/tbb/workers:1", time, fmt::format("\"pss\": {}", time));
  };
  const auto result =
      one_of({results_of("a", more(1) + "," + row("only_a", 1)),
              results_of("b", more(2) + "," + sample::failed_row("x/tbb/workers:1", "wrong: x"))});
  ASSERT_EQ(result.cells.size(), 2u);
  EXPECT_EQ(result.cells[0].seconds, (std::vector<double>{1 * 1e-9, 2 * 1e-9}));
  EXPECT_EQ(result.cells[0].counters.at("pss"), (std::vector<double>{1, 2}));
  EXPECT_EQ(result.cells[0].errors.size(), 1u);
  EXPECT_EQ(result.sources.size(), 2u);
}

TEST(Grouping, AddsUpWhatWasPlanned) {
  const auto planned = [](std::vector<Results> parts) {
    return one_of(std::move(parts)).cells.at(0).planned;
  };
  const auto three_of_five = [](double time) {
    return joined({repetition("x", time, 0, 5), repetition("x", time, 1, 5), repetition("x", time, 2, 5)});
  };
  EXPECT_EQ(planned({results_of("a", three_of_five(1))}), 5u);
  EXPECT_EQ(planned({results_of("a", three_of_five(1)), results_of("b", three_of_five(2))}), 10u);
  EXPECT_EQ(planned({results_of("a", three_of_five(1)), results_of("b", row("x", 2))}), 6u);
  EXPECT_EQ(planned({results_of("a", row("x", 1)), results_of("b", three_of_five(2))}), 6u);
  EXPECT_EQ(planned({results_of("a", row("x", 1)), results_of("b", row("x", 2))}), 0u);
}

TEST(Grouping, KeepsTheLabelOfTheLastFileThatHasOne) {
  const auto labelled = [](const char* file, int time, const char* label) {
    return results_of(file, row("x", time, fmt::format("\"label\": \"{}\"", label)));
  };
  EXPECT_EQ(
      one_of({labelled("a", 1, "epoll"), labelled("b", 2, "io_uring"), labelled("c", 3, "")}).cells[0].label,
      "io_uring");
}

TEST(Grouping, OfNothingIsNothing) { EXPECT_TRUE(group_results({}).results.empty()); }

TEST(Grouping, NeverJoinsTwoMachinesOrPrograms) {
  for (const auto* key :
       {"commit", "compiler", "cpu_model", "dirty", "host_name", "usable_cpus", "num_cpus", "virtual_machine",
        "compiler_flags", "kernel_flags", "library_tbb", "os_kernel", "anything"}) {
    const auto stating = [&](const char* file, const char* value) {
      return results_of(file, row("x", 1), fmt::format(R"("{}": "{}")", key, value));
    };
    const auto groups = group_results({stating("a", "this"), stating("b", "that")});
    ASSERT_EQ(groups.results.size(), 2u) << key;
    EXPECT_EQ(groups.results[0].cells[0].repetitions(), 1u);
    EXPECT_THAT(groups.reasons, ElementsAre("", fmt::format("a and b differ in {} (this; that)", key)));
  }
}

TEST(Grouping, JoinsWhatDiffersOnlyFromRunToRun) {
  for (const auto* key : {"date", "arguments", "executable", "load_avg", "mhz_per_cpu", "memory", "budget_s",
                          "kernels_cpu", "kernels_io", "kernels_mixed", "kernels_trees"}) {
    const auto stating = [&](const char* file, int time) {
      return results_of(file, row("x", time), usual_and(fmt::format(R"("{}": "{}")", key, file)));
    };
    EXPECT_EQ(one_of({stating("a", 1), stating("b", 2)}).cells[0].repetitions(), 2u) << key;
  }
}

TEST(Grouping, PutsEachFileToItsOwn) {
  const auto on = [](const char* file, int time, const char* host) {
    return results_of(file, row("x", time), usual_and(fmt::format(R"("host_name": "{}")", host)));
  };
  const auto groups =
      group_results({on("a", 1, "one"), on("b", 2, "two"), on("c", 3, "one"), on("d", 4, "three")});
  ASSERT_EQ(groups.results.size(), 3u);
  EXPECT_EQ(groups.results[0].cells[0].repetitions(), 2u);
  EXPECT_EQ(groups.results[1].sources[0].file, "b");
  EXPECT_EQ(groups.results[2].sources[0].file, "d");
}

TEST(Grouping, TellsDifferencesInTheOrderInWhichPeopleAsk) {
  const auto one =
      results_of("a", row("x", 1), R"("zeta": "1", "compiler": "g", "host_name": "h", "cpu_model": "m")");
  const auto other =
      results_of("b", row("x", 1), R"("zeta": "2", "compiler": "c", "host_name": "i", "cpu_model": "n")");
  EXPECT_EQ(group_results({one, other}).reasons.at(1),
            "a and b differ in host_name (h; i), cpu_model (m; n), compiler (g; c) and 1 more");
}

TEST(Grouping, ShowsAnotherProjectsFileBesideOursButSharesNoCellWithIt) {
  const auto ours = results_of("a", row("x", 1));
  EXPECT_EQ(group_results({ours, results_of("b", row("y", 1), R"("date": "today")")}).results.size(), 1u);
  const auto groups = group_results({ours, results_of("b", row("x", 2), R"("date": "today")")});
  EXPECT_EQ(groups.results.size(), 2u);
  EXPECT_EQ(groups.reasons.at(1), "x is in a and in b, and b does not state \"commit\"");
}

TEST(Grouping, DoesNotTakeTwoUnknownsForTheSame) {
  const auto* unknown = R"("commit": "unknown", "compiler": "c", "cpu_model": "m")";
  EXPECT_EQ(group_results({results_of("a", row("x", 1), unknown), results_of("b", row("x", 2), unknown)})
                .results.size(),
            2u);
}

TEST(Grouping, RemembersWhichFileACellCameFrom) {
  const auto result = one_of({results_of("a", row("x", 1)), results_of("b", row("y", 1))});
  EXPECT_EQ(result.sources[result.cells[1].source].file, "b");
}

TEST(Copies, AreUsedOnce) {
  const auto rows = joined({repetition("x", 1, 0, 2), repetition("x", 2, 1, 2)});
  const auto groups = group_results({results_of("a", rows), results_of("b", rows), results_of("c", rows)});
  ASSERT_EQ(groups.results.size(), 1u);
  EXPECT_EQ(groups.results[0].cells[0].repetitions(), 2u);
  EXPECT_EQ(groups.results[0].cells[0].planned, 2u);
  EXPECT_EQ(groups.results[0].sources.size(), 1u);
  EXPECT_THAT(groups.remarks,
              ElementsAre("b is a copy of a: it is used once", "c is a copy of a: it is used once"));
}

TEST(Copies, OfAPartAreKnownByTheirDateAndTimes) {
  const auto dated = usual_and(R"("date": "2026-01-01")");
  const auto half = results_of("half", joined({repetition("x", 1, 0, 3), repetition("x", 2, 1, 3)}), dated);
  const auto whole = results_of(
      "whole",
      joined({repetition("x", 1, 0, 3), repetition("x", 2, 1, 3), repetition("x", 3, 2, 3), row("y", 1)}),
      dated);
  for (const auto& parts : {std::vector{half, whole}, std::vector{whole, half}}) {
    const auto groups = group_results(parts);
    ASSERT_EQ(groups.results.size(), 1u);
    EXPECT_EQ(groups.results[0].cells[0].repetitions(), 3u);
    EXPECT_EQ(groups.results[0].cells[0].planned, 3u);
    ASSERT_EQ(groups.remarks.size(), 1u);
    EXPECT_THAT(groups.remarks[0], HasSubstr("holds repetitions of 1 cell that "));
  }
}

TEST(Copies, ThatSayAnotherMachineAreTold) {
  const auto on = [](const char* file, const char* host) {
    return results_of(file, row("x", 1), fmt::format(R"("date": "d", "host_name": "{}")", host));
  };
  const auto groups = group_results({on("a", "one"), on("b", "two")});
  EXPECT_EQ(groups.results.size(), 2u);
  EXPECT_THAT(
      groups.remarks,
      ElementsAre("b has the numbers and the date of a, but says other things of where they come from"));
}

TEST(Copies, AreNotSeenInTwoRunsOfOneDate) {
  const auto dated = usual_and(R"("date": "2026-01-01")");
  const auto groups =
      group_results({results_of("a", row("x", 1), dated), results_of("b", row("x", 2), dated)});
  EXPECT_EQ(groups.results.at(0).cells[0].repetitions(), 2u);
  EXPECT_THAT(groups.remarks, IsEmpty());
}

TEST(Grouping, SaysThatNobodyKnowsWhatWasBuiltFromUncommittedChanges) {
  const auto* dirty = R"("commit": "c", "compiler": "g", "cpu_model": "m", "dirty": "yes")";
  const auto groups =
      group_results({results_of("a", row("x", 1), dirty), results_of("b", row("x", 2), dirty)});
  EXPECT_EQ(groups.results.size(), 1u);
  EXPECT_THAT(groups.remarks, ElementsAre(HasSubstr("changes that are in no commit")));
}

TEST(SingleResults, AreNotJoinedButCopiesAreLeftOut) {
  const auto groups = single_results(
      {results_of("a", row("x", 1)), results_of("b", row("x", 2)), results_of("c", row("x", 2))});
  ASSERT_EQ(groups.results.size(), 2u);
  EXPECT_THAT(groups.reasons, ElementsAre("", "a and b are two runs"));
  EXPECT_THAT(groups.remarks, ElementsAre("c is a copy of b: it is used once"));
}

TEST(FilesOfOneProgram, MayDifferInOneSettingAndInNoOther) {
  const auto with = [](const char* file, int time, const char* interval, const char* host) {
    return results_of(file, row("x", time),
                      fmt::format(R"("interval": "{}", "host_name": "{}")", interval, host));
  };
  std::vector<std::string> remarks;
  const auto kept = of_one_program({with("a", 1, "5", "h"), with("b", 1, "5", "h"), with("c", 2, "9", "h")},
                                   "interval", remarks);
  EXPECT_EQ(kept.size(), 2u);
  EXPECT_THAT(remarks, ElementsAre("b is a copy of a: it is used once"));
  EXPECT_EQ(sample::complaint([&] {
              of_one_program({with("a", 1, "5", "h"), with("b", 2, "9", "i")}, "interval", remarks);
            }),
            "a and b differ in host_name (h; i): they cannot share a table");
}

}  // namespace
}  // namespace parallax::reports
