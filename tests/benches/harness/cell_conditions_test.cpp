// SPDX-License-Identifier: MIT
//
// What rows say of how a cell was measured: where its time went, what others used, and where its workers were.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <thread>

#include "tests/benches/harness/bench_program.hpp"

namespace parallax::testing {
namespace {

using ::testing::HasSubstr;

// A process beside all that are measured, for each processor, which computes until it is ended.
class Busy {
 public:
  Busy() {
    for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i) {
      const pid_t child = fork();
      if (child < 0) break;  // and -1 must never be killed: it stands for every process
      children_.push_back(child);
      if (child == 0) {
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
      EXPECT_GE(computing, 0.9 * 0.032)
          << row;  // waits for a processor are taken off it, in part by their share
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

}  // namespace
}  // namespace parallax::testing
