// SPDX-License-Identifier: MIT
//
// `bench` as a process: what its users type and what they get.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <thread>

#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Program::Result bench(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), BENCH_PROGRAM);
  return run(arguments);
}

// Rows of a run by name; the status of each: "value" or the word before the colon of its message.
std::map<std::string, std::string> statuses(const std::string& json) {
  std::map<std::string, std::string> result;
  const auto document = nlohmann::json::parse(json);
  for (const auto& row : document["benchmarks"]) {
    const std::string message = row.value("error_message", "value:");
    result[row["name"]] = message.substr(0, message.find(':'));
  }
  return result;
}

// A smoke run in two halves, which can be run side by side: what matches, and what does not.
void expect_only_values(const std::string& filter) {
  // Every cell is processes; two workers show what there is to see.
  const auto result = bench(
      {"--smoke", "--workers=2", "--timeout=20m", "--benchmark_format=json", "--benchmark_filter=" + filter});
  EXPECT_EQ(result.status, 0) << result.err;
  for (const auto& [name, status] : statuses(result.out)) EXPECT_EQ(status, "value") << name;
}

// Ranks take long to launch and have tests of their own. A sanitizer sees all code of a kernel under three runtimes, and
// all code of a runtime with the shortest kernels of each shape; probes have tests of their own. The rest would be the
// same again, for minutes. ThreadSanitizer finds nothing in processes of one thread.
const std::string processes = "fork|fork-spawn|forkserver|fork-pipe|fork-queue|process-per-task|fork-steal";
const std::string one_half = thread_sanitizer ? "serial|threads"
                             : sanitized      ? "serial|threads|fork"
                                              : "serial|threads|gil|gil-ticks|cpython|process-per-task";
const std::string probes =
    "^(acquire|death|element|increment|recovery|round_trip|signal|start_pool|start_stop|throughput|view|wake_"
    "up)/";
const std::string long_ones =
    "^(wordcount|mandelbrot|primes|fibonacci|triad|crawl|convoy|pipeline|file_read|file_write|http_get|"
    "matmul_tree|mergesort|nqueens|skynet|uts|cholesky|wavefront)/";
const std::string not_again = sanitized ? "|" + long_ones + "|" + probes : std::string();

TEST(Bench, MeasuresEveryCellOfASmokeRun) { expect_only_values("^[^/]*/(" + one_half + ")/"); }
TEST(Bench, MeasuresEveryOtherCellOfASmokeRun) {
  expect_only_values("-^(control/)?[^/]*/(mpi.*|" + one_half + (thread_sanitizer ? "|" + processes : "") +
                     ")/" + not_again);
}

TEST(Bench, RowsSayWhatPeopleNeed) {
  const auto result = bench({"--benchmark_filter=^cube/fork/workers:2/size:4096/", "--workers=2",
                             "--benchmark_format=json", "--benchmark_repetitions=2", "--iterations=3"});
  ASSERT_EQ(result.status, 0) << result.err;
  const auto rows = nlohmann::json::parse(result.out)["benchmarks"];
  ASSERT_EQ(rows.size(), 6u);  // mean, median, standard deviation and coefficient of variation too
  EXPECT_EQ(rows[0]["name"], "cube/fork/workers:2/size:4096/grain:64");
  EXPECT_EQ(rows[0]["iterations"], 3);
  for (const char* key : {"real_time", "cpu_time", "items_per_second", "pss", "start", "stop"})
    EXPECT_GT(rows[0][key], 0) << key;
  EXPECT_TRUE(rows[0].contains("switches"));
}

// A process beside all that are measured, for each processor, which computes until it is ended.
class Busy {
 public:
  Busy() {
    for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i) {
      children_.push_back(fork());
      if (children_.back() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;) asm volatile("");
      }
    }
  }
  ~Busy() {
    for (const pid_t child : children_) {
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
    }
  }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  std::vector<pid_t> children_;
};

TEST(Bench, SaysHowMuchOthersUsedMeanwhile) {
  std::string result;
  {
    const Busy others;
    const auto measured =
        bench({"--benchmark_filter=^sleep/serial/.*/size:64/", "--benchmark_format=json", "--iterations=2"});
    ASSERT_EQ(measured.status, 0) << measured.err;
    result = measured.out;
  }
  const auto document = nlohmann::json::parse(result);
  EXPECT_THAT(std::string(document["context"]["kernels_io"]), HasSubstr("sleep"));
  const auto& row = document["benchmarks"][0];
  if (!row.contains("foreign_load")) GTEST_SKIP() << "/proc/stat does not tell of all processors";
  EXPECT_GT(row["foreign_load"], 0.3);  // sleeping leaves them everything
  EXPECT_LE(row["foreign_load"], 1.0);
}

