// SPDX-License-Identifier: MIT
//
// Python beside us: whether it does the same work as the kernels, to the bit, whether `report` can read its
// results, and whether it ends whatever way a worker of it fails. Skipped where there is no python3.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "benches/harness/host/verification.hpp"
#include "benches/kernels/kernels.hpp"
#include "benches/support/text.hpp"
#include "runtimes/registry.hpp"
#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string sources = PARALLAX_SOURCE_DIR;
const std::string measure = sources + "/benches/peers/python/measure.py";
const std::string broken = sources + "/tests/fixtures/broken_peers.py";

// python3 with the words; it writes nothing beside the sources.
std::vector<std::string> python(std::vector<std::string> words) {
  words.insert(words.begin(), {"/usr/bin/env", "PYTHONDONTWRITEBYTECODE=1", "python3"});
  return words;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::uint32_t crc32(std::span<const std::byte> bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const std::byte byte : bytes) {
    crc ^= static_cast<std::uint32_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
  }
  return ~crc;
}

// The number behind `key:` in a cell's name.
std::uint64_t number_in(const std::string& name, const std::string& key) {
  return std::stoull(name.substr(name.find("/" + key + ":") + key.size() + 2));
}

// What the kernel itself makes of the case that a cell's name states.
std::uint32_t digest_of_ours(const std::string& name) {
  const KernelEntry* kernel = find_kernel(name.substr(0, name.find('/')));
  Case parameters{.size = number_in(name, "size"), .grain = number_in(name, "grain")};
  for (std::size_t i = 0; i < max_parameters; ++i) {
    if (!kernel->facts.parameters[i].name.empty())
      parameters.values[i] = number_in(name, std::string(kernel->facts.parameters[i].name));
  }
  if (kernel->facts.name == "wordcount") {  // its blocks are our own; the counts are not
    const std::string text = zipf_text(parameters.size * 16384);
    const WordCounts counts = count_words(text, 0, text.size());
    std::string sorted;
    for (const auto& [word, count] : std::map<std::string, std::uint64_t>(counts.begin(), counts.end()))
      sorted += fmt::format("{} {}\n", word, count);
    return crc32(std::as_bytes(std::span(sorted)));
  }
  Arena arena;
  const auto work = kernel->prepare(parameters, {}, arena);
  poison(*work);
  const auto serial = find_runtime("serial")->start({});
  for (const MapJob& job : work->jobs()) serial->map(job);
  return crc32(work->result());
}

class Peers : public ::testing::Test {
 protected:
  void SetUp() override {
    if (run({"/usr/bin/env", "python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))"}).status != 0)
      GTEST_SKIP() << "there is no python3 of 3.9 or newer";
  }
};

// Rows by name: "value" or the message.
std::map<std::string, std::string> messages(const std::filesystem::path& file) {
  std::map<std::string, std::string> result;
  const auto document = nlohmann::json::parse(content_of(file));
  for (const auto& row : document["benchmarks"]) result[row["name"]] = row.value("error_message", "value");
  return result;
}

TEST_F(Peers, ResultsAreThoseOfTheKernelsToTheBit) {
  const auto result = run(python({measure, "--digest",
                                  "--filter=^(empty|cube|fibonacci|primes|spin|mandelbrot|wordcount|file_"
                                  "read|file_write)/py-serial/workers:1/"
                                  "size:(2|16|64|128|1024|2048|4096|16384|65536)/"}));
  ASSERT_EQ(result.status, 0) << result.err;
  const auto lines = lines_of(result.out);
  EXPECT_GE(lines.size(), 9u);
  for (const std::string& line : lines) {
    const auto blank = line.find(' ');
    const std::string name = line.substr(0, blank);
    EXPECT_EQ(line.substr(blank + 1), fmt::format("{:08x}", digest_of_ours(name))) << name;
  }
}

TEST_F(Peers, NoticeWrongResultsOfEveryKernel) {
  const auto result = run(python({sources + "/tests/benches/peers/peers_mistakes.py"}));
  EXPECT_EQ(result.status, 0) << result.err;
}

// Those in C++: what is missing and what is wrong is said, and how short a task may be is right where that is known.
TEST_F(Peers, InCppAreVisitedAndComparedAsToldOf) {
  const auto result = run(python({sources + "/tests/benches/peers/peers_cpp.py"}));
  EXPECT_EQ(result.status, 0) << result.err;
}

