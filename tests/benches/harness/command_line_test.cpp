// SPDX-License-Identifier: MIT
//
// What people type, and what `bench` says of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <sstream>

#include "tests/benches/harness/bench_program.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

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
  const std::vector<std::string> flags{"sleep",         "--runtimes=serial,threads",
                                       "--sizes=100",   "--parameter=microseconds:400000",
                                       "--timeout=20s", "--iterations=1"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), flags.begin(), flags.end());
    return bench(more);
  };
  const auto some = with({"--workers=1,100"});
  EXPECT_EQ(some.status, 0) << some.err;
  EXPECT_THAT(some.err,
              HasSubstr("bench: left out: 2 cells wait for longer than --timeout=20s allows, e.g. sleep/"));
  EXPECT_THAT(some.out, HasSubstr("threads      100"));
  const auto none = with({"--workers=1"});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.err, AllOf(HasSubstr("; --timeout="), HasSubstr(" measures them")));
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
                                            "--corpus=/proc/nonexistent",
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

TEST(Bench, EchoesNothingThatATerminalObeys) {
  for (const char* odd :
       {"x\xff\x1b[31m", "--parameter=\x1b[31m", "--benchmark_out=/\x1b[31m/\xff", "--\x1b]0;x\a"}) {
    const auto result = bench({odd, "empty"});
    EXPECT_EQ(result.status, 2) << result.err;
    EXPECT_EQ(result.err.find_first_of("\x1b\xff\a"), std::string::npos) << result.err;
  }
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
  for (const char* const list : {"1,,2", "1,", ",1", ","}) {
    EXPECT_THAT(bench({std::string("--workers=") + list}).err,
                HasSubstr("a value is missing beside a comma"));
    EXPECT_THAT(bench({"--runtimes", list}).err, HasSubstr("a value is missing beside a comma"));
  }
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

}  // namespace
}  // namespace parallax::testing
