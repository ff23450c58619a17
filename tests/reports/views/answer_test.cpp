// SPDX-License-Identifier: MIT
// Who wins a kind of work, by how much, and who takes no part.
#include "reports/views/answer.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/reports/views/given.hpp"

namespace parallax::reports {
namespace {

using given::busy;
using given::steady;
using given::views_of;

TEST(Answers, RankRuntimesOverAllWorksOfAKind) {
  const auto views =
      views_of({steady("a/serial/workers:1/size:8/grain:1", 80), steady("a/x/workers:2/size:8/grain:1", 40),
                steady("a/y/workers:2/size:8/grain:1", 60), steady("b/serial/workers:1/size:8/grain:1", 90),
                steady("b/x/workers:2/size:8/grain:1", 45), steady("b/y/workers:2/size:8/grain:1", 60)});
  ASSERT_EQ(views.answers.size(), 1u);
  const auto& answer = views.answers[0];
  EXPECT_EQ(answer.kind, WorkKind::coarse);
  EXPECT_EQ(answer.kernels, (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(answer.ranking.size(), 3u);
  ASSERT_TRUE(answer.best());
  EXPECT_EQ(answer.best()->runtime, "x");
  EXPECT_EQ(answer.best()->workers, std::vector<std::int64_t>{2});
  EXPECT_NEAR(answer.gain->point(), 2, 1e-6);  // both twice as fast as serial
  EXPECT_TRUE(answer.gain->interval());
  EXPECT_EQ(answer.ranking[1].runtime, "y");
  EXPECT_NEAR(answer.ranking[1].place.slowdown.point(), std::sqrt(1.5 * 60 / 45), 1e-6);
  EXPECT_TRUE(answer.ranking[1].place.resolved);
}

TEST(Answers, PutLastWhoLacksAWork) {
  std::vector<Cell> cells;
  for (const std::string kernel : {"a", "b"}) {
    cells.push_back(steady(kernel + "/serial/workers:1/size:8/grain:1", 80));
    cells.push_back(steady(kernel + "/x/workers:2/size:8/grain:1", 40));
    cells.push_back(steady(kernel + "/z/workers:2/size:8/grain:1", 45));
  }
  cells.push_back(steady("a/y/workers:2/size:8/grain:1", 10));
  const auto views = views_of(cells);
  const auto& ranking = views.answers.at(0).ranking;
  ASSERT_EQ(ranking.size(), 4u);
  EXPECT_EQ(ranking.front().runtime, "x");
  EXPECT_EQ(ranking.back().runtime, "y");
  EXPECT_FALSE(ranking.back().place.takes_part);
  EXPECT_EQ(ranking.back().place.missing, 1u);
}

TEST(Answers, CountNoMoreWorkersThanProcessorsWhereWorkComputes) {
  const auto views =
      views_of({steady("a/serial/workers:1/size:8/grain:1", 80), steady("a/x/workers:2/size:8/grain:1", 40),
                steady("a/x/workers:4/size:8/grain:1", 20), steady("a/y/workers:2/size:8/grain:1", 60)});
  EXPECT_EQ(views.answers.at(0).best()->workers, std::vector<std::int64_t>{2});
}

TEST(Answers, CountAnyNumberOfWorkersWhereWorkWaits) {
  const auto views = views_of({busy("a/serial/workers:1/size:8/grain:1", 80, 0.02),
                               busy("a/x/workers:64/size:8/grain:1", 2, 0.5),
                               busy("a/y/workers:64/size:8/grain:1", 4, 0.5)});
  EXPECT_EQ(views.answers.at(0).kind, WorkKind::waiting);
  EXPECT_EQ(views.answers.at(0).best()->workers, std::vector<std::int64_t>{64});
}

TEST(Answers, MeasureTheGainOnTheWorksThatSerialDid) {
  const auto views = views_of(
      {busy("a/serial/workers:1/size:8/grain:1", 80, 0.02), busy("a/x/workers:64/size:8/grain:1", 2, 0.5),
       busy("a/y/workers:64/size:8/grain:1", 4, 0.5), busy("b/x/workers:64/size:8/grain:1", 3, 0.5),
       busy("b/y/workers:64/size:8/grain:1", 5, 0.5)});
  const auto& answer = views.answers.at(0);
  EXPECT_EQ(answer.works.size(), 2u);
  EXPECT_EQ(answer.gain_works, 1u);
  EXPECT_NEAR(answer.gain->point(), 40, 1e-6);
}

TEST(Answers, LeaveOutWhatOnlyOneRuntimeDid) {
  const auto views =
      views_of({steady("a/serial/workers:1/size:8/grain:1", 80), steady("a/x/workers:2/size:8/grain:1", 40),
                steady("a/y/workers:2/size:8/grain:1", 60), steady("b/y/workers:2/size:8/grain:1", 60)});
  EXPECT_EQ(views.answers.at(0).kernels, std::vector<std::string>{"a"});
  EXPECT_EQ(views.answers.at(0).best()->runtime, "x");
}

// Serial and one other are two.
TEST(Answers, CompareOneRuntimeWithSerial) {
  const auto views = views_of(
      {steady("a/serial/workers:1/size:8/grain:1", 80), steady("a/fork/workers:2/size:8/grain:1", 40)});
  ASSERT_EQ(views.answers.size(), 1u);
  EXPECT_EQ(views.answers.at(0).best()->runtime, "fork");
  EXPECT_TRUE(views.answers.at(0).gain_is_sure);
}

TEST(Answers, HaveNoGainWhereNothingBeatsSerial) {
  const auto views =
      views_of({steady("a/serial/workers:1/size:8/grain:1", 20), steady("a/x/workers:2/size:8/grain:1", 40),
                steady("a/y/workers:2/size:8/grain:1", 60)});
  EXPECT_EQ(views.answers.at(0).best()->runtime, "serial");
  EXPECT_FALSE(views.answers.at(0).gain);
}

TEST(Answers, SayNothingOfOverheadsAndOfForeignNames) {
  EXPECT_TRUE(views_of({steady("empty/serial/workers:1", 1), steady("BM_x", 1)}).answers.empty());
}

}  // namespace
}  // namespace parallax::reports
