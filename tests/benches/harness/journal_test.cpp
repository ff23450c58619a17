// SPDX-License-Identifier: MIT
//
// Runs that end before their end: what they had measured is there, what was there before is there too, and they can be gone
// on with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* earlier = "{\"an earlier\": \"result\"}\n";

class Journal : public ::testing::Test {
 protected:
  // Three cells that wait, four times each: 50 ms a process.
  std::vector<std::string> words() const {
    return {BENCH_PROGRAM,
            "sleep",
            "--sizes=4",
            "--runtimes=serial,threads,fork",
            "--workers=2",
            "--parameter=microseconds:12000",
            "--iterations=1",
            "--benchmark_repetitions=4",
            "--benchmark_out=" + file.string()};
  }
  static constexpr std::size_t runs = 12;

  std::vector<std::string> words_with(std::initializer_list<std::string> more) const {
    auto all = words();
    all.insert(all.end(), more);
    return all;
  }
  std::vector<nlohmann::json> rows_of_journal() const {
    std::istringstream lines(content_of(journal));
    std::vector<nlohmann::json> rows;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line))
      if (nlohmann::json::accept(line)) rows.push_back(nlohmann::json::parse(line)["row"]);
    return rows;
  }
  // Starts the run and ends it by `signal` once so many processes were measured.
  Program::Result cut_off(std::size_t after, int signal) const {
    fs::remove(journal);  // its rows would count as measured before the program has begun
    Program program(words());
    EXPECT_TRUE(eventually([&] { return rows_of_journal().size() >= after || !program.running(); }));
    kill(program.pid(), signal);
    const auto result = program.wait();
    EXPECT_TRUE(eventually([&] { return program.processes().empty(); }));
    return result;
  }
  // No file becomes larger than so many blocks of 512 bytes.
  Program::Result run_with_room_for(int blocks) const {
    std::string command = "ulimit -f " + std::to_string(blocks) + "; exec";
    for (const auto& word : words()) command += " '" + word + "'";
    return run({"/bin/sh", "-c", command});
  }
  void write_earlier() const { std::ofstream(file) << earlier; }
  nlohmann::json result() const { return nlohmann::json::parse(content_of(file)); }

  const Folder folder;
  const fs::path file = folder / "r.json";
  const fs::path journal = folder / "r.json.journal";
};

TEST_F(Journal, IsGoneWhenTheResultIsWhole) {
  write_earlier();
  EXPECT_EQ(run(words()).status, 0);
  EXPECT_EQ(result()["benchmarks"].size(), runs + 3 * 4);
  EXPECT_FALSE(fs::exists(journal));
  EXPECT_FALSE(fs::exists(folder / "r.json.part"));
}

TEST_F(Journal, HasWhatWasMeasuredWhateverEndsTheRun) {
  write_earlier();
  for (const int signal : {SIGKILL, SIGQUIT, SIGABRT, SIGSEGV, SIGTERM, SIGHUP}) {
    if (sanitized && signal == SIGSEGV) continue;  // which a sanitizer answers with a status of its own
    const auto ended = cut_off(3, signal);
    EXPECT_EQ(ended.status, 128 + signal);
    EXPECT_EQ(content_of(file), earlier) << signal;
    EXPECT_GE(rows_of_journal().size(), 3u);
    const auto shown = run({REPORT_PROGRAM, "--csv", journal.string()});
    EXPECT_EQ(shown.status, 0) << shown.err;
    EXPECT_THAT(shown.err, HasSubstr("is the journal of a run that was cut off"));
    EXPECT_THAT(shown.out, HasSubstr("sleep/serial/workers:1/size:4"));
  }
}

TEST_F(Journal, IsGoneOnWith) {
  cut_off(5, SIGKILL);
  const auto begun = rows_of_journal();
  const auto told = run({REPORT_PROGRAM, "--csv", file.string()});
  EXPECT_EQ(told.status, 1);
  EXPECT_THAT(told.err, HasSubstr("its run was cut off, and " + journal.string() + " has what it had"));

  std::ofstream(journal, std::ios::app) << "{\"trial\":false,\"took_s\":0.1,\"row\":{\"na";  // cut off in it
  const auto gone_on = run({BENCH_PROGRAM, "--resume=" + file.string()});
  ASSERT_EQ(gone_on.status, 0) << gone_on.err;
  EXPECT_FALSE(fs::exists(journal));
  const auto whole = result();
  EXPECT_EQ(whole["benchmarks"].size(), runs + 3 * 4);
  EXPECT_THAT(std::string(whole["context"]["arguments"]), Not(HasSubstr("--resume")));
  for (const auto& row : begun) {
    const auto same = [&](const auto& other) {
      return other["name"] == row["name"] &&
             std::abs(double(other["real_time"]) - double(row["real_time"])) < 1 &&
             std::abs(double(other["pss"]) - double(row["pss"])) < 1;
    };
    EXPECT_TRUE(std::any_of(whole["benchmarks"].begin(), whole["benchmarks"].end(), same)) << row;
  }
}

TEST_F(Journal, OfAnInterruptedRunIsGoneOnWithAndItsPartReplaced) {
  const auto ended = cut_off(3, SIGINT);
  EXPECT_EQ(ended.status, 130);
  EXPECT_THAT(ended.err, HasSubstr("--resume=" + file.string() + " goes on with it"));
  EXPECT_TRUE(result().contains("benchmarks"));
  EXPECT_EQ(run({BENCH_PROGRAM, "--resume=" + journal.string()}).status, 0);
  const auto whole = result();
  for (const auto& row : whole["benchmarks"]) EXPECT_FALSE(row.contains("error_message")) << row;
  EXPECT_FALSE(fs::exists(journal));
}

