// SPDX-License-Identifier: MIT
//
// Kernels of shared libraries, as their users type them: under every runtime the right result, and of a broken
// library a message or a cell that says what happened.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;

namespace fs = std::filesystem;

const std::string given = GIVEN_LIBRARY;

Program::Result bench(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), BENCH_PROGRAM);
  return run(arguments);
}

// Each cell's name and "ok", with its note if it has one, or its message.
std::map<std::string, std::string> cells(const std::string& json) {
  std::map<std::string, std::string> all;
  const auto document = nlohmann::json::parse(json);
  for (const auto& row : document["benchmarks"])
    all[row["name"]] = row.value("error_message", row.value("label", "ok"));
  EXPECT_FALSE(all.empty());
  return all;
}

TEST(Libraries, AreMeasuredUnderEveryRuntime) {
  const std::string ranks = sanitized ? "" : "|mpi/";  // launches take time
  const auto result =
      bench({"--function=" + given + ":given_square", "--function=" + given + ":given_half:double",
             "--load=" + given, "--workers=2", "--sizes=50", "--grains=7", "--iterations=1",
             "--benchmark_format=json", "--benchmark_filter=^given(_square|_half)?/([^m]" + ranks + ")"});
  ASSERT_EQ(result.status, 0) << result.err;
  const auto all = cells(result.out);
  for (const std::string kernel : {"given", "given_square", "given_half"}) {
    for (const std::string runtime :
         {"threads", "fork", "fork-spawn", "forkserver", "fork-pipe", "process-per-task"}) {
      const std::string name = kernel + "/" + runtime + "/workers:2/size:50/grain:7" +
                               (kernel == "given" ? "/given_offset:4" : "");
      ASSERT_TRUE(all.count(name)) << name;
      if (kernel == "given") continue;
      EXPECT_THAT(all.at(name), HasSubstr("verified against serial only"));
    }
  }
  EXPECT_THAT(all, Each(Pair(::testing::_, Not(ContainsRegex("^(wrong|crashed|timed out)")))));
  const auto context = nlohmann::json::parse(result.out)["context"];
  EXPECT_THAT(context["given_given_square"].get<std::string>(), ContainsRegex("^given.so [0-9a-f]{64}$"));
}

TEST(Libraries, OnlyWhatIsGivenIsMeasuredIfNothingElseIsNamed) {
  const auto all = bench({"--function=" + given + ":given_square", "--benchmark_list_tests"});
  EXPECT_THAT(all.out, StartsWith("given_square/serial/workers:1/size:10000/grain:100\n"));
  EXPECT_THAT(all.out, Not(HasSubstr("cube")));
  const auto one = bench({"--load=" + given, "--benchmark_list_tests", "cube/serial"});
  EXPECT_THAT(one.out, AllOf(HasSubstr("cube/serial"), Not(HasSubstr("given"))));
  EXPECT_THAT(bench({"--load=" + given, "--list-kernels"}).out, HasSubstr("given_is_too_large"));
}

// What is asked for, and what is said of it.
struct Refused {
  const char* environment;
  std::string flag;
  const char* message;
};

TEST(Libraries, AMessageSaysWhatIsWrongWithALibrary) {
  const Folder folder;
  std::ofstream(folder / "text.so") << "no library";
  const std::string load = "--load=" + given, function = "--function=" + given;
  for (const auto& [environment, flag, message] : std::vector<Refused>{
           {"", "--load=" + std::string(folder / "none.so"), "No such file"},
           {"", "--load=" + std::string(folder / ""), "not a file"},
           {"", "--load=" + std::string(folder / "text.so"), "file too short"},
           {"", "--load=" LATER_LIBRARY, "has parallax_kernels_v2, a later version"},
           {"", "--function=" LATER_LIBRARY ":parallax_kernels_v1", "has no symbol 'parallax_kernels_v1'"},
           {"", function, "not like ./libmine.so:collatz_length"},
           {"", function + ":given_square:float", "there is no :float"},
           {"", function + ":absent", "has no symbol 'absent'"},
           {"", function + ":getpid", "'getpid' is not of this library"},
           {"", function + ":given_object", "'given_object' is not a function"},
           {"", function + ":given/square", "is not the name of a function"},
           {"another version", load, "its table has version 3, this program knows version 1"},
           {"another size", load, "compiled with another parallax.h"},
           {"no table", load, "returned no table"},
           {"no kernels", load, "its table has no kernels"},
           {"no name", load, "kernel 0 of its table has no name"},
           {"a slash", load, "which 'one/two' is not"},
           {"an escape", load, "which '\\x1b[31mred' is not"},
           {"a taken name", load, "the name cube is taken"},
           {"a name twice", load, "has two kernels named given_throws"},
           {"no item", load, "has no item()"},
           {"no cases", load, "has no cases"},
           {"too many cases", load, "has 33 cases, more than 32"},
           {"no bytes", load, "have no bytes"},
           {"no grain", load, "size 20 and grain 0"},
           {"a slash in a parameter", load, "a parameter 'a/b'"},
           {"crashes when loaded", load,
            "the host was killed by signal 6 (Aborted) while loading the library"},
           {"crashes when asked", load,
            "the host was killed by signal 6 (Aborted) while loading the library"},
           {"exits when loaded", load,
            sanitized ? "while loading the library"
                      : "the host exited with status 0 while loading the library"},
           {"hangs when loaded", load, "no answer within 0.5 s, last heard of while loading the library"}}) {
    setenv("PARALLAX_TEST_LIBRARY", environment, 1);
    const bool hangs = std::string(environment).find("hangs") == 0;
    const auto result = bench({flag, hangs ? "--timeout=500ms" : "--timeout=60s"});
    EXPECT_EQ(result.status, 2) << environment << flag;
    EXPECT_THAT(result.err, AllOf(HasSubstr("bench: --"), HasSubstr(message))) << environment;
    EXPECT_EQ(result.out, "") << environment;
    unsetenv("PARALLAX_TEST_LIBRARY");
  }
}

