// SPDX-License-Identifier: MIT
#include "benches/harness/selection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "benches/harness/matrix.hpp"
#include "benches/support/usage_error.hpp"

namespace parallax {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::ThrowsMessage;
using ::testing::UnorderedElementsAre;

using Words = std::vector<std::string>;

std::vector<std::string> names_of(const std::vector<Cell>& cells) {
  std::vector<std::string> names;
  for (const Cell& cell : cells) names.push_back(cell.name());
  return names;
}

std::vector<std::string> matched(const Options& options, const std::string& filter) {
  return names_of(matching(matrix(options), filter));
}

Options options_with(std::vector<std::string> runtimes) {
  Options options;
  options.runtimes = std::move(runtimes);
  return options;
}

std::vector<std::string> named_by(const Words& words) { return names_of(named(matrix({}), words)); }

std::set<std::string> kernels_named(const Words& words) {
  std::set<std::string> kernels;
  for (const Cell& cell : named(matrix({}), words)) kernels.emplace(cell.subject->kernel());
  return kernels;
}

std::set<std::string> runtimes_named(const Words& words) {
  std::set<std::string> runtimes;
  for (const Cell& cell : named(matrix({}), words)) runtimes.emplace(cell.subject->runtime());
  return runtimes;
}

TEST(Filter, FindsAnywhereAndNegates) {
  const Options options = options_with({"serial"});
  EXPECT_THAT(matched(options, "ube/serial.*grain:1$"),
              ElementsAre("cube/serial/workers:1/size:1048576/grain:1"));
  EXPECT_THAT(matched(options, "-cube|spin"), Not(Contains(HasSubstr("cube"))));
  EXPECT_EQ(matched(options, "").size(), matched(options, "all").size());
}

TEST(Filter, RefusesWhatMatchesNothing) {
  EXPECT_THAT([] { matched({}, "nonsense"); }, ThrowsMessage<UsageError>(HasSubstr("matches no cell")));
}

TEST(Filter, RefusesWhatIsNoExpression) {
  EXPECT_THAT([] { matched({}, "cube("); }, ThrowsMessage<UsageError>(HasSubstr("--benchmark_filter=cube(")));
}

TEST(Filter, SuggestsWhatWasMeant) {
  EXPECT_THAT([] { matched({}, "cubes"); }, ThrowsMessage<UsageError>(HasSubstr("did you mean cube?")));
}

TEST(Words, NameKernelsRuntimesAndProbes) {
  EXPECT_THAT(kernels_named({"cube"}), ElementsAre("cube"));
  EXPECT_THAT(runtimes_named({"cube"}), IsSupersetOf({"serial", "threads", "fork"}));
  EXPECT_THAT(runtimes_named({"gil"}), ElementsAre("gil"));  // and not gil-ticks
  EXPECT_THAT(kernels_named({"gil"}), IsSupersetOf({"cube", "sleep"}));
  EXPECT_THAT(kernels_named({"round_trip"}), ElementsAre("round_trip"));
  EXPECT_THAT(runtimes_named({"socketpair"}), ElementsAre("socketpair"));
  EXPECT_EQ(named_by({}).size(), matrix({}).size());
}

TEST(Words, OfTheSameSortAreAlternatives) {
  EXPECT_THAT(kernels_named({"cube", "spin"}), UnorderedElementsAre("cube", "spin"));
  EXPECT_THAT(kernels_named({"cube/fork", "spin"}), UnorderedElementsAre("cube", "spin"));
}

TEST(Words, OfDifferentSortsMustAllFit) {
  const Words words{"cube", "fork", "serial"};
  EXPECT_THAT(kernels_named(words), ElementsAre("cube"));
  EXPECT_THAT(runtimes_named(words), UnorderedElementsAre("fork", "serial"));
  EXPECT_THAT(named_by({"cube", "fork", "workers:1", "size:4096"}),
              ElementsAre("cube/fork/workers:1/size:4096/grain:64"));
}

TEST(Words, OfSeveralPartsAreConsecutivePartsOfAName) {
  EXPECT_THAT(named_by({"cube/fork/workers:1"}), Each(StartsWith("cube/fork/workers:1/")));
  EXPECT_THAT(named_by({"workers:1/size:4096/grain:64"}), Contains("cube/fork/workers:1/size:4096/grain:64"));
  EXPECT_THAT(named_by({"cube/fork/workers:1/size:4096/grain:64"}),
              ElementsAre("cube/fork/workers:1/size:4096/grain:64"));
}

TEST(Words, MayBeRegularExpressions) {
  EXPECT_THAT(kernels_named({"^(cube|spin)/fork/"}), UnorderedElementsAre("cube", "spin"));
  EXPECT_THAT([] { named_by({"cube("}); }, ThrowsMessage<UsageError>(StartsWith("cube(: ")));
  EXPECT_THAT([] { named_by({"^nothing"}); },
              ThrowsMessage<UsageError>(HasSubstr("'^nothing' matches no cell")));
}

TEST(Words, ThatNameNothingAreRefusedWithASuggestion) {
  const std::vector<std::pair<Words, std::string>> mistakes{
      {{"cubes"}, "there is no kernel, runtime or probe like 'cubes'; did you mean cube?"},
      {{"cube", "forks"}, "'forks'; did you mean fork?"},
      {{"cube/treads"}, "'treads'; did you mean threads?"},
      {{"roundtrip"}, "did you mean round_trip?"},
      {{"mandel"}, "did you mean mandelbrot?"},
      {{"xyzzy"}, "--list-kernels, --list-runtimes and --list-probes name them"},
      {{"help"}, "did you mean --help?"},
      {{"workers:77"}, "did you mean --workers=77?"},
      {{"cube", "size:7"}, "did you mean --sizes=7?"},
      {{"grain:7"}, "did you mean --grains=7?"},
      {{"multiply_adds:7"}, "did you mean --parameter=multiply_adds:7?"},
      {{"cube", "microseconds:1000"}, "no cell of this run is named by all of: cube microseconds:1000"},
      {{"cube/cube"}, "'cube/cube' names no cell of this run"}};
  for (const auto& [words, message] : mistakes)
    EXPECT_THAT([&chosen = words] { named_by(chosen); }, ThrowsMessage<UsageError>(HasSubstr(message)));
}

TEST(Words, OfARuntimeThatIsLeftOutSayHowToFindOutWhy) {
  EXPECT_THAT([] { named(matrix(options_with({"serial"})), {"fork"}); },
              ThrowsMessage<UsageError>(HasSubstr("--runtimes=fork measures it or says why not")));
}

}  // namespace
}  // namespace parallax