nlohmann::json lopsided(const std::string& runtimes, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {BROKEN_PROGRAM, "--benchmark_filter=^lopsided/(" + runtimes + ")/",
                             "--workers=2", "--iterations=1", "--benchmark_format=json"});
  const auto result = run(more);
  EXPECT_EQ(result.status, 0) << result.err;
  return nlohmann::json::parse(result.out)["benchmarks"];
}

// The kernel's items sleep, so however busy the machine is, they take as long. The last one takes half of the time: two
// workers have three and one quarters of it. Others may take processors from them meanwhile, but not always the most.
TEST(Bench, SaysWhereTheTimeWent) {
  std::set<std::string> uneven;
  for (int attempt = 0; attempt < 10 && uneven.size() < 2; ++attempt) {
    for (const auto& row : lopsided("threads|fork")) {
      if (!row.contains("part_balance")) GTEST_SKIP() << "the kernel does not tell what threads do";
      const double balance = row["part_balance"], hand_out = row["part_hand_out"],
                   processors = row["part_processors"], computing = row["computing_seconds"];
      EXPECT_GE(computing, 0.032) << row;
      const double lost = double(row["getting_work_seconds"]) + double(row["waiting_for_others_seconds"]) +
                          double(row["runnable_seconds"]);
      EXPECT_NEAR(computing / (computing + lost), balance * hand_out * processors, 1e-6) << row;
      if (balance < 0.9 && balance < hand_out && balance < processors)
        uneven.insert(std::string(row["name"]));
    }
  }
  EXPECT_EQ(uneven.size(), 2u);
  EXPECT_FALSE(lopsided("threads", {"--accounts=no"})[0].contains("part_balance"));
}

// Of threads, processes and ranks, of maps, trees and graphs: a row for each worker, and in it no two pieces across.
TEST(Bench, WritesATimeline) {
  const Folder folder;
  const std::string file = folder / "trace.json";
  const auto result = bench({"--smoke", "--trace=" + file, "--workers=2", "--runtimes=steal,fork,async",
                             "--benchmark_filter=^(cube|fib|wavefront)/"});
  ASSERT_EQ(result.status, 0) << result.err;
  const auto json = nlohmann::json::parse(content_of(file));
  std::map<int, std::string> cells;
  std::map<std::pair<int, int>, double> ends;  // of rows, without what lies within a piece
  std::set<std::string> names;
  for (const auto& event : json["traceEvents"]) {
    if (event["name"] == "process_name") cells[event["pid"]] = event["args"]["name"];
    if (event["ph"] != "X") continue;
    names.insert(event["name"].get<std::string>());
    double& end = ends[{event["pid"], event["tid"]}];
    const double begin = event["ts"];
    if (event["args"].contains("place")) {
      EXPECT_LE(begin + event["dur"].get<double>(), end + 1e-6);
      continue;
    }
    EXPECT_GE(begin, end - 1e-6);
    end = begin + event["dur"].get<double>();
  }
  EXPECT_THAT(names, ::testing::IsSupersetOf({"region 1", "chunk", "node", "getting work"}));
  std::map<std::string, int> rows;
  for (const auto& [row, end] : ends) ++rows[cells[row.first].substr(0, cells[row.first].find("/workers"))];
  EXPECT_THAT(rows, ::testing::IsSupersetOf({std::pair<const std::string, int>("cube/steal", 3),
                                             std::pair<const std::string, int>("cube/fork", 3),
                                             std::pair<const std::string, int>("fib/async", 3)}));
  EXPECT_THAT(result.err, Not(HasSubstr("have no timeline")));
}

TEST(Bench, LeavesAnEarlierTimelineUntilTheNewOneIsWhole) {
  const Folder folder;
  EXPECT_EQ(bench({"--smoke", "--trace=" + std::string(folder / "none/trace.json"), "cube"}).status, 2);
  EXPECT_EQ(bench({"--smoke", "--trace=" + std::string(folder / "."), "cube"}).status, 2);
  const auto none = bench({"--accounts=no", "--trace=" + std::string(folder / "t.json"), "cube"});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.err, HasSubstr("--accounts=no keeps none"));
  EXPECT_FALSE(std::filesystem::exists(folder / "t.json"));
  const auto of_a_probe = bench(
      {"--smoke", "--trace=" + std::string(folder / "t.json"), "--benchmark_filter=^acquire/mutex-threads/"});
  EXPECT_THAT(of_a_probe.err, HasSubstr("no timeline"));
  EXPECT_TRUE(nlohmann::json::parse(content_of(folder / "t.json"))["traceEvents"].empty());
}

