// SPDX-License-Identifier: MIT
// Claims as users meet them: `report --claims`, `claims`, and the cells that it asks `bench` for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <set>
#include <sstream>

#include "reports/claims/claim.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::claims {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Outcome {
  int code;  // -1: killed
  std::string out, err;
};

class ClaimsProgram : public testing::Test {
 protected:
  Outcome run(const std::string& command_line) {
    const auto out = folder / "stdout", err = folder / "stderr";
    const auto command = fmt::format("cd '{}' && {} >'{}' 2>'{}'", (folder / ".").string(), command_line,
                                     out.string(), err.string());
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, sample::text_of(out), sample::text_of(err)};
  }
  Outcome claims(const std::string& arguments) {
    return run(fmt::format("'{}' {}", CLAIMS_PROGRAM, arguments));
  }

  Outcome report(const std::string& arguments) {
    return run(fmt::format("'{}' {}", REPORT_PROGRAM, arguments));
  }

  const sample::Folder folder;
};

TEST_F(ClaimsProgram, JudgesAndWritesAPage) {
  folder.write("r.json", sample::file(sample::row("primes/serial/workers:1/size:16/grain:1", 1e6)));
  const auto text = report("--claims --terminal r.json");
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("not measured"));
  const auto page = report("r.json --claims=D1 -o page.html");
  EXPECT_EQ(page.code, 0) << page.err;
  EXPECT_THAT(page.out, HasSubstr("page.html: 1 claims: 1 not measured"));
  EXPECT_THAT(sample::text_of(folder / "page.html"), HasSubstr("Faster than queues"));
}

TEST_F(ClaimsProgram, RefusesWhatItDoesNotUnderstand) {
  folder.write("broken.json", "{");
  EXPECT_EQ(report("--claims broken.json").code, 1);
  EXPECT_EQ(claims("").code, 2);
  EXPECT_EQ(claims("--filter=Z9 --list").code, 2);
  EXPECT_EQ(claims("--nonsense").code, 2);
  EXPECT_THAT(claims("r.json").err, HasSubstr("report --claims r.json judges results"));
  folder.write("r.json", sample::file(sample::row("primes/serial/workers:1/size:16/grain:1", 1e6)));
  EXPECT_EQ(report("--claims r.json -o no/such/folder.html").code, 3);
  EXPECT_EQ(report("--claims=Z9 r.json").code, 2);
  for (const char* const list : {"D1,,D2", "D1,", ","}) {
    EXPECT_EQ(claims(fmt::format("--list --filter={}", list)).code, 2) << list;
    EXPECT_EQ(report(fmt::format("--claims={} r.json", list)).code, 2) << list;
  }
  EXPECT_EQ(report("--claims --csv r.json").code, 2);
  EXPECT_THAT(report("--claims=D1 --markdown r.json").out, HasSubstr("D1"));
}

TEST_F(ClaimsProgram, SaysWhatHasToBeMeasured) {
  EXPECT_THAT(claims("--cells --filter=A6").out, StartsWith("^("));
  EXPECT_EQ(claims("--workers --filter=A6").out, "2\n");
  EXPECT_EQ(claims("--cells --filter=G6").out, "\n");
}

// The same ones on every machine, however many processors and caches it has, so that nobody measures for nothing.
TEST_F(ClaimsProgram, BenchKnowsEveryCell) {
  const auto workers = claims("--workers").out;
  const auto listed = run(fmt::format("'{}' --benchmark_list_tests=true --same-cases --workers={}",
                                      BENCH_PROGRAM, workers.substr(0, workers.find('\n'))));
  ASSERT_EQ(listed.code, 0) << listed.err;
  std::set<std::string> known;
  std::istringstream lines(listed.out);
  for (std::string line; std::getline(lines, line);) known.insert(line);
  for (const Claim* claim : claims_named({})) {
    for (const auto& cell : cells_of(*claim))
      EXPECT_TRUE(known.count(cell)) << claim->id << " asks for " << cell;
  }
}

}  // namespace
}  // namespace parallax::reports::claims