TEST_F(Journal, IsNotThereForAPipeWhoseReaderIsWaitedForUntilASignalComes) {
  ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
  const auto holds_signals_back = [](Program& program) {
    if (!program.running()) return false;
    const auto status = content_of("/proc/" + std::to_string(program.pid()) + "/status");
    const auto held = status.find("\nSigBlk:\t");
    return held != std::string::npos && std::stoull(status.substr(held + 9), nullptr, 16) >> (SIGINT - 1) & 1;
  };
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    Program program(words());
    ASSERT_TRUE(eventually([&] { return holds_signals_back(program); }));
    kill(program.pid(), signal);
    ASSERT_TRUE(eventually([&] { return !program.running(); })) << "hears no signal";
    EXPECT_EQ(program.wait().status, 128 + signal);
  }
  Program program(words());
  EXPECT_THAT(content_of(file), HasSubstr("\"benchmarks\": ["));
  EXPECT_EQ(program.wait().status, 0);
  EXPECT_FALSE(fs::exists(journal));
}

TEST_F(Journal, IsOfOneRunOnly) {
  const auto refused = [&](const std::vector<std::string>& command, const std::string& why) {
    const auto result = run(command);
    EXPECT_EQ(result.status, 2) << why;
    EXPECT_THAT(result.err, AllOf(StartsWith("bench: "), HasSubstr(why)));
  };
  const auto resume = "--resume=" + file.string();
  refused({BENCH_PROGRAM, resume}, "r.json.journal: there is no such journal; no run was cut off here");
  {
    Program program(words());
    ASSERT_TRUE(eventually([&] { return !rows_of_journal().empty(); }));
    refused(words(), "another run is writing");
    kill(program.pid(), SIGKILL);
    program.wait();
  }
  refused(words_with({resume, "--timeout=50s"}), "is of another command: it was begun with sleep --sizes=4");
  refused({BENCH_PROGRAM, "sleep", resume}, "goes alone, or with all options that the run was begun with");
  auto other = words_with({resume});
  other.front() = BROKEN_PROGRAM;
  refused(other, "is of another program: ");
  auto text = content_of(journal);
  const auto at = text.find("\"cpu_model\":\"") + 13;
  std::ofstream(journal) << text.replace(at, text.find('"', at) - at, "Other CPU");
  refused(words_with({resume}), "is of another machine: cpu_model was Other CPU, here it is ");
  std::ofstream(journal) << "no journal\n";
  refused({BENCH_PROGRAM, resume}, "r.json.journal is no journal of `bench`");
}

TEST_F(Journal, IsKeptWhereANewRunBegins) {
  cut_off(2, SIGKILL);
  const auto old = content_of(journal);
  const auto again = run(words());
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_THAT(again.err,
              HasSubstr("the journal of a run that was cut off is now " + journal.string() + ".old"));
  EXPECT_EQ(content_of(folder / "r.json.journal.old"), old);
}

TEST_F(Journal, IsThereWhereTheResultCannotBeWritten) {
  write_earlier();
  const auto full = run_with_room_for(14);  // the context and some rows
  EXPECT_EQ(full.status, 3) << full.err;
  EXPECT_THAT(full.err, AllOf(HasSubstr("r.json.journal cannot be written: File too large"),
                              HasSubstr("could not be written completely; what was measured is in ")));
  EXPECT_EQ(content_of(file), earlier);
  EXPECT_GE(rows_of_journal().size(), 1u);
  EXPECT_EQ(run({REPORT_PROGRAM, "--csv", journal.string()}).status, 0);
  EXPECT_FALSE(fs::exists(folder / "r.json.part"));
}

TEST_F(Journal, WithoutRoomTheRunDoesNotBeginAndAnEarlierResultStays) {
  write_earlier();
  const auto full = run_with_room_for(1);
  EXPECT_EQ(full.status, 2) << full.err;
  EXPECT_THAT(full.err, HasSubstr("r.json: File too large"));
  EXPECT_EQ(content_of(file), earlier);
  EXPECT_FALSE(fs::exists(journal));
}

TEST_F(Journal, IsNotNeededWhereOnlyTheTableIsLost) {
  std::string command;
  for (const auto& word : words()) command += " '" + word + "'";
  run({"/bin/sh", "-c", command + " | head -1"});
  EXPECT_EQ(result()["benchmarks"].size(), runs + 3 * 4);
  EXPECT_FALSE(fs::exists(journal));
}

TEST_F(Journal, HasThePlanToo) {
  const std::vector<std::string> plan{BENCH_PROGRAM,
                                      "--full",
                                      "--runtimes=serial,threads",
                                      "--workers=2",
                                      "empty",
                                      "--benchmark_min_time=0.002",
                                      "--benchmark_out=" + file.string()};
  Program program(plan);
  ASSERT_TRUE(eventually([&] { return rows_of_journal().size() >= 4 || !program.running(); }));
  kill(program.pid(), SIGKILL);
  program.wait();
  ASSERT_TRUE(fs::exists(journal));
  const auto gone_on = run({BENCH_PROGRAM, "--resume=" + file.string()});
  EXPECT_EQ(gone_on.status, 0) << gone_on.err;
  EXPECT_TRUE(result().contains("benchmarks"));
  EXPECT_FALSE(fs::exists(journal));
}

TEST_F(Journal, IsNotMadeForADevice) {
  auto to_device = words();
  to_device.back() = "--benchmark_out=/dev/full";
  const auto full = run(to_device);
  EXPECT_EQ(full.status, 3);
  EXPECT_THAT(full.err, HasSubstr("/dev/full could not be written completely"));
}

}  // namespace
}  // namespace parallax::testing