// A cgroup of this test's own, which is gone with it; where one may be made.
class SmallQuota {
 public:
  SmallQuota() {
    for (const auto& [folder, limit, text] : {std::tuple{"/sys/fs/cgroup/cpu", "cpu.cfs_quota_us", "10000"},
                                              std::tuple{"/sys/fs/cgroup", "cpu.max", "10000 100000"}}) {
      const std::filesystem::path group =
          std::filesystem::path(folder) / fmt::format("parallax-test-{}", getpid());
      std::error_code refused;
      if (!std::filesystem::create_directory(group, refused)) continue;
      group_ = group;
      if (std::ofstream(group / limit) << text << std::flush) return;
      leave();
    }
  }
  ~SmallQuota() { leave(); }
  SmallQuota(const SmallQuota&) = delete;
  SmallQuota& operator=(const SmallQuota&) = delete;

  explicit operator bool() const { return !group_.empty(); }
  std::string procs() const { return group_ / "cgroup.procs"; }

 private:
  void leave() {
    std::error_code ignored;
    if (!group_.empty()) std::filesystem::remove(group_, ignored);
    group_.clear();
  }

  std::filesystem::path group_;
};

TEST(Bench, SaysWhichCellAQuotaHeldBack) {
  const SmallQuota quota;
  if (!quota) GTEST_SKIP() << "no cgroup with a CPU quota can be made here";
  const auto result =
      run({"/bin/sh", "-c", "echo $$ > " + quota.procs() + " && exec \"$@\"", "sh", BENCH_PROGRAM,
           "--runtimes=serial", "--benchmark_filter=^primes/", "--iterations=1", "--accounts=no"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("throttled: a CPU quota held it back for"));
}

// Every runtime of this build but for ranks, which have tests of their own.
TEST(Bench, WorkersStayWhereTheyShould) {
  if (sysconf(_SC_NPROCESSORS_ONLN) < 2) GTEST_SKIP() << "one processor only";
  const auto placed = [&](const std::string& pin, const std::string& filter) {
    return run({BROKEN_PROGRAM, "--pin=" + pin, "--workers=2", "--iterations=2", "--accounts=no",
                "--benchmark_format=json", "--benchmark_filter=" + filter});
  };
  // The workers of `fibers` share a thread, and those of `tbb` may be other threads in the next region.
  const auto result = placed("threads",
                             "^placed/"
                             "(serial|threads|async|thread-per-task|steal|gil|gil-ticks|cpython|fork|fork-.*|"
                             "forkserver|process-per-task|openmp|openmp-static)/.*any:0");
  EXPECT_EQ(result.status, 0) << result.err;
  std::size_t cells = 0;
  for (const auto& [name, status] : statuses(result.out)) {
    EXPECT_EQ(status, "value") << name;
    ++cells;
  }
  EXPECT_GE(cells, 12u);
  const auto any = placed("threads", "^placed/(fibers|tbb)/.*any:1");
  EXPECT_EQ(any.status, 0) << any.err;
  const auto document = nlohmann::json::parse(any.out);
  EXPECT_EQ(document["context"]["pin"], "threads");
  for (const auto& row : document["benchmarks"])
    EXPECT_THAT(row.value("label", ""), HasSubstr("pinned to threads"));
  const auto unpinned = placed("none", "^placed/threads/workers:2/.*any:0");
  EXPECT_EQ(unpinned.status, 1) << "a test that cannot fail";
}

TEST(Bench, ContextMakesANumberReproducible) {
  const auto result = bench({"--smoke", "--benchmark_filter=^empty/serial", "--benchmark_format=json"});
  const auto context = nlohmann::json::parse(result.out)["context"];
  for (const char* key :
       {"schema", "commit", "dirty", "compiler", "compiler_flags", "kernel_flags", "march_native",
        "cpu_model", "topology", "smt", "governor", "usable_cpus", "cgroup_quota", "virtual_machine",
        "os_kernel", "time_source", "timer_slack_ns", "arguments", "library_google_benchmark"})
    EXPECT_TRUE(context.contains(key)) << key;
  EXPECT_EQ(context["arguments"], "--smoke '--benchmark_filter=^empty/serial' --benchmark_format=json");
}

TEST(Bench, InterleavesRepetitionsAtRandom) {
  const auto result =
      bench({"--smoke", "--benchmark_filter=^empty/(serial|threads)", "--benchmark_repetitions=3",
             "--benchmark_enable_random_interleaving=true", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(statuses(result.out),
              Contains(::testing::Pair("empty/serial/workers:1/size:2/grain:1", "value")));
}

TEST(Bench, WritesAFileBesideTheConsole) {
  const Folder folder;
  const std::string file = folder / "results.json";
  const auto result = bench({"--smoke", "--benchmark_filter=^cube", "--benchmark_out=" + file});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(StartsWith("cube  size 4096  grain 64\n"), HasSubstr("  serial ")));
  EXPECT_THAT(result.err, HasSubstr("Every row is a fresh process"));
  EXPECT_THAT(result.err, ::testing::Not(HasSubstr("DEBUG")));
  EXPECT_FALSE(statuses(content_of(file)).empty());
}

// The widths are those of the table's own test; here is what a reader of the file does not ask for.
TEST(Bench, ShowsOneRowForAllRepetitions) {
  const std::vector<std::string> three{"--benchmark_filter=^cube/(serial|threads)/workers:1/size:4096/",
                                       "--benchmark_repetitions=3", "--iterations=2"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), three.begin(), three.end());
    return bench(more).out;
  };
  for (const auto& more :
       std::vector<std::vector<std::string>>{{},
                                             {"--benchmark_display_aggregates_only=true"},
                                             {"--benchmark_enable_random_interleaving=true"}}) {
    const std::string out = with(more);
    EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 4) << out;  // heading, titles and two rows
    EXPECT_THAT(out, AllOf(HasSubstr("min–max"), HasSubstr("1.00×"))) << out;
  }
  EXPECT_THAT(with({"--counters=all"}), AllOf(HasSubstr("switches"), HasSubstr("start")));
  // Google Benchmark's own console stays what it is.
  EXPECT_THAT(with({"--benchmark_format=console"}),
              AllOf(HasSubstr("cube/serial/workers:1/size:4096/grain:64_median"), HasSubstr("UserCounters")));
}

