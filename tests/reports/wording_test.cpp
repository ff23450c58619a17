// SPDX-License-Identifier: MIT
// Sentences for every outcome: a clear winner, equals, serial, nobody, no serial, too few repetitions.
#include "reports/wording.hpp"
#include "reports/answer_wording.hpp"
#include "reports/sweep_wording.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/reports/text/sample_run.hpp"

namespace parallax::reports {
namespace {

using given::busy;
using given::steady;
using given::views_of;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string sentence(std::vector<Cell> cells) {
  const auto views = views_of(std::move(cells));
  return answer_sentence(views.answers.at(0));
}

const std::string work = "/size:8/grain:1";

TEST(AnswerSentence, NamesTheWinnerItsGainAndItsEquals) {
  EXPECT_THAT(
      sentence({steady("a/serial/workers:1" + work, 80), steady("a/x/workers:2" + work, 40),
                steady("a/y/workers:2" + work, 40.01), steady("a/z/workers:2" + work, 60)}),
      testing::MatchesRegex(
          "No clear winner: x and y cannot be told apart\\. x took the least time: 2\\.00× as fast as serial "
          "\\(.*\\)\\."));
  EXPECT_THAT(sentence({steady("a/serial/workers:1" + work, 80), steady("a/x/workers:2" + work, 40),
                        steady("a/z/workers:2" + work, 60)}),
              testing::MatchesRegex("x is fastest: 2\\.00× as fast as serial \\(.*\\)\\."));
}

// A gain over serial that is not sure is said to be none, also where serial is one of "others".
TEST(AnswerSentence, SaysThatAGainIsNotSureWhereItDoesNotNameSerial) {
  std::vector<Cell> cells{sample::cell("a/serial/workers:1" + work, {44, 41, 48, 39, 46, 43})};
  for (const auto* runtime : {"u", "v", "x", "y", "z"})
    cells.push_back(sample::cell(fmt::format("a/{}/workers:2{}", runtime, work), {40, 43, 38, 45, 41, 42}));
  EXPECT_THAT(sentence(cells),
              testing::MatchesRegex("No clear winner: u, v, x and 3 others cannot be told apart\\. "
                                    "u took the least time: .*, which is not surely faster\\."));
}

// What the ranking below the sentence shows to be surely slower is not doubted by the sentence, however many
// runtimes there are and however few repetitions.
TEST(AnswerSentence, AgreesWithTheRankingAboutSerial) {
  std::vector<Cell> cells{sample::cell("a/serial/workers:1" + work, {82, 81, 80, 84, 79, 83})};
  for (int i = 0; i < 18; ++i) {
    const std::initializer_list<double> times{40.1 + i, 42.2 + i, 41.3 + i, 39.4 + i, 43.5 + i, 40.6 + i};
    cells.push_back(sample::cell(fmt::format("a/r{}/workers:2{}", i, work), times));
  }
  const auto views = views_of(cells);
  const auto& ranking = views.answers.at(0).ranking;
  EXPECT_TRUE(std::find_if(ranking.begin(), ranking.end(), [](const auto& one) {
                return one.runtime == "serial";
              })->place.resolved);
  EXPECT_THAT(sentence(cells), AllOf(StartsWith("No clear winner: r0"), Not(HasSubstr("not surely"))));
}

TEST(AnswerSentence, SaysThatNothingBeatsSerial) {
  EXPECT_THAT(sentence({steady("a/serial/workers:1" + work, 20), steady("a/x/workers:2" + work, 40),
                        steady("a/y/workers:2" + work, 60)}),
              StartsWith("Nothing beats serial."));
}

TEST(AnswerSentence, DoesWithoutSerial) {
  EXPECT_THAT(sentence({steady("a/x/workers:1" + work, 40), steady("a/y/workers:1" + work, 60)}),
              StartsWith("x is fastest: there is no serial to compare with."));
}

TEST(AnswerSentence, SaysThatNobodyDidAllWorks) {
  const auto views = views_of({steady("a/x/workers:1" + work, 40), steady("a/y/workers:1" + work, 60),
                               steady("b/y/workers:1" + work, 40), steady("b/z/workers:1" + work, 60),
                               steady("c/x/workers:1" + work, 40), steady("c/z/workers:1" + work, 60)});
  EXPECT_THAT(answer_sentence(views.answers.at(0)), StartsWith("No runtime has a value"));
  EXPECT_EQ(sureness_sentence(views.answers.at(0), views),
            "From 3 works with at least 6 repetitions, grain 1.");
  EXPECT_EQ(size_sentence(views.answers.at(0), views), "");
}

TEST(AnswerSentence, SaysThatOneRepetitionIsTooFew) {
  EXPECT_EQ(
      sentence({sample::cell("a/serial/workers:1" + work, {80}), sample::cell("a/x/workers:2" + work, {40}),
                sample::cell("a/y/workers:2" + work, {60})}),
      "Too few repetitions to be sure: x took the least time, 2.00× as fast as serial (no interval).");
}

TEST(SizeSentence, HasBreakEvenAndMetgWhereWorkComputesAndWorkersWhereItWaits) {
  auto cells = given::sample_cells();
  for (const auto& [who, time] : {std::pair{"serial/workers:1", 4.0},
                                  {"tbb/workers:2", 0.2},
                                  {"openmp-static/workers:2", 900.0}})  // so that tbb is the best
    cells.push_back(steady(fmt::format("more/{}/size:65536/grain:16", who), time));
  const auto views = views_of(cells);
  const auto kernel = views.grain_sweeps.at(0).kernel, sized = views.size_sweeps.at(0).kernel;
  const auto metg = metg_of("tbb", kernel, views);
  const auto size = break_even_of("tbb", sized, views);
  ASSERT_TRUE(metg && size);
  EXPECT_EQ(size->size->outcome, BreakEven::from_size);
  EXPECT_FALSE(metg_of("nobody", kernel, views));
  EXPECT_FALSE(metg_of("tbb", "nothing", views));
  std::string sentences;
  for (const auto& answer : views.answers)
    sentences += answer.best()->runtime + ": " + size_sentence(answer, views) + '\n';
  EXPECT_THAT(sentences,
              HasSubstr(fmt::format("tbb is worthwhile for {} for jobs longer than {} ({} workers).", sized,
                                    break_even_text(*size->size).substr(std::string("from ").size()),
                                    size->sweep->workers)));
  EXPECT_THAT(sentences,
              HasSubstr(fmt::format("Tasks of {} should take {} or more to be 75 % efficient ({} workers).",
                                    kernel, metg_text(*metg->metg), metg->sweep->workers)));
  const auto waiting =
      views_of({busy("a/serial/workers:1" + work, 80, 0.02), busy("a/x/workers:64" + work, 2, 0.5),
                busy("a/y/workers:64" + work, 4, 0.5)});
  EXPECT_EQ(size_sentence(waiting.answers.at(0), waiting), "x took the least time with 64 workers.");
}

TEST(Outcomes, AreSaidInWords) {
  const Estimate found(2e-6, Interval{1e-6, 3e-6, 0.95}), unsure(2e-6, NoInterval{"too few repetitions"});
  EXPECT_EQ(metg_text({0.75, Crossing::never_reached, {}, 0, 0}), "never reached");
  EXPECT_EQ(metg_text({0.75, Crossing::below_sweep, {}, 0, 62e-9}), "≤ 62.0\u00a0ns");
  EXPECT_EQ(metg_text({0.75, Crossing::found, found, 8, 0}), "2.00\u00a0µs (1.00–3.00\u00a0µs)");
  EXPECT_EQ(break_even_text({.outcome = BreakEven::from_size, .size = unsure}),
            "from 2.00\u00a0µs (no interval)");
  EXPECT_EQ(break_even_text({.outcome = BreakEven::at_the_latest, .latest = 2e-6}),
            "from 2.00\u00a0µs at the latest");
  EXPECT_EQ(break_even_text({.outcome = BreakEven::at_the_latest, .latest = 2e-6, .changes_sides = true}),
            "from 2.00\u00a0µs at the latest and for some smaller");
  EXPECT_EQ(break_even_text({.outcome = BreakEven::not_resolved}), "not resolved");
  EXPECT_EQ(listed({"a"}), "a");
  EXPECT_EQ(listed({"a", "b", "c"}), "a, b and c");
}

}  // namespace
}  // namespace parallax::reports