// Every way to hand out work, and every mechanism, once.
TEST_F(Peers, EveryStrategyAndMechanismGivesAValueThatReportReads) {
  const Folder folder;
  const std::string file = folder / "peers.json";
  const std::vector<std::string> chosen{
      measure, "--iterations=1", "--out=" + file,
      "--filter=^cube/.*workers:[12]/size:4096/grain:64$|^wordcount/py-(serial|pool|process-queue)/workers:1/"
      "|^sleep/.*workers:8/size:64/|^round_trip/.*bytes:(8|65536)$|^element/|^start_stop/.*parent_mb:10/"
      "|^start_pool/.*workers:2/"};
  const auto result = run(python(chosen));
  ASSERT_EQ(result.status, 0) << result.out << result.err;
  std::size_t values = 0;
  for (const auto& [name, message] : messages(file)) {
    if (message == "value") {
      ++values;
    } else {
      EXPECT_THAT(message, StartsWith("not supported: ")) << name;
      EXPECT_THAT(name, HasSubstr("/py-ipyparallel/"));
    }
  }
  EXPECT_GT(values, 50u);

  const auto csv = run({REPORT_PROGRAM, "--csv", file});
  EXPECT_EQ(csv.status, 0) << csv.err;
  EXPECT_THAT(csv.out, AllOf(HasSubstr("py-pool"), HasSubstr("py-manager")));

  const std::string ours = folder / "ours.json";
  ASSERT_EQ(
      run({BENCH_PROGRAM, "--smoke", "--benchmark_filter=^cube/fork", "--benchmark_out=" + ours}).status, 0);
  const auto both = run({REPORT_PROGRAM, "--markdown", ours, file});
  EXPECT_EQ(both.status, 0) << both.err;
  EXPECT_THAT(both.out, AllOf(HasSubstr("fork"), HasSubstr("py-futures-processes")));
}

TEST_F(Peers, NoticeWhatGoesWrongInViews) {
  const auto result = run(python({sources + "/tests/benches/peers/peers_views.py"}));
  EXPECT_EQ(result.status, 0) << result.err;
}

// Controller, schedulers, engines and those who watch over them, all in sessions of their own.
TEST_F(Peers, ViewsOfIpyparallelAreRightAndEndWithTheirClient) {
  for (const char* interpreter : {"python3", "/usr/bin/python3"}) {
    const Folder folder, scratch;
    Program program({"/usr/bin/env", "PYTHONDONTWRITEBYTECODE=1", "TMPDIR=" + (scratch / "").string(),
                     interpreter, sources + "/tests/benches/peers/peers_views.py", folder / "all right"});
    ASSERT_TRUE(
        eventually([&] { return std::filesystem::exists(folder / "all right") || !program.running(); }));
    if (!program.running()) {
      const auto result = program.wait();
      ASSERT_EQ(result.status, 77) << result.err;
      continue;
    }
    EXPECT_GT(program.processes().size(), 10u);
    ASSERT_EQ(kill(program.pid(), SIGKILL), 0);
    program.wait();
    EXPECT_TRUE(eventually([&] { return program.processes().empty(); }));
    EXPECT_TRUE(eventually([&] { return std::filesystem::is_empty(scratch / ""); }));
    return;
  }
  GTEST_SKIP() << "no Python here has ipyparallel (in Debian: python3-ipyparallel)";
}

TEST_F(Peers, RowsSayWhatOurRowsSay) {
  const Folder folder;
  const std::string file = folder / "peers.json";
  const auto result =
      run(python({measure, "--filter=^primes/py-pool/workers:2/", "--iterations=1", "--out=" + file}));
  ASSERT_EQ(result.status, 0) << result.err;
  const auto document = nlohmann::json::parse(content_of(file));
  const auto& row = document["benchmarks"][0];
  EXPECT_EQ(row["name"], "primes/py-pool/workers:2/size:16/grain:1");
  EXPECT_EQ(row["repetition_index"], 0);
  for (const char* key : {"real_time", "cpu_time", "items_per_second", "pss", "start", "stop", "switches"})
    EXPECT_GT(row[key], 0) << key;
  // The workers compute, not the process that waits for them: without them there would be next to nothing.
  EXPECT_GT(row["cpu_time"].get<double>(), 0.1e9);
  for (const char* key : {"schema", "python_version", "python_implementation", "python_start_methods",
                          "cpu_model", "usable_cpus", "os_kernel", "arguments", "seed"})
    EXPECT_TRUE(document["context"].contains(key)) << key;
}