TEST(Bench, NoticesAFullDisk) {
  const auto result = bench({"--smoke", "--benchmark_filter=^empty", "--benchmark_out=/dev/full"});
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err, HasSubstr("/dev/full could not be written"));
}

void expect_narrow(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST(Bench, ListsWithoutMeasuring) {
  const auto names = bench({"--benchmark_list_tests=true", "--benchmark_filter=^cube/serial"});
  EXPECT_EQ(names.status, 0);
  EXPECT_THAT(names.out, StartsWith("cube/serial/workers:1/size:4096/grain:64\n"));
  EXPECT_THAT(bench({"--list-runtimes"}).out,
              AllOf(HasSubstr("fork"), HasSubstr("gil"), HasSubstr("openmp")));
  EXPECT_THAT(bench({"--list-kernels"}).out,
              AllOf(HasSubstr("\nwordcount  "), HasSubstr("  size:128 grain:1\n"),
                    HasSubstr("  size:1048576 grain:4096,1\n")));
  EXPECT_THAT(bench({"--list-probes"}).out,
              AllOf(HasSubstr("\nround_trip  "), HasSubstr("  socketpair              a pair of")));
  for (const char* list : {"--list-runtimes", "--list-kernels", "--list-probes"})
    expect_narrow(bench({list}).out);
}

TEST(Bench, HelpBeginsWithExamplesAndTheFlagsThatMatter) {
  for (const char* flag : {"--help", "-h"}) {
    const auto help = bench({flag});
    EXPECT_EQ(help.status, 0);
    expect_narrow(help.out);
    EXPECT_THAT(help.out,
                AllOf(HasSubstr("--gil_switch_interval=5ms"), HasSubstr("--benchmark_filter=REGEX")));
    const auto place = [&](const char* text) { return help.out.find(text); };
    EXPECT_LT(place("./bench cube"), place("--workers=1,2,4"));
    EXPECT_LT(place("--workers=1,2,4"), place("--benchmark_repetitions=6"));
    EXPECT_LT(place("--benchmark_repetitions=6"), place("--mpi_launcher="));
    EXPECT_NE(place("--mpi_launcher="), std::string::npos);
  }
}

TEST(Bench, DoesWhatPeopleTypeWhoHaveNotReadTheHelp) {
  const auto cells = [](std::vector<std::string> words) {
    words.insert(words.end(), {"--runtimes=serial,fork", "--workers=1", "--benchmark_list_tests=true"});
    const auto result = bench(words);
    EXPECT_EQ(result.status, 0) << result.err;
    return result.out;
  };
  const std::string cube = cells({"--benchmark_filter=^cube/"});
  EXPECT_THAT(cube, StartsWith("cube/serial/workers:1/"));
  EXPECT_EQ(cells({"cube"}), cube);
  EXPECT_EQ(cells({"--filter=^cube/"}), cube);
  EXPECT_EQ(cells({"--benchmark-filter=^cube/"}), cube);
  EXPECT_EQ(cells({"--workers", "1", "cube"}), cube);  // a flag takes one word
  EXPECT_EQ(cells({"cube", "fork"}), cells({"--benchmark_filter=^cube/fork/"}));
}

TEST(Bench, SaysWhatToTypeInstead) {
  for (const auto& [words, meant] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"cubes"}, "did you mean cube?"},
           {{"--threads=4"}, "did you mean --workers=4?"},
           {{"cube", "--runtime=fork"}, "did you mean --runtimes=fork?"},
           {{"--repetitions=6"}, "did you mean --benchmark_repetitions=6?"},
           {{"--benchmark_repetition=6"}, "did you mean --benchmark_repetitions=6?"},
           {{"--benchmark_filter", "cube"}, "--benchmark_filter=cube"}}) {
    const auto result = bench(words);
    EXPECT_EQ(result.status, 2) << words.front();
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, AllOf(StartsWith("bench: "), HasSubstr(meant)));
  }
}

