// SPDX-License-Identifier: MIT
// Probes stand by themselves: in tables of their own, and in no ranking of works.
#include "reports/views/probes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/page.hpp"
#include "reports/text/csv.hpp"
#include "reports/text/markdown.hpp"
#include "reports/text/terminal.hpp"
#include "reports/views/views.hpp"
#include "reports/wording.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string context = std::string(sample::usual_context) + R"(, "probes": "death,round_trip")";

Views views_of(const std::vector<std::string>& rows) {
  return make_views(parse_results(sample::file(sample::joined(rows), context), "test.json"));
}

const std::vector<std::string> some_probes{
    sample::row("round_trip/pipe/workers:2/size:1000/grain:1/bytes:256", 5e6, R"("bytes_per_second": 1e8)"),
    sample::row("round_trip/pipe/workers:2/size:1000/grain:1/bytes:8", 4e6,
                R"("send_p50": 2e-6, "pss": 4096)"),
    sample::row("round_trip/ring/workers:2/size:1000/grain:1/bytes:8", 1e6),
    sample::failed_row("round_trip/tcp/workers:2/size:1000/grain:1/bytes:8", "crashed: it fell over"),
    sample::row("death/pidfd/workers:2/size:10/grain:1", 1e6)};

TEST(Probes, AreNoWorks) {
  auto rows = some_probes;
  rows.push_back(sample::row("cube/serial/workers:1/size:64/grain:1", 100));
  const auto views = views_of(rows);
  EXPECT_THAT(views.kernels, ElementsAre("cube"));
  EXPECT_THAT(views.runtimes, ElementsAre("serial"));
  EXPECT_EQ(views.works.size(), 1u);
  EXPECT_EQ(views.rows.size(), 6u);
  EXPECT_EQ(views.failures.size(), 1u);
}

TEST(Probes, StandByCaseFromTheFastestOn) {
  const auto views = views_of(some_probes);
  ASSERT_EQ(views.probes.size(), 2u);
  EXPECT_EQ(views.probes[0].name, "death");
  const auto& round_trip = views.probes[1];
  EXPECT_THAT(round_trip.counters, ElementsAre("send_p50"));
  ASSERT_EQ(round_trip.cases.size(), 2u);
  EXPECT_THAT(round_trip.cases[0].text, HasSubstr("bytes:8"));
  EXPECT_THAT(round_trip.cases[1].text, HasSubstr("bytes:256"));
  std::vector<std::string> order;
  for (const auto row : round_trip.cases[0].rows) order.push_back(views.rows[row].id.runtime);
  EXPECT_THAT(order, ElementsAre("ring", "pipe", "tcp"));
  EXPECT_DOUBLE_EQ(seconds_per_item(views.rows[round_trip.cases[0].rows[0]])->point(), 1e-6);
}

TEST(Probes, AreInEveryKindOfReport) {
  const auto views = views_of(some_probes);
  EXPECT_THAT(html::page(views),
              AllOf(HasSubstr("<caption>round_trip <small>"), HasSubstr("class=\"probes-only\""),
                    HasSubstr("1.00\u00a0µs"), HasSubstr("2.00\u00a0µs"), HasSubstr("crashed")));
  EXPECT_THAT(text::terminal(views, {}), AllOf(HasSubstr("round_trip"), HasSubstr("ring 1.00\u00a0µs")));
  EXPECT_THAT(text::markdown(views), AllOf(HasSubstr("`ring`"), HasSubstr("1.00\u00a0µs")));
  EXPECT_THAT(text::csv(views), HasSubstr("send_p50=2e-06"));
}

TEST(Probes, AreWhatTheFileCallsSo) {
  const auto views = make_views(parse_results(sample::file(sample::joined(some_probes)), "old.json"));
  EXPECT_TRUE(views.probes.empty());
  EXPECT_THAT(html::page(views), Not(HasSubstr("id=\"probes\"")));
}

TEST(Counters, HaveTheUnitThatTheirNameTells) {
  EXPECT_EQ(counter_text("woken_p50", 1.5e-5), "15.0\u00a0µs");
  EXPECT_EQ(counter_text("started_in", 0.25), "250\u00a0ms");
  EXPECT_EQ(counter_text("worker_pss", 8192), "8.0\u00a0KiB");
  EXPECT_EQ(counter_text("survivors", 0.5), "50 %");
  EXPECT_EQ(counter_text("lost_updates", 12), "12");
  EXPECT_EQ(counter_text("handovers", 12.5), "12.5");
  EXPECT_EQ(counter_text("handovers", 1234.5), "1\u202f235");
}

}  // namespace
}  // namespace parallax::reports
