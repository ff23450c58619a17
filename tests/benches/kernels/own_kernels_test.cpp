// SPDX-License-Identifier: MIT
//
// Kernels of one line and kernels over data of any type: under every runtime, and what their compiler says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax::testing {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

std::map<std::string, std::string> measured(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(),
                   {BROKEN_PROGRAM, "--workers=2", "--iterations=1", "--benchmark_format=json"});
  const auto result = run(arguments);
  std::map<std::string, std::string> all;
  const auto document = nlohmann::json::parse(result.out);
  for (const auto& row : document["benchmarks"])
    all[row["name"]] = row.value("error_message", row.value("label", "ok"));
  EXPECT_FALSE(all.empty()) << result.err;
  return all;
}

TEST(OwnKernels, AreRightUnderEveryRuntime) {
  const auto all = measured({"--smoke",
                             "--runtimes=serial,threads,fork,fork-spawn,forkserver,fork-pipe,fork-queue" +
                                 std::string(sanitized ? "" : ",process-per-task,mpi"),
                             "own_map", "own_lengths", "own_document"});
  const std::map<std::string, std::string> parts{{"own_map", "/workers:2/size:50/grain:7"},
                                                 {"own_lengths", "/workers:2/size:100/grain:9"},
                                                 {"own_document", "/workers:2/size:30/grain:4"}};
  for (const auto& [kernel, part] : parts) {
    for (const std::string runtime :
         {"threads", "fork", "fork-spawn", "forkserver", "fork-pipe", "fork-queue"}) {
      ASSERT_TRUE(all.count(kernel + "/" + runtime + part)) << kernel << runtime;
      const std::string& text = all.at(kernel + "/" + runtime + part);
      EXPECT_EQ(text, kernel == "own_document" ? "ok" : "verified against serial only") << kernel << runtime;
    }
  }
  for (const auto& [name, text] : all)
    EXPECT_THAT(text, ::testing::Not(ContainsRegex("^(wrong|crashed|timed out)"))) << name;
}

TEST(OwnKernels, HaveAllSizesAndGrainsOfTheirOptions) {
  const auto listed = run({BROKEN_PROGRAM, "--benchmark_list_tests", "own_map/serial"});
  EXPECT_EQ(listed.out,
            "own_map/serial/workers:1/size:50/grain:7\nown_map/serial/workers:1/size:50/grain:20\n"
            "own_map/serial/workers:1/size:1000/grain:7\nown_map/serial/workers:1/size:1000/grain:20\n");
  EXPECT_THAT(run({BROKEN_PROGRAM, "--list-kernels"}).out, HasSubstr("seven times the index"));
}

// Of a text only its digest is kept.
TEST(OwnKernels, AnotherTextIsAnotherResult) {
  for (const auto& [name, text] : measured({"--runtimes=threads", "own_differs"}))
    EXPECT_THAT(text, ContainsRegex("^wrong: .*item 5")) << name;
}

// What the compiler says of a kernel that nobody could send to another process.
TEST(OwnKernels, DataThatAreNotPlainAreToldOfInOneMessage) {
  const Folder folder;
  const std::string file = folder / "words.cpp";
  std::ofstream(file) << R"cpp(
#include "benches/bench.hpp"
    struct Words {
      static constexpr parallax::KernelFacts facts{.name = "words", .summary = "words"};
      static constexpr std::array cases{parallax::Case{.size = 4}};
      using In = std::string;
      using Out = std::uint64_t;
      using Params = parallax::None;
      Words(const parallax::Case&, const parallax::Inputs&) {}
      Params params() const { return {}; }
      std::size_t inputs() const { return 4; }
      void fill(std::span<In>) const {}
      static Out item(const Params&, std::span<const In> in, std::size_t i, parallax::Worker&) {
        return in[i].size();
      }
      std::optional<std::string> mistake(std::span<const Out>) const { return {}; }
    };
    PARALLAX_KERNEL(words, Words);
  )cpp";
  const auto result = run({CXX_COMPILER, "-std=c++20", "-fsyntax-only", "-I" PARALLAX_SOURCE_DIR,
                           "-I" PARALLAX_SOURCE_DIR "/include", file});
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.err, HasSubstr("data of any other type, such as std::string, are a fixture"));
  const std::regex error("error: ");
  EXPECT_EQ(std::distance(std::sregex_iterator(result.err.begin(), result.err.end(), error), {}), 1)
      << result.err;
}

}  // namespace
}  // namespace parallax::testing