TEST(Libraries, ACellSaysWhatItsItemsDid) {
  const auto with = [](const char* timeout, const char* filter) {
    const auto result = bench({"--load=" + given, "--runtimes=threads", "--workers=2", "--iterations=1",
                               timeout, "--benchmark_format=json", filter});
    EXPECT_EQ(result.status, 1) << result.err;
    return cells(result.out);
  };
  // Only what hangs is given little time: on a busy machine others may need it.
  auto all = with("--timeout=60s", "--benchmark_filter=^given_[^ch]|^given_crashes");
  all.merge(with("--timeout=500ms", "--benchmark_filter=^given_hangs"));
  for (const auto& [kernel, message] :
       std::map<std::string, std::string>{{"throws", "crashed: .*no more"},
                                          {"throws_a_number", "crashed: .*not a std::exception"},
                                          {"crashes",
                                           "crashed: .*killed by signal 6 .Aborted. while running "
                                           "serially"},
                                          {"hangs", "timed out: .*while running serially"},
                                          {"exits",
                                           "crashed: .*exited with status [0-9]+ while running "
                                           "serially"},  // not 0: a sanitizer has its own opinion
                                          {"forks", "crashed: .*left 1 processes behind"},
                                          {"starts_a_daemon", "crashed: .*left 1 processes behind"},
                                          {"leaves_a_thread", "wrong: .*1 threads were left behind"},
                                          {"fails",
                                           "crashed: .*item 5 of given_fails has failed with "
                                           "status 42"},
                                          {"differs", "wrong: byte .*item 5"},
                                          {"writes_nothing", "wrong: byte 0 of the result"},
                                          {"is_too_large", "crashed: .*20 results of 1099511627776 bytes"},
                                          {"is_mistaken", "wrong: .*six is not seven"},
                                          {"makes_nothing",
                                           "crashed: .*make.. of the kernel given_makes_nothing "
                                           "has failed"}}) {
    bool found = false;
    for (const auto& [name, text] : all) {
      if (name.find("given_" + kernel + "/threads/") != 0) continue;
      found = true;
      EXPECT_THAT(text, ContainsRegex("^" + message)) << name;
    }
    EXPECT_TRUE(found) << kernel;
  }
}

// The host has found another library than the conductor's first one. So has a worker that is a fresh program.
TEST(Libraries, AChangedFileIsNoticed) {
  const Folder folder;
  fs::copy_file(given, folder / "given.so");
  const auto result = bench({"--load=" + std::string(folder / "given.so"), "--runtimes=serial",
                             "--iterations=1", "--benchmark_format=json", "given_changes_the_file"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(cells(result.out),
              Each(Pair(::testing::_, HasSubstr("given.so: the library was changed since this run began"))));
}

// Into a result that is read by a program.
TEST(Libraries, WhatALibraryPrintsIsNoPartOfTheResult) {
  setenv("PARALLAX_TEST_LIBRARY", "prints", 1);
  const auto result = bench({"--function=" + given + ":given_square", "--runtimes=serial", "--sizes=10",
                             "--iterations=1", "--benchmark_format=json"});
  unsetenv("PARALLAX_TEST_LIBRARY");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, Not(HasSubstr("a line of the library")));
}

// The commands that an example's first lines say, where its compiler is.
void expect_example_works(const std::string& file, const std::string& compiler, const std::string& strict) {
  if (run({"/bin/sh", "-c", "command -v " + compiler}).status != 0)
    GTEST_SKIP() << "there is no " << compiler;
  const Folder folder;
  std::string script = "set -e; ln -s " PARALLAX_SOURCE_DIR "/include " PARALLAX_SOURCE_DIR "/examples .\n";
  std::ifstream lines(PARALLAX_SOURCE_DIR "/examples/" + file);
  int commands = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto begin = line.find("     ");
    if (begin == std::string::npos || begin > 2) {
      if (commands > 0) break;
      continue;
    }
    std::string command = line.substr(line.find_first_not_of(' ', begin));
    if (command.rfind(compiler, 0) == 0) command += strict;
    if (command.rfind("./bench", 0) == 0)
      command =
          BENCH_PROGRAM + command.substr(7) + " --smoke --workers=2 --runtimes=serial,threads,fork-spawn";
    script += command + "\n";
    ++commands;
  }
  EXPECT_GE(commands, 2) << file;
  const auto result = run({"/bin/sh", "-c", "cd '" + std::string(folder / "") + "' && " + script});
  EXPECT_EQ(result.status, 0) << script << result.out << result.err;
}

TEST(Examples, C) { expect_example_works("collatz.c", "gcc", " -std=c99 -Wall -Wextra -Wpedantic -Werror"); }
TEST(Examples, Rust) { expect_example_works("digits.rs", "rustc", " -D warnings"); }
TEST(Examples, Fortran) { expect_example_works("oscillation.f90", "gfortran", " -Wall -Werror"); }

}  // namespace
}  // namespace parallax::testing
