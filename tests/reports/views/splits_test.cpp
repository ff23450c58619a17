// SPDX-License-Identifier: MIT
// Where the efficiency of a cell went, and which cause of a loss is said to be sure.
#include "reports/views/splits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "reports/html/sections.hpp"
#include "reports/loss_wording.hpp"
#include "reports/text/terminal.hpp"
#include "tests/reports/views/given.hpp"

namespace parallax::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Accounted {
  double balance = 1, hand_out = 1, processors = 1;
  double computing = 8;  // milliseconds of all workers
  double cost = 0;
};

// Six repetitions, with accounts that spread as little as times do.
Cell with(const std::string& name, double milliseconds, const Accounted& accounts) {
  auto cell = given::steady(name, milliseconds);
  for (std::size_t i = 0; i < cell.seconds.size(); ++i) {
    const double factor = 1 + 0.0005 * static_cast<double>(i);
    cell.counters["part_balance"].push_back(accounts.balance * factor);
    cell.counters["part_hand_out"].push_back(accounts.hand_out * factor);
    cell.counters["part_processors"].push_back(accounts.processors * factor);
    cell.counters["computing_seconds"].push_back(accounts.computing * 1e-3 * factor);
    cell.counters["accounts_cost"].push_back(accounts.cost);
  }
  return cell;
}

// 8 ms of work; two workers take so long.
Views views_of(double milliseconds, const Accounted& accounts) {
  return given::views_of(
      {with("mandelbrot/serial/workers:1/size:64/grain:1", 8, {}),
       with("mandelbrot/threads/workers:2/size:64/grain:1", 4, {}),
       with("mandelbrot/openmp-static/workers:2/size:64/grain:1", milliseconds, accounts)});
}

const EfficiencySplit& split_of(const Views& views, std::string_view runtime) {
  for (const auto& split : views.splits)
    if (views.rows[split.row].id.runtime == runtime) return split;
  throw std::logic_error("no split of " + std::string(runtime));
}

TEST(Splits, MultiplyToTheEfficiencyAndNameTheCause) {
  const struct {
    Accounted accounts;
    Part cause;
    const char* reading;
  } cases[] = {{{.balance = 0.5}, Part::balance, "loses 50 % to imbalance"},
               {{.hand_out = 0.5}, Part::hand_out, "loses 50 % to getting work"},
               {{.processors = 0.5}, Part::processors, "loses 50 % to want of processors"},
               {{.computing = 16}, Part::speed, "loses 50 % to slower items"}};
  for (const auto& one : cases) {
    const auto views = views_of(8, one.accounts);
    const auto& split = split_of(views, "openmp-static");
    EXPECT_NEAR(split.whole.point(), 0.5, 0.01);
    EXPECT_NEAR(split.unexplained(), 0, 0.01);
    EXPECT_EQ(split.cause(), one.cause);
    EXPECT_EQ(split_reading(split), one.reading);
    EXPECT_EQ(split_of(views, "threads").cause(), std::nullopt);
  }
}

TEST(Splits, SayHowMuchTheyDoNotExplain) {
  const auto views = views_of(10, {.balance = 0.5});
  const auto& split = split_of(views, "openmp-static");
  EXPECT_NEAR(split.unexplained(), -0.2, 0.01);
  EXPECT_EQ(split.cause(), std::nullopt);
  EXPECT_EQ(split_reading(split), "-20 % unexplained");
  const auto costly = views_of(10, {.balance = 0.5, .cost = 0.4});
  EXPECT_EQ(split_reading(split_of(costly, "openmp-static")),
            "not known: keeping accounts took 40 % more time");
}

TEST(Splits, NameNoCauseWhereTwoLoseAlike) {
  const auto views = views_of(8, {.balance = 0.7071, .hand_out = 0.7071});
  EXPECT_EQ(split_of(views, "openmp-static").cause(), std::nullopt);
}

TEST(Splits, NeedOneWorkerToCompareWith) {
  EXPECT_TRUE(given::views_of({with("cube/threads/workers:2/size:64/grain:1", 4, {})}).splits.empty());
  EXPECT_TRUE(given::views_of({given::steady("cube/serial/workers:1/size:64/grain:1", 8),
                               with("cube/threads/workers:2/size:64/grain:1", 4, {})})
                  .splits.empty());
  EXPECT_EQ(given::views_of({with("cube/threads/workers:1/size:64/grain:1", 8, {}),
                             with("cube/threads/workers:2/size:64/grain:1", 4, {})})
                .splits.size(),
            1u);
}

TEST(Splits, TakeShortItemsForAsFastAsWithOneWorker) {
  auto serial = with("cube/serial/workers:1/size:64/grain:1", 8, {});
  auto threads = with("cube/threads/workers:2/size:64/grain:1", 16, {});
  for (auto* const cell : {&serial, &threads})
    for (const auto* const name : {"part_hand_out", "computing_seconds"}) cell->counters.erase(name);
  const auto views = given::views_of({serial, threads});
  const auto& split = split_of(views, "threads");
  EXPECT_TRUE(split.is_assumed);
  EXPECT_NEAR(split.part(Part::hand_out).point(), 0.25, 0.01);
  EXPECT_EQ(split.cause(), Part::hand_out);
}

// Then the parts are those of the others' programs too.
TEST(Splits, AreNoneOfWorksThatOthersDisturbed) {
  auto serial = with("mandelbrot/serial/workers:1/size:64/grain:1", 8, {});
  const auto threads = with("mandelbrot/threads/workers:2/size:64/grain:1", 8, {.balance = 0.5});
  serial.counters["foreign_load"].assign(serial.seconds.size(), 0.3);
  const auto views = given::views_of({serial, threads});
  EXPECT_TRUE(views.splits.empty());
  EXPECT_THAT(html::splits(views).text(), HasSubstr("others disturbed what was measured"));
}

TEST(Splits, NameNoCauseWhereMoreWorkersThanProcessorsShareThem) {
  const auto views =
      given::views_of({with("mandelbrot/serial/workers:1/size:64/grain:1", 8, {}),
                       with("mandelbrot/threads/workers:8/size:64/grain:1", 4, {.processors = 0.25})},
                      "2");
  EXPECT_FALSE(split_of(views, "threads").cause());
  EXPECT_EQ(split_reading(split_of(views, "threads")), "more workers than processors");
}

TEST(Splits, AreToldWithTheAnswer) {
  const auto views = views_of(8, {.balance = 0.5});
  ASSERT_EQ(views.answers.size(), 1u);
  const std::string sentence = "openmp-static loses 50 % to imbalance on mandelbrot (2 workers).";
  EXPECT_EQ(loss_sentence(views.answers[0], views), sentence);
  EXPECT_THAT(text::terminal(views, {.columns = 100}), HasSubstr(sentence));
  const auto even = views_of(4, {});
  EXPECT_EQ(loss_sentence(even.answers[0], even), "");
  EXPECT_THAT(text::terminal(even, {.columns = 100}), Not(HasSubstr("loses")));
}

}  // namespace
}  // namespace parallax::reports