TEST(Bench, LeavesOutWhatMustRunIntoItsTimeLimit) {
  const std::vector<std::string> flags{"sleep",        "--runtimes=serial,threads",
                                       "--sizes=100",  "--parameter=microseconds:100000",
                                       "--timeout=2s", "--iterations=1"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), flags.begin(), flags.end());
    return bench(more);
  };
  const auto some = with({"--workers=1,50,100"});
  EXPECT_EQ(some.status, 0) << some.err;
  EXPECT_THAT(some.err,
              HasSubstr("bench: left out: 2 cells wait for longer than --timeout=2s allows, e.g. sleep/"));
  EXPECT_THAT(some.out, AllOf(HasSubstr("threads       50"), HasSubstr("threads      100")));
  const auto none = with({"--workers=1"});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.err, HasSubstr("; --timeout=45s measures them"));
}

TEST(Bench, RefusesTheImpossibleBeforeItMeasures) {
  const std::vector<std::string> impossible{"--nonsense",
                                            "nonsense",
                                            "--benchmark_nonsense=1",
                                            "--benchmark_filter=nonsense",
                                            "--benchmark_filter=(",
                                            "--benchmark_repetitions=0",
                                            "--benchmark_repetitions=x",
                                            "--benchmark_out_format=xml",
                                            "--benchmark_format=xml",
                                            "--benchmark_min_time=-1",
                                            "--benchmark_out=/nonexistent/folder/file.json",
                                            "--runtimes=magic",
                                            "--workers=0",
                                            "--workers=100001",
                                            "--workers=two",
                                            "--sizes=0",
                                            "--grains=0",
                                            "--parameter=nonsense:1",
                                            "--parameter=multiply_adds",
                                            "--parameter=multiply_adds:1,x",
                                            "--iterations=0",
                                            "--timeout=0",
                                            "--timeout=soon",
                                            "--timeout=5",
                                            "--workers=",
                                            "--benchmark_time_unit=y",
                                            "--benchmark_list_tests=maybe",
                                            "--benchmark_color=loud",
                                            "--benchmark_min_time=inf",
                                            "--benchmark_min_warmup_time=nan",
                                            "--gil_switch_interval=-5ms",
                                            "--gil_check_interval=0",
                                            "--fiber_threads=0",
                                            "--corpus=/nonexistent",
                                            "--corpus=/dev/zero",
                                            "--corpus=/proc/self/maps",
                                            "--origin=http://127.0.0.1:70000/",
                                            "--origin=http://127.0.0.1:0/",
                                            "--origin=http://127.0.0.1:/",
                                            "--parameter=cpu_percent:1",
                                            "--benchmark_filter=(.{0,255}){0,255}q",
                                            "--benchmark_filter=((a{99}){99}){99}|^empty/serial"};
  for (const std::string& flag : impossible) {
    const auto result = bench({"--smoke", "--benchmark_filter=^empty/serial", flag});
    EXPECT_EQ(result.status, 2) << flag << "\n" << result.err;
    EXPECT_EQ(result.out, "") << flag;
    EXPECT_THAT(result.err, StartsWith("bench: ")) << flag;
  }
}

