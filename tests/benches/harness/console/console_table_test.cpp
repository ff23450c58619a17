// SPDX-License-Identifier: MIT
//
// The table that people see: what it says, when it says it, and that it never is too wide.
#include "benches/harness/console/console_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "support/plain_text.hpp"

namespace parallax {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using OneRun = benchmark::BenchmarkReporter::Run;

const std::string of_case = "/size:4096/grain:64";

std::string cube(const std::string& runtime, int workers) {
  return "cube/" + runtime + "/workers:" + std::to_string(workers) + of_case;
}

OneRun run_of(const std::string& name, double seconds, std::int64_t repetitions = 1) {
  OneRun run;
  run.run_name.function_name = name;
  run.repetitions = repetitions;
  run.iterations = 10;
  run.real_accumulated_time = 10 * seconds;
  run.cpu_accumulated_time = 20 * seconds;
  run.counters["items_per_second"] = 4096 / seconds;
  run.counters["pss"] = 4.5e6;
  return run;
}

template <class R>
R failed_run(R run, const std::string& message) {
  if constexpr (requires { run.error_occurred; }) {
    run.error_occurred = true;
    run.error_message = message;
  } else {
    run.skipped = decltype(run.skipped)(2);  // with an error
    run.skip_message = message;
  }
  run.counters.clear();
  return run;
}

OneRun aggregate(OneRun run, const std::string& name) {
  run.run_type = OneRun::RT_Aggregate;
  run.aggregate_name = name;
  return run;
}

std::vector<ListedCell> listed(const std::vector<std::string>& names) {
  std::vector<ListedCell> cells;
  for (const std::string& name : names) cells.push_back({name});
  return cells;
}

class Table {
 public:
  explicit Table(const std::vector<std::string>& names, TableStyle style = {})
      : table_(listed(names), style) {
    table_.SetOutputStream(&text_);
  }
  explicit Table(const std::vector<ListedCell>& cells, TableStyle style = {}) : table_(cells, style) {
    table_.SetOutputStream(&text_);
  }

  Table& report(const std::vector<OneRun>& runs) {
    table_.ReportRuns(runs);
    return *this;
  }
  std::string text() const { return text_.str(); }
  std::string end() {
    table_.Finalize();
    return text();
  }