TEST_F(Peers, ListAgreesWithFilter) {
  const auto all = lines_of(run(python({measure, "--list"})).out);
  const auto some = lines_of(run(python({measure, "--list", "--filter=^cube/py-pool/"})).out);
  const auto others = lines_of(run(python({measure, "--list", "--filter=-^cube/py-pool/"})).out);
  EXPECT_GT(some.size(), 1u);
  EXPECT_EQ(some.size() + others.size(), all.size());
  for (const std::string& name : some) EXPECT_THAT(name, StartsWith("cube/py-pool/workers:"));
  for (const std::string& name : all)
    EXPECT_THAT(name, ContainsRegex("^[a-z_]+/py-[a-z-]+/workers:[0-9]+/size:[0-9]+/grain:[0-9]+"));
  const Folder folder;
  const std::string file = folder / "peers.json";
  ASSERT_EQ(run(python({measure, "--filter=^empty/py-threads/.*size:2/", "--iterations=1", "--repetitions=2",
                        "--out=" + file}))
                .status,
            0);
  std::vector<std::string> measured;
  for (const auto& [name, message] : messages(file)) measured.push_back(name);
  auto listed = lines_of(run(python({measure, "--list", "--filter=^empty/py-threads/.*size:2/"})).out);
  std::sort(listed.begin(), listed.end());
  EXPECT_EQ(measured, listed);
}

TEST_F(Peers, RefuseTheImpossible) {
  for (const char* flag : {"--filter=(", "--filter=nonsense", "--repetitions=0", "--min-time=-1",
                           "--timeout=soon", "--nonsense", "--seed=x"}) {
    const auto result = run(python({measure, "--list", flag}));
    EXPECT_EQ(result.status, 2) << flag;
    EXPECT_EQ(result.out, "") << flag;
  }
  const auto full =
      run(python({measure, "--filter=^empty/py-serial/.*size:2/", "--iterations=1", "--out=/dev/full"}));
  EXPECT_EQ(full.status, 3);
}

// What no worker may do, under threads, a pool, an executor and processes.
TEST_F(Peers, EveryFaultTurnsItsOwnCellsRed) {
  const Folder folder;
  const std::string file = folder / "peers.json";
  Program program(python({broken, "--iterations=1", "--timeout=3", "--out=" + file,
                          "--filter=^[a-z_]+/py-(serial/workers:1|(threads|pool|process|futures-processes)/"
                          "workers:2)/size:64/"}));
  const auto result = program.wait();
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_TRUE(program.processes().empty());
  const std::map<std::string, std::string> always{{"mistaken", "wrong: 344 is not the cube of 7"},
                                                  {"short", "wrong: 0 is not the cube of 64"},
                                                  {"throws", "crashed: ValueError: seven has no cube"},
                                                  {"hangs", "timed out: no end within 3 s while verifying"},
                                                  {"leaves_a_child", "crashed: it left processes behind"}};
  std::size_t rows = 0;
  for (const auto& [name, message] : messages(file)) {
    const std::string kernel = name.substr(0, name.find('/'));
    const bool in_caller =
        name.find("/py-serial/") != std::string::npos || name.find("/py-threads/") != std::string::npos;
    if (kernel == "crashes" && in_caller) {
      EXPECT_THAT(message, StartsWith("crashed: the interpreter was killed by signal 6 while verifying"))
          << name;
    } else if (kernel == "dies" && in_caller) {
      EXPECT_EQ(message, "value") << name;  // there is no worker that could die
    } else if (kernel == "crashes" || kernel == "dies") {
      // Pool waits for ever for what a dead worker had; the others tell.
      const char* right = name.find("/py-pool/") != std::string::npos ? "timed out: " : "crashed: ";
      EXPECT_THAT(message, StartsWith(right)) << name;
    } else {
      EXPECT_THAT(message, StartsWith(always.at(kernel))) << name;
    }
    ++rows;
  }
  EXPECT_GT(rows, 30u);
}

// Waits for a host and its two workers, which have its command line, and sends a signal to the conductor.
// (How many processes there are altogether says nothing: python3 may be a script that starts others.)
void signal_among_workers(Program& program, int number) {
  ASSERT_TRUE(eventually([&] {
    const auto all = program.processes();
    return std::count_if(all.begin(), all.end(), [](pid_t pid) {
             return command_line(pid).find(" --host ") != std::string::npos;
           }) >= 3;
  }));
  ASSERT_TRUE(program.running());
  ASSERT_EQ(kill(program.pid(), number), 0);
}