// Every kernel and probe says what it takes; without that, some of these waits "took" microseconds.
TEST(Bench, RefusesValuesThatAKernelDoesNotTake) {
  for (const auto& [kernel, value, why] : std::vector<std::array<const char*, 3>>{
           {"sleep", "microseconds:9223372036854776", "sleep takes 0 to 86400000000"},
           {"sleep", "microseconds:18446744073709551615", "sleep takes 0 to 86400000000"},
           {"crawl", "cpu_percent:101", "crawl takes 0 to 100"},
           {"file_write", "fsync:2", "file_write takes 0 to 1"},
           {"file_write", "bytes:0", "file_write takes 1 to 1073741824"},
           {"http_get", "keep_alive:2", "http_get takes 0 to 1"},
           {"matmul_tree", "leaf:0", "matmul_tree takes 1 to 1048576"},
           {"throughput", "producers:65", "throughput takes 1 to 64"},
           {"start_stop", "huge:2", "start_stop takes 0 to 1"}}) {
    const auto result = bench({kernel, std::string("--parameter=") + value, "--smoke"});
    EXPECT_EQ(result.status, 2) << value;
    EXPECT_THAT(result.err, HasSubstr(std::string("--parameter=") + value + ": " + why));
  }
  const auto narrow = bench({"graph", "--sizes=1", "--parameter=pattern:stencil_1d_periodic"});
  EXPECT_EQ(narrow.status, 2);
  EXPECT_THAT(narrow.err,
              HasSubstr("graph: stencil_1d_periodic of radix 3 needs a width of at least 3, not 1"));
  const auto another = bench({"--benchmark_filter=^empty/serial/", "--sizes=1", "--iterations=1"});
  EXPECT_EQ(another.status, 0);
  EXPECT_EQ(another.err.find("bench: left out"), std::string::npos) << another.err;
  const auto some = bench({"sleep", "--runtimes=serial", "--sizes=1",
                           "--parameter=microseconds:1,86400000001", "--iterations=1"});
  EXPECT_EQ(some.status, 0) << some.err;
  EXPECT_THAT(some.err, HasSubstr("left out: --parameter=microseconds:86400000001: sleep takes"));
  const auto longest =
      bench({"sleep", "--sizes=1099511627776", "--parameter=microseconds:86400000000", "--workers=1"});
  EXPECT_EQ(longest.status, 2);
  EXPECT_THAT(longest.err, HasSubstr("wait for longer than"));
}

TEST(Bench, SaysWhatItNeedsWhereLimitsAreTooTight) {
  if (sanitized) GTEST_SKIP() << "a sanitizer needs more than that";
  for (const auto& [limit, why] :
       {std::pair{"-n 12", "only 12 files may be open at once (ulimit -Hn); 24 are needed"},
        std::pair{"-s 64", "the stack may have 64 KiB (ulimit -s); 128 are needed"}}) {
    const auto result =
        run({"/bin/sh", "-c", std::string("ulimit ") + limit + "; exec " + BENCH_PROGRAM + " empty"});
    EXPECT_EQ(result.status, 3);
    EXPECT_EQ(result.err, std::string("bench: ") + why + '\n');
  }
  const auto low =
      run({"/bin/sh", "-c",
           std::string("ulimit -Sn 12; exec ") + BENCH_PROGRAM + " empty --smoke --runtimes=serial"});
  EXPECT_EQ(low.status, 0) << low.err;
}

TEST(Bench, RefusesMoreProcessesThanThereCanBe) {
  const auto limited = [](const std::string& flags) {
    return run(
        {"/bin/sh", "-c", std::string("ulimit -n 256; exec ") + BENCH_PROGRAM + " empty --smoke " + flags});
  };
  const auto refused = limited("--runtimes=fork --workers=1000");
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err,
              HasSubstr("more than 192 processes, which is what the limit of open files (ulimit -Hn) "
                        "allows: empty/fork/workers:1000"));
  const auto some = limited("--runtimes=serial,fork --workers=2,1000");
  EXPECT_EQ(some.status, 0) << some.err;
  EXPECT_THAT(some.err, HasSubstr("left out: 1 cell would have"));
  EXPECT_THAT(some.out, HasSubstr("fork"));
}

TEST(Bench, SaysWhichUnitsANumberMayHaveMeant) {
  EXPECT_THAT(bench({"--timeout=5"}).err,
              HasSubstr("--timeout=5: without a unit; 5s are seconds, 5ms milliseconds"));
  EXPECT_THAT(bench({"--workers=", "--benchmark_filter=x"}).err, HasSubstr("--workers= lacks its value"));
}

TEST(Bench, ListsNamesWhateverTrueIsCalled) {
  const auto usual = bench({"--benchmark_filter=^empty/serial", "--benchmark_list_tests=true"});
  for (const char* word : {"TRUE", "Yes", "on", "1"})
    EXPECT_EQ(bench({"--benchmark_filter=^empty/serial", std::string("--benchmark_list_tests=") + word}).out,
              usual.out);
}

// A message never changes how a program ends, and what was asked for is not there if it could not be written.
TEST(Bench, EndsAsDocumentedWhereStandardErrorOrOutputIsClosedOrFull) {
  const auto shell = [](const std::string& words) {
    return run({"/bin/sh", "-c", std::string("exec ") + BENCH_PROGRAM + " " + words});
  };
  for (const char* end : {"2>/dev/full", "2>&-"}) {
    EXPECT_EQ(shell(std::string("--nosuch ") + end).status, 2) << end;
    EXPECT_EQ(shell(std::string("--list-runtimes ") + end).status, 0) << end;
  }
  for (const char* asked : {"--help", "--version", "--list-kernels", "--list-runtimes", "--list-probes",
                            "--benchmark_list_tests=true"})
    EXPECT_EQ(shell(std::string(asked) + " >/dev/full").status, 3) << asked;
}