 private:
  std::ostringstream text_;
  ConsoleTable table_;
};

TEST(ConsoleTable, HasAGroupForEachKernelAndCaseAndARowForEachCell) {
  Table table({cube("serial", 1), cube("fork", 2), "control/" + cube("tbb", 2),
               "spin/serial/workers:1/size:16/grain:2/multiply_adds:64"});
  table.report({run_of(cube("serial", 1), 10.94e-6)});
  table.report({run_of(cube("fork", 2), 5.47e-6)});
  table.report({run_of("control/" + cube("tbb", 2), 1.5e-3)});
  OneRun without_cpu_time = run_of("spin/serial/workers:1/size:16/grain:2/multiply_adds:64", 1);
  without_cpu_time.cpu_accumulated_time = 0;
  table.report({without_cpu_time});
  EXPECT_EQ(table.end(),
            "cube  size 4096  grain 64\n"
            "  runtime        workers     time  speed-up  CPU time  items/s    memory\n"
            "  serial               1  10.9 µs     1.00×   21.9 µs    374 M   4.3 MiB\n"
            "  fork                 2  5.47 µs     2.00×   10.9 µs    749 M   4.3 MiB\n"
            "  tbb (by hand)        2  1.50 ms   0.0073×   3.00 ms   2.73 M   4.3 MiB\n"
            "\n"
            "spin  size 16  grain 2  multiply_adds 64\n"
            "  runtime  workers     time  speed-up  CPU time  items/s    memory\n"
            "  serial         1   1.00 s     1.00×         –   4.10 k   4.3 MiB\n");
}

TEST(ConsoleTable, ShowsARowAsSoonAsItIsMeasured) {
  Table table({cube("serial", 1), cube("fork", 1), cube("fork", 2)});
  EXPECT_THAT(table.report({run_of(cube("serial", 1), 1e-3)}).text(), HasSubstr("serial"));
  EXPECT_THAT(table.report({run_of(cube("fork", 1), 1e-3)}).text(), EndsWith("4.3 MiB\n"));
  EXPECT_THAT(table.text(), HasSubstr("fork           1"));
}

TEST(ConsoleTable, WaitsForWhatTheOthersAreComparedWith) {
  Table table({cube("fork", 2), cube("serial", 1)});
  EXPECT_EQ(table.report({run_of(cube("fork", 2), 1e-3)}).text(), "");
  EXPECT_THAT(table.report({run_of(cube("serial", 1), 2e-3)}).text(), HasSubstr("2.00×"));
}

TEST(ConsoleTable, SaysNothingOfASpeedUpWithoutSerial) {
  EXPECT_THAT(Table({cube("fork", 2)}).report({run_of(cube("fork", 2), 1e-3)}).end(),
              Not(HasSubstr("speed-up")));
  // One that failed is none.
  Table table({cube("serial", 1), cube("fork", 2)});
  table.report({failed_run(run_of(cube("serial", 1), 0), "crashed: early")})
      .report({run_of(cube("fork", 2), 1)});
  EXPECT_THAT(table.end(), Not(HasSubstr("×")));
}

TEST(ConsoleTable, InRandomOrderShowsAGroupOnceItIsComplete) {
  const std::string other = "empty/serial/workers:1/size:2/grain:1";
  Table table({cube("serial", 1), cube("fork", 2), other}, {.in_random_order = true});
  EXPECT_EQ(table.report({run_of(cube("fork", 2), 1e-3)}).text(), "");
  EXPECT_THAT(table.report({run_of(other, 1e-3)}).text(), StartsWith("empty"));
  EXPECT_THAT(table.report({run_of(cube("serial", 1), 2e-3)}).text(), HasSubstr("\ncube"));
}

TEST(ConsoleTable, AtTheEndShowsWhateverHasCome) {
  Table table({cube("serial", 1), cube("fork", 2), cube("fork", 4)}, {.in_random_order = true});
  table.report({run_of(cube("fork", 2), 1e-3)});
  EXPECT_THAT(table.end(),
              AllOf(HasSubstr("fork           2  1.00 ms"), HasSubstr("2 of 3 cells were not measured")));
}

TEST(ConsoleTable, MakesOneRowOfAllRepetitions) {
  const auto with = [](std::vector<double> seconds) {
    Table table({cube("fork", 2)});
    std::vector<OneRun> runs;
    for (const double one : seconds) runs.push_back(run_of(cube("fork", 2), one, seconds.size()));
    table.report(runs);
    // Google Benchmark's own statistics come afterwards and change nothing.
    table.report({aggregate(runs[0], "mean"), aggregate(runs[0], "median"), aggregate(runs[0], "cv")});
    return table.end();
  };
  EXPECT_EQ(with({3e-3, 1e-3, 2e-3}),
            "cube  size 4096  grain 64\n"
            "  runtime  workers     time          min–max  CPU time  items/s    memory\n"
            "  fork           2  2.00 ms     1.00–3.00 ms   4.00 ms   2.05 M   4.3 MiB\n");
  // Of eight, the second smallest and the second largest hold the median with 93 %, the whole range
  // with 99 %.
  EXPECT_THAT(with({1, 2, 3, 4, 5, 6, 7, 8}),
              AllOf(HasSubstr("95 % interval"), HasSubstr("4.50 s      1.00–8.00 s")));
  EXPECT_THAT(with({1, 2, 3, 4, 5, 6, 7, 8, 9}), HasSubstr("5.00 s      2.00–8.00 s"));
}

TEST(ConsoleTable, ShowsAggregatesWhereThereIsNothingElse) {
  Table table({cube("fork", 2)});
  OneRun variation = aggregate(run_of(cube("fork", 2), 0, 3), "cv");
  variation.real_accumulated_time = 0.031;
  table.report({aggregate(run_of(cube("fork", 2), 5, 3), "mean"),
                aggregate(run_of(cube("fork", 2), 2e-3, 3), "median"), variation});
  EXPECT_THAT(table.end(), AllOf(HasSubstr("workers     time       cv"), HasSubstr("2  2.00 ms    3.1 %")));
}

TEST(ConsoleTable, WrapsTheReasonOfAFailureUnderItsRow) {
  Table table({cube("serial", 1), cube("fork", 2), cube("fork", 4), cube("fork", 8)}, {.columns = 80});
  const std::string reason =
      "worker 1 (process 4711) was killed by signal 6 (Aborted) while running a kernel whose name is long";
  table.report({run_of(cube("serial", 1), 1)});
  table.report({failed_run(run_of(cube("fork", 2), 0), "crashed: " + reason)});
  table.report({failed_run(run_of(cube("fork", 4), 0), "crashed: " + reason)});
  table.report({failed_run(run_of(cube("fork", 8), 0), "not supported: no")});
  EXPECT_THAT(table.end(),
              HasSubstr("  fork           2  crashed\n"
                        "      worker 1 (process 4711) was killed by signal 6 (Aborted) while running a\n"
                        "      kernel whose name is long\n"
                        "  fork           4  crashed, as above\n"
                        "  fork           8  not supported\n"
                        "      no\n"));
}

TEST(ConsoleTable, SaysOfACellThatItIsIncomplete) {
  Table table({cube("fork", 2), cube("fork", 4)});
  const auto never = [](int workers) {
    return failed_run(run_of(cube("fork", workers), 0, 3), "interrupted: not measured");
  };
  table.report({run_of(cube("fork", 2), 1, 3), never(2), never(2)}).report({never(4), never(4), never(4)});
  EXPECT_THAT(table.end(),
              AllOf(HasSubstr("interrupted: 2 of 3 repetitions are missing"),
                    HasSubstr("1 of 2 cells were not measured"), Not(HasSubstr("fork           4"))));
}

TEST(ConsoleTable, ShowsARateThatBelongsToTheTime) {
  Table table({cube("fork", 2)});
  table.report({run_of(cube("fork", 2), 1, 2), run_of(cube("fork", 2), 3, 2)});
  EXPECT_THAT(table.end(), HasSubstr("2.05 k"));  // 4096 items in 2 s; the median of both rates is 2.73 k
}

TEST(ConsoleTable, ShowsWhatMattersForTheWork) {
  OneRun requests = run_of("http_get/fork/workers:2/size:64/grain:1", 1);
  requests.counters["requests_per_second"] = 64;
  requests.counters["latency_p99"] = 0.0052;
  EXPECT_THAT(
      Table({std::string("http_get/fork/workers:2/size:64/grain:1")}).report({requests}).end(),
      AllOf(HasSubstr("requests/s  p99 latency"), HasSubstr("64      5.20 ms"), Not(HasSubstr("items/s"))));
  const std::string probe = "round_trip/pipe/workers:2/size:4096/grain:1/bytes:8";
  EXPECT_THAT(Table(std::vector<ListedCell>{{probe, true}}).report({run_of(probe, 8.192e-3)}).end(),
              AllOf(HasSubstr("mechanism  workers  per item"), HasSubstr("2.00 µs  8.19 ms"),
                    Not(HasSubstr("items/s"))));
}

TEST(ConsoleTable, SaysEachLabelOnce) {
  Table table({cube("fibers", 1), cube("fibers", 2), cube("mpi", 2)});
  const auto labelled = [](const std::string& name, const std::string& label) {
    OneRun run = run_of(name, 1);
    run.report_label = label;
    return run;
  };
  table.report({labelled(cube("fibers", 1), "io_uring")}).report({labelled(cube("fibers", 2), "io_uring")});
  table.report({labelled(cube("mpi", 2), "io_uring")});
  EXPECT_THAT(table.end(), EndsWith("4.3 MiB\n  fibers, mpi: io_uring\n"));
}

TEST(ConsoleTable, ShowsAllCountersWithTheirUnitsIfAsked) {
  OneRun run = run_of(cube("gil", 2), 1);
  run.counters["switches"] = 741e-6;
  run.counters["gil_wait_p99"] = 0.0052;
  run.counters["stop"] = 428e-6;
  Table table({cube("fork", 2), cube("gil", 2)}, {.all_counters = true});
  table.report({run_of(cube("fork", 2), 1)}).report({run});
  EXPECT_THAT(table.end(), EndsWith("\n"
                                    "                    gil_wait_\n"
                                    "                          p99    stop  switches\n"
                                    "  gil            2    5.20 ms  428 µs   7.4e-04\n"));
}

TEST(ConsoleTable, IsNeverWiderThanTheTerminal) {
  std::vector<std::string> names{cube("serial", 1)};
  for (const char* runtime : {"mpi-static-resident", "floor-futex-processes"}) {
    for (const int workers : {1, 10'000}) names.push_back(cube(runtime, workers));
  }
  for (std::size_t columns = 80; columns <= 160; ++columns) {
    Table table(names, {.columns = columns, .all_counters = true});
    for (const std::string& name : names) {
      std::vector<OneRun> runs;
      for (const double seconds : {9.99e-7, 1e-6, 2e-6, 5e-4, 0.5, 0.999e-3, 1e3}) {
        OneRun run = run_of(name, seconds, 7);
        run.report_label = "Open MPI 4.1.4, 10000 ranks on 1000 hosts that have very long names of their own";
        for (const char* counter :
             {"requests_per_second", "latency_p99", "latency_mean", "cpu_per_gb", "start", "stop",
              "worker_page_tables", "worker_unshared", "gil_forced_drops", "bytes_moved"})
          run.counters[counter] = 1e9 * seconds;
        runs.push_back(run);
      }
      table.report(runs);
    }
    const std::string all = table.end();
    std::istringstream lines(all);
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
      EXPECT_LE(text::width(line), columns) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
    EXPECT_GT(count, names.size());
    EXPECT_THAT(all, Not(HasSubstr("…")));
  }
}

TEST(ConsoleTable, IsReadableInANarrowTerminal) {
  const auto text = Table({cube("fork", 2)}, {.columns = 40}).report({run_of(cube("fork", 2), 1)}).end();
  EXPECT_THAT(text, HasSubstr("fork           2   1.00 s"));
}

TEST(ConsoleTable, ShowsRowsThatNobodyAnnounced) {
  Table table(std::vector<std::string>{});
  EXPECT_THAT(table.report({run_of("something", 1)}).end(), HasSubstr("something"));
}

TEST(ConsoleTable, SaysWhichCellAQuotaHeldBack) {
  auto held = run_of(cube("fork", 2), 1e-3);
  held.counters["throttled_seconds"] = 0.25;
  Table table({cube("fork", 2)});
  table.report({held});
  EXPECT_THAT(table.text(), HasSubstr("throttled: a CPU quota held it back for 250 ms"));
}

}  // namespace
}  // namespace parallax