TEST_F(Peers, ASignalEndsARunWholeAndKeepsWhatIsDone) {
  for (const int number : {SIGINT, SIGTERM}) {
    const Folder folder;
    const std::string file = folder / "peers.json";
    Program program(python({broken, "--iterations=1", "--seed=1", "--out=" + file,
                            "--filter=^(hangs|cube)/py-pool/workers:2/size:(64|4096)/"}));
    ASSERT_NO_FATAL_FAILURE(signal_among_workers(program, number));
    const auto result = program.wait();
    EXPECT_EQ(result.status, 128 + number) << result.err;
    EXPECT_TRUE(eventually([&] { return program.processes().empty(); }));
    bool interrupted = false;
    for (const auto& [name, message] : messages(file))
      interrupted = interrupted || message.rfind("interrupted: ", 0) == 0;
    EXPECT_TRUE(interrupted);
  }
}

TEST_F(Peers, EndWithTheirConductor) {
  const Folder folder;  // who is killed cannot remove its folder, so that is in ours
  auto command = python({broken, "--iterations=1", "--filter=^hangs/py-process-queue/workers:2/"});
  command.insert(command.begin() + 1, "TMPDIR=" + (folder / "").string());
  Program program(command);
  ASSERT_NO_FATAL_FAILURE(signal_among_workers(program, SIGKILL));
  program.wait();
  EXPECT_TRUE(eventually([&] { return program.processes().empty(); }));
}

TEST_F(Peers, AskOurOwnOrigin) {
  const Folder folder;
  const std::string file = folder / "peers.json";
  Program program(python({measure, std::string("--bench=") + BENCH_PROGRAM, "--iterations=1", "--out=" + file,
                          "--filter=^http_get/py-(serial|threads|pool|asyncio)/workers:[18]/size:64/"}));
  const auto result = program.wait();
  EXPECT_EQ(result.status, 0) << result.out << result.err;
  EXPECT_TRUE(program.processes().empty());
  const auto rows = messages(file);
  EXPECT_GE(rows.size(), 5u);
  for (const auto& [name, message] : rows) EXPECT_EQ(message, "value") << name;
}

TEST_F(Peers, CompareWithUsAndSayWhatIsMissing) {
  const Folder folder;
  const std::string file = folder / "against.json";
  const auto result =
      run(python({sources + "/benches/peers/python/against.py", std::string("--bench=") + BENCH_PROGRAM,
                  "--repetitions=3", "--min-time=0.001", "--filter=^(cube|round_trip)/", "--out=" + file}));
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("cube/fork/workers:2/size:4096/grain:1`"));
  const auto document = nlohmann::json::parse(content_of(file));
  std::size_t compared = 0;
  for (const auto& row : document["rows"]) {
    if (row["missing"] == "") {
      ++compared;
      ASSERT_EQ(row["ratios"].size(), 3u);
      for (std::size_t i = 0; i < 3; ++i)
        EXPECT_DOUBLE_EQ(row["ratios"][i].get<double>(),
                         row["seconds_per_item"]["peer"][i].get<double>() /
                             row["seconds_per_item"]["ours"][i].get<double>());
    } else {
      EXPECT_EQ(row["missing"], "not in this build") << row["what"];
      EXPECT_THAT(result.out, HasSubstr("not in this build"));
    }
  }
  EXPECT_GE(compared, 2u);
}

TEST(PeersScripts, SayThatThereIsNoPython) {
  for (const char* script : {"/scripts/peers", "/scripts/against-python"}) {
    const auto result = run({"/usr/bin/env", "PYTHON=/nonexistent/python3", sources + script});
    EXPECT_EQ(result.status, 77) << script;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, HasSubstr("there is no /nonexistent/python3 here"));
  }
}

TEST(PeersScripts, SayThatThereIsNoIpyparallel) {
  const auto result =
      run({"/usr/bin/env", "PYTHON=/nonexistent/python3", sources + "/scripts/views", "--quick"});
  EXPECT_EQ(result.status, 77) << result.err;
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("no Python here has ipyparallel"));
}

TEST_F(Peers, ScriptPassesArgumentsOn) {
  const auto result = run({sources + "/scripts/peers", "--list", "--filter=^cube/py-serial/"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("cube/py-serial/workers:1/size:4096/grain:64\n"));
}

}  // namespace
}  // namespace parallax::testing
