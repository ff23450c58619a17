// SPDX-License-Identifier: MIT
//
// The conductor against a scripted host, and what Google Benchmark makes of its outcomes.
#include "benches/harness/conductor/conductor.hpp"
#include "benches/harness/conductor/launch_record.hpp"

#include <benchmark/benchmark.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "benches/harness/conductor/host_process.hpp"
#include "benches/harness/registration.hpp"
#include "benches/harness/reporter.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using ::testing::HasSubstr;

// What a scripted host is to do, in the place of a kernel's name.
class Script final : public Subject {
 public:
  explicit Script(std::string name) : name_(std::move(name)) {}
  std::string_view kernel() const override { return name_; }
  std::string_view runtime() const override { return "any"; }
  std::optional<Case> reference(const Case& parameters) const override { return parameters; }
  Measurement measure(const Order&, const ConductorLink&) const override { return {}; }  // the host does

 private:
  std::string name_;
};

class Conducting : public ::testing::Test {
 protected:
  Conducting() { HostProcess::adopt_orphans(); }

  static Cell cell(const std::string& script) {
    return {std::make_shared<Script>(script), 2, {.size = 10, .grain = 2}};
  }
  Conductor conductor(std::chrono::milliseconds timeout = std::chrono::seconds(60)) {
    return Conductor({.host_command = {SCRIPTED_HOST}, .timeout = timeout, .settings = {}, .corpus = {}},
                     interruption_);
  }

  Interruption interruption_;
};

TEST_F(Conducting, ReportsWhatTheHostMeasured) {
  auto conducting = conductor();
  const Outcome outcome = conducting.run(cell("answers"), 4);
  ASSERT_EQ(outcome.status, Status::value) << outcome.reason;
  EXPECT_EQ(outcome.measurement.seconds, 1.0);
  EXPECT_EQ(outcome.measurement.cpu_seconds, 3.0);
  EXPECT_EQ(outcome.measurement.pss_bytes, 4096);
}

TEST_F(Conducting, PassesOnWhatTheHostSays) {
  auto conducting = conductor();
  EXPECT_EQ(conducting.run(cell("wrong"), 1).text(), "wrong: six is not seven");
  EXPECT_EQ(conducting.run(cell("fails"), 1).text(), "crashed: no room");
  EXPECT_EQ(conducting.run(cell("unsupporting"), 1).text(), "not supported: no maps");
}

TEST_F(Conducting, SaysHowAndWhereAHostDied) {
  auto conducting = conductor();
  EXPECT_EQ(conducting.run(cell("dies"), 1).text(),
            "crashed: the host was killed by signal 9 (Killed) while timing");
  EXPECT_EQ(conducting.run(cell("ends"), 1).text(), "crashed: the host exited with status 3 while timing");
}

TEST_F(Conducting, RefusesGarbage) {
  auto conducting = conductor();
  EXPECT_THAT(conducting.run(cell("garbage"), 1).text(),
              HasSubstr("crashed: no host could be run: a message of"));
}

// On a busy machine a short limit may also end what was to work, such as the serial answer, which is then not made again.
TEST_F(Conducting, EndsAHostThatIsSilentOrStaysAfterItsAnswer) {
  for (const auto& [script, wanted] :
       {std::pair{"silent", "timed out: no answer within 0.2 s, last heard of while timing"},
        std::pair{"answers_and_stays", "timed out: the host did not end within 0.2 s after its answer"}}) {
    std::string said;
    EXPECT_TRUE(testing::eventually([&, script = script, wanted = wanted] {
      return (said = conductor(std::chrono::milliseconds(200)).run(cell(script), 1).text()) == wanted;
    })) << said;
  }
}

TEST_F(Conducting, TakesNoValueFromAHostThatLeavesProcessesBehind) {
  auto conducting = conductor();
  EXPECT_EQ(conducting.run(cell("leaves_a_child"), 1).text(), "crashed: the host left 1 processes behind");
}

TEST_F(Conducting, SaysThatAProgramIsMissing) {
  Conductor conducting({.host_command = {"/nonexistent/program"}, .settings = {}, .corpus = {}},
                       interruption_);
  EXPECT_THAT(conducting.run(cell("answers"), 1).text(), HasSubstr("posix_spawn: No such file"));
}