// A results file must not get a number on which text is written.
TEST(Bench, KeepsItsResultsFileApartFromClosedStandardDescriptors) {
  const Folder folder;
  const auto file = (folder / "r.json").string();
  for (const char* closed : {"0<&- 1>&-", "1>&- 2>&-", "0<&- 1>&- 2>&-"}) {
    std::filesystem::remove(file);
    run({"/bin/sh", "-c",
         std::string("exec ") + BENCH_PROGRAM +
             " --benchmark_filter=^empty/serial --smoke --benchmark_out='" + file + "' " + closed});
    EXPECT_THAT(content_of(file), StartsWith("{")) << closed;
    EXPECT_THAT(content_of(file), EndsWith("}\n")) << closed;
  }
}

// What becomes of the cells of each runtime with a fault.
const std::map<std::string, std::string> broken_runtimes{
    {"runs_nothing", "wrong"},   {"skips_last", "wrong"},          {"runs_twice", "wrong"},
    {"wrong_byte", "wrong"},     {"runs_once", "wrong"},           {"runs_thrice", "wrong"},
    {"wrong_borders", "wrong"},  {"returns_early", "wrong"},       {"returns_early_too", "wrong"},
    {"cannot_start", "crashed"}, {"unsupporting", "not supported"}};

// The second part of a cell's name.
std::string runtime_of(const std::string& cell) {
  const auto first = cell.find('/');
  return cell.substr(first + 1, cell.find('/', first + 1) - first - 1);
}

