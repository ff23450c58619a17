// SPDX-License-Identifier: MIT
#include "reports/gil/fidelity.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/gil/fidelity_page.hpp"
#include "reports/gil/fidelity_text.hpp"

namespace parallax::reports::gil {
namespace {

using ::testing::HasSubstr;

// A result file with rows of {name, seconds, mean latency}, each three times.
struct Row {
  std::string name;
  double seconds, latency;
};

Results results(const std::vector<Row>& rows, const std::string& interval = "5000") {
  std::string text;
  for (const Row& row : rows) {
    for (int repetition = 0; repetition < 3; ++repetition)
      text += fmt::format(R"({}{{"name": "{}", "run_name": "{}", "run_type": "iteration", "iterations": 1,
                "real_time": {}, "cpu_time": 1.0, "time_unit": "s", "latency_mean": {}}})",
                          text.empty() ? "" : ",\n", row.name, row.name, row.seconds, row.latency);
  }
  return parse_results(
      fmt::format(
          R"({{"context": {{"gil_switch_interval_us": "{}", "date": "<today>"}}, "benchmarks": [{}]}})",
          interval, text),
      "some.json");
}

TEST(Fidelity, ComparesRatesOfTheSameWork) {
  const auto fidelity = fidelity_of({results({{"spin/gil/workers:2/size:1000/grain:1", 0.5, 0},
                                              {"spin/cpython/workers:2/size:1000/grain:1", 0.4, 0},
                                              {"spin/gil/workers:4/size:1000/grain:1", 0.5, 0}})});
  ASSERT_EQ(fidelity.computing.size(), 1u);  // four threads were measured under one lock only
  EXPECT_EQ(fidelity.computing[0].threads, 2);
  EXPECT_DOUBLE_EQ(fidelity.computing[0].emulation.point(), 2000);
  EXPECT_DOUBLE_EQ(fidelity.computing[0].real.point(), 2500);
  EXPECT_DOUBLE_EQ(fidelity.computing[0].ratio.point(), 0.8);
  EXPECT_EQ(agreement(fidelity.computing[0].ratio), Agreement::apart);
  EXPECT_TRUE(fidelity.convoy.empty());
}

TEST(Fidelity, LaysTheModelBesideTheConvoy) {
  const auto fidelity =
      fidelity_of({results({{"convoy/gil/workers:1/size:1/grain:1/requests:20", 1, 40e-6},
                            {"convoy/cpython/workers:1/size:1/grain:1/requests:20", 1, 33e-6},
                            {"convoy/gil/workers:2/size:2/grain:1/requests:20", 1, 0.01},
                            {"convoy/cpython/workers:2/size:2/grain:1/requests:20", 1, 0.0101}})});
  ASSERT_EQ(fidelity.convoy.size(), 2u);
  EXPECT_EQ(fidelity.convoy[0].threads, 0);
  EXPECT_NEAR(*fidelity.convoy[0].model, 1 / 33e-6, 1e-6);
  EXPECT_EQ(fidelity.convoy[1].threads, 1);
  EXPECT_NEAR(*fidelity.convoy[1].model, 99.67, 0.01);  // the published measurement: 100
  EXPECT_EQ(agreement(fidelity.convoy[1].ratio), Agreement::within);
}

TEST(Fidelity, IsJudgedByTheWholeInterval) {
  const auto of = [](double value, const Interval& interval) { return agreement(Estimate(value, interval)); };
  EXPECT_EQ(of(0.99, Interval{0.62, 1.58, 0.95}), Agreement::not_resolved);
  EXPECT_EQ(of(0.99, Interval{0.95, 1.05, 0.95}), Agreement::within);
  EXPECT_EQ(of(0.80, Interval{0.78, 0.82, 0.95}), Agreement::apart);
  EXPECT_EQ(of(0.80, Interval{0.78, 0.90, 0.95}), Agreement::not_resolved);
  EXPECT_EQ(agreement(Estimate(1, NoInterval{"two repetitions"})), Agreement::not_resolved);
}

TEST(Fidelity, KeepsSwitchIntervalsApart) {
  const std::vector<Row> rows{{"convoy/gil/workers:2/size:2/grain:1", 1, 0.01},
                              {"convoy/cpython/workers:2/size:2/grain:1", 1, 0.01}};
  const auto fidelity = fidelity_of({results(rows, "100000"), results(rows, "100")});
  ASSERT_EQ(fidelity.convoy.size(), 2u);
  EXPECT_DOUBLE_EQ(fidelity.convoy[0].interval_seconds, 1e-4);
  EXPECT_DOUBLE_EQ(fidelity.convoy[1].interval_seconds, 0.1);
  EXPECT_FALSE(fidelity.convoy[0].model);  // nobody has measured a request alone
}

TEST(Fidelity, NeedsBothLocksAndAnInterval) {
  EXPECT_THROW(fidelity_of({results({{"spin/gil/workers:1/size:1/grain:1", 1, 0}})}), ResultsError);
  EXPECT_THROW(fidelity_of({results({{"spin/gil/workers:1/size:1/grain:1", 1, 0},
                                     {"spin/cpython/workers:1/size:1/grain:1", 1, 0}},
                                    "soon")}),
               ResultsError);
}

TEST(Fidelity, TableAndPageSayWhatIsApart) {
  const std::vector<Results> files{results({{"convoy/gil/workers:1/size:1/grain:1", 1, 30e-6},
                                            {"convoy/cpython/workers:1/size:1/grain:1", 1, 31e-6},
                                            {"convoy/gil/workers:2/size:2/grain:1", 1, 0.02},
                                            {"convoy/cpython/workers:2/size:2/grain:1", 1, 0.01}})};
  const auto fidelity = fidelity_of(files);
  EXPECT_THAT(table(fidelity), HasSubstr("apart"));
  EXPECT_THAT(table(fidelity), HasSubstr("within"));
  const std::string html = page(fidelity, files);
  EXPECT_THAT(html, HasSubstr("apart"));
  EXPECT_THAT(html, HasSubstr("<svg"));
  EXPECT_THAT(html, HasSubstr("&lt;today&gt;"));
  EXPECT_THAT(html, ::testing::Not(HasSubstr("<script")));
}

}  // namespace
}  // namespace parallax::reports::gil