TEST_F(Conducting, LeavesNothingBehindWhateverTheHostDoes) {
  auto conducting = conductor(std::chrono::milliseconds(100));
  const auto all = {"answers",           "wrong",         "dies", "ends", "garbage", "silent",
                    "answers_and_stays", "leaves_a_child"};
  for (const char* script : all)
    conducting.run(cell(script), 1);  // their serial answers are kept from now on
  const auto before = testing::leftovers();
  for (const char* script : all) conducting.run(cell(script), 1);
  EXPECT_PRED2(testing::not_more, testing::settled_leftovers(before), before);
}

TEST_F(Conducting, MeasuresNothingMoreOnceInterrupted) {
  auto conducting = conductor();
  raise(SIGINT);
  EXPECT_EQ(conducting.run(cell("answers"), 1).text(), "interrupted: not measured");
  EXPECT_EQ(conducting.interrupted(), SIGINT);
}

// Keeps the rows that would be printed.
class Rows final : public benchmark::BenchmarkReporter {
 public:
  explicit Rows(std::vector<Run>& rows) : rows_(rows) {}
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    rows_.insert(rows_.end(), runs.begin(), runs.end());
  }

 private:
  std::vector<Run>& rows_;
};

TEST_F(Conducting, BecomesRowsOfGoogleBenchmark) {
  auto conducting = conductor();
  const std::vector<Cell> cells{cell("answers"), cell("dies"), cell("answers_briefly")};
  Progress progress(3, 2, false);
  Failures failures;
  RecordedRuns runs(conducting, nullptr, {});
  register_cells(cells, 0, runs, progress, failures);
  std::vector<std::string> words{"test", "--benchmark_repetitions=2", "--benchmark_min_time=0.5"};
  std::vector<char*> arguments{words[0].data(), words[1].data(), words[2].data(), nullptr};
  int count = 3;
  benchmark::Initialize(&count, arguments.data());
  std::vector<benchmark::BenchmarkReporter::Run> rows;
  Reporter reporter(std::make_unique<Rows>(rows), "", Reporter::Rows::all);
  benchmark::RunSpecifiedBenchmarks(&reporter);

  ASSERT_EQ(rows.size(), 14u);     // two repetitions, mean, median, stddev and cv; two failures; as the first
  for (const int i : {0, 1, 3}) {  // the median too
    EXPECT_EQ(rows[i].run_name.str(), "answers/any/workers:2/size:10/grain:2");
    EXPECT_DOUBLE_EQ(rows[i].GetAdjustedRealTime(), 0.25e9);
    EXPECT_DOUBLE_EQ(rows[i].GetAdjustedCPUTime(), 0.75e9);
    EXPECT_DOUBLE_EQ(rows[i].counters.at("switches"), 2);
    EXPECT_DOUBLE_EQ(rows[i].counters.at("items_per_second"), 40);
    EXPECT_EQ(rows[i].counters.count(cpu_counter), 0u);
  }
  EXPECT_EQ(rows[5].cpu_accumulated_time, 0);  // the coefficient of variation of equal times
  for (std::size_t i = 8; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].cpu_accumulated_time, 0) << "not known, and the conductor's is another one";
    EXPECT_EQ(rows[i].counters.count("cpu_per_gb"), 0u);
  }
  EXPECT_EQ(failures.failed, std::set<std::string>{"dies/any/workers:2/size:10/grain:2"});
  EXPECT_EQ(progress.cells_done(), 3u);
}

// A machine may have room for two ranks and none for eight.
TEST(LaunchRecord, GivesUpOnlyWhatHasFailedWithNoMoreWorkers) {
  const Outcome failure{Status::crashed, "exited with status 1", {}};
  LaunchRecord record;
  record.add(8, false, failure);
  EXPECT_FALSE(record.hopeless(8));
  record.add(8, false, failure);
  ASSERT_TRUE(record.hopeless(8));
  EXPECT_THAT(record.hopeless(16)->reason, HasSubstr("exited with status 1; not launched again"));
  EXPECT_FALSE(record.hopeless(2));
  record.add(2, true, failure);
  EXPECT_FALSE(record.hopeless(8)) << "the launcher works";
}

}  // namespace
}  // namespace parallax