TEST(Broken, EveryFaultTurnsItsOwnCellsRed) {
  const auto result =
      run({BROKEN_PROGRAM, "--benchmark_filter=^(cube|crashes|throws|mistaken|leaves_a_child)/", "--smoke",
           "--iterations=5", "--workers=1", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  const std::map<std::string, std::string> broken_kernels{
      {"crashes", "crashed"}, {"throws", "crashed"}, {"mistaken", "wrong"}, {"leaves_a_child", "crashed"}};
  std::size_t cells = 0;
  for (const auto& [name, status] : statuses(result.out)) {
    const std::string kernel = name.substr(0, name.find('/'));
    const std::string runtime = runtime_of(name);
    if (const auto kernel_fault = broken_kernels.find(kernel); kernel_fault != broken_kernels.end()) {
      EXPECT_EQ(status, kernel_fault->second) << name;
    } else if (const auto fault = broken_runtimes.find(runtime); fault != broken_runtimes.end()) {
      EXPECT_EQ(status, fault->second) << name;
    } else {
      EXPECT_EQ(status, "value") << name;
    }
    ++cells;
  }
  EXPECT_GT(cells, 50u);
  EXPECT_THAT(result.err, HasSubstr("cells failed"));
}

// By the time of the check what came late would have arrived: only a delay shows that it was not waited for.
TEST(Broken, ARuntimeThatReturnsEarlyIsRedInEveryCell) {
  const auto result =
      run({BROKEN_PROGRAM, "--runtimes=returns_early,returns_early_too", "--workers=2", "--smoke",
           "--benchmark_filter=-^(conditions|convoy|crashes|crashes_beside|hangs|leaves_a_child|mistaken|"
           "throws|cholesky|graph|wavefront)/",
           "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  const auto rows = statuses(result.out);
  EXPECT_GE(rows.size(), 25u);
  for (const auto& [name, status] : rows) {
    EXPECT_EQ(status, runtime_of(name).rfind("returns_early", 0) == 0 ? "wrong" : "value") << name;
  }
  EXPECT_THAT(result.out, HasSubstr("when map() returned"));
}

TEST(Broken, EveryFaultOfATreeTurnsItsCellsRed) {
  const auto result =
      run({BROKEN_PROGRAM, "--runtimes=serial,loses_a_node,doubles_a_node,joins_early,swaps_nodes,fork",
           "--workers=1", "--smoke", "--benchmark_filter=^(fib|uts|skynet)/", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  const auto rows = statuses(result.out);
  EXPECT_EQ(rows.size(), 18u);
  for (const auto& [name, status] : rows) {
    const std::string runtime = runtime_of(name);
    EXPECT_EQ(status, runtime == "serial" ? "value" : runtime == "fork" ? "not supported" : "wrong") << name;
  }
  EXPECT_THAT(result.out, AllOf(HasSubstr("values were joined that were not those of the node's children"),
                                HasSubstr("nodes were done, but"), HasSubstr("no trees: it hands out")));
}

TEST(Broken, EveryFaultOfAGraphTurnsItsCellsRed) {
  const auto result = run(
      {BROKEN_PROGRAM,
       "--runtimes=serial,loses_a_task,doubles_a_task,ignores_a_dependence,gives_another_step,gives_a_stale_"
       "byte,fork",
       "--workers=1", "--smoke", "--benchmark_filter=^graph/", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  const auto rows = statuses(result.out);
  EXPECT_EQ(rows.size(), 7u);
  for (const auto& [name, status] : rows) {
    const std::string runtime = runtime_of(name);
    EXPECT_EQ(status, runtime == "serial" ? "value" : runtime == "fork" ? "not supported" : "wrong") << name;
  }
  EXPECT_THAT(result.out, AllOf(HasSubstr("tasks were not finished when graph() returned"),
                                HasSubstr("ran 2 times instead of once"),
                                HasSubstr("tasks began before an input was done"),
                                HasSubstr("looked for what task 2 of step 8 had to write"),
                                HasSubstr("no graphs: it hands out")));
}

TEST(Broken, AGraphIsLookedAtWhileItIsTimed) {
  const auto result = run({BROKEN_PROGRAM, "--runtimes=lives_off_the_last_round", "--workers=1", "--smoke",
                           "--iterations=3", "--benchmark_filter=^graph/", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  for (const auto& [name, status] : statuses(result.out)) EXPECT_EQ(status, "wrong") << name;
  EXPECT_THAT(result.out, HasSubstr("had to write (after timing)"));
}

TEST(Broken, ATreeThatComesTooLateIsRed) {
  const auto result = run({BROKEN_PROGRAM, "--runtimes=returns_early,returns_early_too", "--workers=2",
                           "--smoke", "--benchmark_filter=^fib/", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  for (const auto& [name, status] : statuses(result.out)) EXPECT_EQ(status, "wrong") << name;
  EXPECT_THAT(result.out, HasSubstr("the value of the root was not there when tree() returned"));
}

// Ranks have the same test, which launches them.
TEST(Broken, WorkersHaveTheSameTimerSlackAndProcessorsUnderEveryRuntime) {
  const auto result = run({BROKEN_PROGRAM, "--benchmark_filter=^conditions/[^m]", "--workers=1,2", "--smoke",
                           "--benchmark_format=json"});
  std::size_t cells = 0;
  for (const auto& [name, status] : statuses(result.out)) {
    if (broken_runtimes.count(runtime_of(name)) != 0) continue;
    EXPECT_EQ(status, "value") << name << "\n" << result.out;
    ++cells;
  }
  EXPECT_GE(cells, 12u);
}

TEST(Broken, AHangIsEndedByTheTimeLimit) {
  const auto result = run({BROKEN_PROGRAM, "--benchmark_filter=^hangs/(serial|fork)/|^empty/serial",
                           "--smoke", "--timeout=300ms", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  for (const auto& [name, status] : statuses(result.out))
    EXPECT_EQ(status, name.substr(0, 5) == "empty" ? "value" : "timed out") << name;
}

TEST(Broken, AWorkerThatDiesIsNamed) {
  const auto result = run(
      {BROKEN_PROGRAM, "--benchmark_filter=^crashes_beside/fork/", "--workers=2", "--benchmark_format=json"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("worker 1 (process "), HasSubstr("signal 6"),
                                HasSubstr("while running crashes_beside")));
}

TEST(Broken, WhatIsNotSupportedIsNoFailure) {
  const auto result = run({BROKEN_PROGRAM, "--benchmark_filter=^cube/unsupporting", "--smoke"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("not supported\n      no map jobs here\n"));
}

// The file tests/fixtures/patient.cpp and its line of CMake are all that this program knows of the knob.
TEST(Knob, IsDeclaredInItsRuntimesFileAlone) {
  EXPECT_THAT(run({BROKEN_PROGRAM, "--help"}).out,
              HasSubstr("--patience=1500us         How long `patient` waits before each job (default:"));
  const auto row = [](std::vector<std::string> flags) {
    flags.insert(flags.begin(), {BROKEN_PROGRAM, "--runtimes=patient", "--benchmark_filter=^empty/patient",
                                 "--smoke", "--workers=1", "--benchmark_format=json"});
    const auto result = run(flags);
    EXPECT_EQ(result.status, 0) << result.err;
    return nlohmann::json::parse(result.out);
  };
  const auto usual = row({}), chosen = row({"--patience=7ms"});
  EXPECT_EQ(usual["context"]["patience_us"], "1500");
  EXPECT_EQ(usual["benchmarks"][0]["label"], "1500 us");
  EXPECT_EQ(chosen["context"]["patience_us"], "7000");
  EXPECT_EQ(chosen["benchmarks"][0]["label"], "7000 us");
  const auto refused = run({BROKEN_PROGRAM, "--patience=3s"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("--patience=3s: not from 1us to 2s"));
}

}  // namespace
}  // namespace parallax::testing
