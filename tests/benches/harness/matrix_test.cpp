// SPDX-License-Identifier: MIT
#include "benches/harness/matrix.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "benches/harness/selection.hpp"
#include "benches/kernels/kernels.hpp"
#include "benches/probes/probes.hpp"
#include "runtimes/registry.hpp"
#include "runtimes/support/cpus.hpp"

namespace parallax {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ThrowsMessage;

std::vector<std::string> names(const Options& options, const std::string& filter = "all") {
  std::vector<std::string> all;
  for (const Cell& cell : matching(matrix(options), filter)) all.push_back(cell.name());
  return all;
}

Options with_runtimes(std::vector<std::string> runtimes) {
  Options options;
  options.runtimes = std::move(runtimes);
  return options;
}

TEST(Matrix, HasEveryKernelUnderEveryRuntimeThatDoesItsShape) {
  std::set<std::pair<std::string, std::string>> pairs;
  for (const Cell& cell : matrix({})) {
    if (find_kernel(cell.subject->kernel())) pairs.emplace(cell.subject->kernel(), cell.subject->runtime());
  }
  std::size_t expected = 0;
  for (const KernelEntry* kernel : kernels()) {
    for (const RuntimeEntry* runtime : runtimes()) {
      if (kernel->nodes && !runtime->trees) continue;
      if (kernel->tasks && !runtime->graphs) continue;
      if (kernel->shares_memory && runtime->facts.shares_nothing) continue;
      expected += !runtime->facts.inputs_resident || kernel->has_inputs;
    }
  }
  EXPECT_EQ(pairs.size(), expected);
}

TEST(Matrix, HasTreesOnceForAllGrainsAndUnderEveryRuntimeThatIsAskedFor) {
  Options options = with_runtimes({"serial", "steal", "fork"});
  options.grains = {1, 64};
  options.workers = {1};
  options.parameters = {{"cutoff", {0, 5}}};
  std::set<std::string> names;
  for (const Cell& cell : matrix(options)) {
    if (cell.subject->kernel() == "fib" && cell.parameters.size == 16) names.insert(cell.name());
  }
  std::set<std::string> expected;
  for (const char* const runtime : {"serial", "steal", "fork"}) {
    for (const char* const cutoff : {"0", "5"})
      expected.insert(fmt::format("fib/{}/workers:1/size:16/grain:1/cutoff:{}", runtime, cutoff));
  }
  EXPECT_EQ(names, expected);
}

TEST(Matrix, HasEveryProbeOfEveryMechanismUnlessRuntimesAreAskedFor) {
  std::set<std::pair<std::string, std::string>> expected, pairs;
  for (const ProbeEntry* probe : probes()) {
    for (const Mechanism& mechanism : probe->mechanisms())
      expected.emplace(probe->facts.name, mechanism.name);
  }
  for (const Cell& cell : matrix({})) {
    if (find_probe(cell.subject->kernel())) pairs.emplace(cell.subject->kernel(), cell.subject->runtime());
  }
  EXPECT_EQ(pairs, expected);
  for (const Cell& cell : matrix(with_runtimes({"fork"}))) EXPECT_FALSE(find_probe(cell.subject->kernel()));
}

TEST(Matrix, HasNoNameTwice) {
  const auto all = names({});
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
}

TEST(Matrix, NamesReadAsDocumented) {
  Options options = with_runtimes({"fork"});
  options.workers = {2};
  EXPECT_THAT(names(options, "^cube"), Contains("cube/fork/workers:2/size:4096/grain:64"));
  EXPECT_THAT(names(options, "^spin"), Contains("spin/fork/workers:2/size:65536/grain:64/multiply_adds:64"));
}

TEST(Matrix, GivesSerialOneWorkerWhateverIsAsked) {
  Options options = with_runtimes({"serial", "threads"});
  options.workers = {2, 4};
  options.sizes = {10};
  options.grains = {5};
  EXPECT_THAT(names(options, "^cube"),
              ElementsAre("cube/serial/workers:1/size:10/grain:5", "cube/threads/workers:2/size:10/grain:5",
                          "cube/threads/workers:4/size:10/grain:5"));
}

TEST(Matrix, PutsControlsBesideTheirTwins) {
  if (!find_runtime("tbb")) GTEST_SKIP() << "built without oneTBB";
  Options options = with_runtimes({"tbb"});
  options.workers = {2};
  options.sizes = {10};
  options.grains = {5};
  EXPECT_THAT(names(options, "cube"), ElementsAre("cube/tbb/workers:2/size:10/grain:5",
                                                  "control/cube/tbb/workers:2/size:10/grain:5"));
}

TEST(Matrix, LeavesOutControlsWhereTheyAreNotWrittenForACase) {
  if (!find_runtime("tbb")) GTEST_SKIP() << "built without oneTBB";
  Options options = with_runtimes({"tbb"});
  options.workers = {2};
  std::size_t stencils = 0;
  for (const std::string& name : names(options, "graph")) {
    if (name.rfind("control/graph/tbb/", 0) != 0) continue;
    ++stencils;
    EXPECT_THAT(name, ::testing::HasSubstr("pattern:stencil_1d/"));
  }
  EXPECT_GT(stencils, 0u);
}

TEST(Matrix, SweepsWorkersUpToTheUsableProcessors) {
  int most = 0;
  for (const Cell& cell : matching(matrix(with_runtimes({"threads"})), "^cube"))
    most = std::max(most, cell.workers);
  EXPECT_EQ(most, usable_cpus());
  std::set<int> of_48;
  for (const Cell& cell : matching(matrix(with_runtimes({"threads"}), even_topology(2, 2, 6, 2, 0)), "^cube"))
    of_48.insert(cell.workers);
  EXPECT_THAT(of_48, ElementsAre(1, 2, 4, 6, 8, 12, 16, 24, 48));
}

// From one processor to 256: one cache or many, one node or eight, hardware threads or none.
std::vector<Topology> machines() {
  constexpr std::size_t mebibytes = 1 << 20;
  std::vector<Topology> all{
      even_topology(1, 1, 1, 1, 8 * mebibytes),   even_topology(1, 1, 2, 1, 32 * mebibytes),
      even_topology(1, 1, 1, 2, 8 * mebibytes),   even_topology(1, 1, 3, 1, 8 * mebibytes),
      even_topology(1, 1, 4, 2, 16 * mebibytes),  even_topology(1, 2, 8, 1, 32 * mebibytes),
      even_topology(2, 1, 24, 2, 36 * mebibytes), even_topology(8, 2, 8, 1, 32 * mebibytes),
      even_topology(2, 8, 8, 2, 32 * mebibytes)};
  all.push_back(all.back());
  all.back().usable = 5;  // by a quota
  return all;
}

TEST(Matrix, FitsEveryMachine) {
  for (const Topology& machine : machines()) {
    SCOPED_TRACE(fmt::format("{} of {} processors", machine.usable, machine.processors.size()));
    const auto processors = static_cast<std::size_t>(machine.usable);
    std::map<std::string, std::size_t> most_chunks;
    for (const Cell& cell : matrix({}, machine)) {
      const KernelEntry* const kernel = find_kernel(cell.subject->kernel());
      if (!kernel || kernel->nodes) continue;
      const std::size_t grain = cell.parameters.grain;
      const std::size_t chunks = (cell.parameters.size + grain - 1) / grain;
      EXPECT_LE(static_cast<std::size_t>(cell.workers), chunks) << cell.name();
      EXPECT_LE(cell.workers, find_runtime(cell.subject->runtime())->facts.most_workers) << cell.name();
      const bool waits = cell.subject->least_time(cell.parameters, 1).count() > 0 ||
                         !kernel->guidance.workers(cell.parameters).empty();
      EXPECT_TRUE(waits || cell.workers <= machine.usable) << cell.name();
      std::size_t& most = most_chunks[std::string(cell.subject->kernel())];
      most = std::max(most, chunks);
    }
    for (const char* const scaling :
         {"primes", "fibonacci", "mandelbrot", "spin", "triad", "wordcount", "cube"}) {
      if (most_chunks.count(scaling) == 0) continue;  // not in this build
      EXPECT_GE(most_chunks[scaling], std::min<std::size_t>(8 * processors, 1024)) << scaling;
    }
  }
}

TEST(Matrix, NamesCellsOfTwoProcessorsAsEver) {
  const Topology machine = even_topology(1, 1, 2, 1, std::size_t{32} << 20);
  for (const KernelEntry* kernel : kernels()) {
    for (const Case& parameters : kernel->cases)
      EXPECT_EQ(kernel->guidance.fitted(parameters, machine), parameters) << kernel->facts.name;
  }
}

// For who compares machines, or asks for cells by name.
TEST(Matrix, HasTheSameCasesEverywhereIfAskedTo) {
  Options options = with_runtimes({"serial"});
  options.same_cases = true;
  const auto small = matrix(options, even_topology(1, 1, 2, 1, std::size_t{32} << 20));
  const auto large = matrix(options, even_topology(2, 8, 8, 2, std::size_t{32} << 20));
  ASSERT_EQ(small.size(), large.size());
  for (std::size_t i = 0; i < small.size(); ++i) EXPECT_EQ(small[i].name(), large[i].name());
}

TEST(Matrix, TakesFourTimesTheCachesForWhatStreamsThroughMemory) {
  const auto bytes = [](const Topology& machine) {
    std::size_t most = 0;
    for (const Cell& cell : matching(matrix(with_runtimes({"serial"}), machine), "^triad"))
      most = std::max(most, cell.parameters.size * 24);
    return most;
  };
  for (const int caches : {1, 2, 4, 8}) {
    const auto held = static_cast<double>(caches) * (32 << 20);
    const auto taken = static_cast<double>(bytes(even_topology(1, caches, 8, 1, 32 << 20)));
    EXPECT_GE(taken, 2.8 * held);
    EXPECT_LE(taken, 5.7 * held);
  }
  EXPECT_LE(static_cast<double>(bytes(even_topology(8, 2, 8, 1, std::size_t{1} << 30))), 12e9);
}

TEST(Matrix, GivesKernelsThatWaitMoreWorkers) {
  EXPECT_THAT(names(with_runtimes({"gil"})),
              Contains("sleep/gil/workers:8/size:64/grain:1/microseconds:1000"));
  EXPECT_THAT(names(with_runtimes({"gil"}), "^cube"), Not(Contains(HasSubstr("workers:8"))));
}

TEST(Matrix, GivesWaitingItemsNoMoreWorkersThanThereAreItemsOrTheRuntimeIsMadeFor) {
  Options options = with_runtimes({"threads", "fork"});
  options.sizes = {100};
  options.parameters = {{"microseconds", {1000}}};
  EXPECT_THAT(names(options, "^sleep"),
              Contains("sleep/threads/workers:64/size:100/grain:1/microseconds:1000"));
  EXPECT_THAT(names(options, "^sleep"), Not(Contains(HasSubstr("workers:512"))));
  options.sizes = {1000};
  EXPECT_THAT(names(options, "^sleep/threads"), Contains(HasSubstr("workers:512")));
  EXPECT_THAT(names(options, "^sleep/fork"), Not(Contains(HasSubstr("workers:512"))));
}

TEST(Matrix, LeavesOutWhatWouldWaitForAges) {
  Options options = with_runtimes({"serial", "threads"});
  options.sizes = {1024};
  options.parameters = {{"microseconds", {50'000}}};
  EXPECT_THAT(names(options, "^sleep"),
              ElementsAre("sleep/threads/workers:64/size:1024/grain:1/microseconds:50000",
                          "sleep/threads/workers:512/size:1024/grain:1/microseconds:50000"));
  options.workers = {1, 2};  // unless it is asked for
  EXPECT_THAT(names(options, "^sleep"),
              ElementsAre("sleep/serial/workers:1/size:1024/grain:1/microseconds:50000",
                          "sleep/threads/workers:1/size:1024/grain:1/microseconds:50000",
                          "sleep/threads/workers:2/size:1024/grain:1/microseconds:50000"));
}

TEST(Matrix, GivesKernelsTheWorkersThatMakeSenseToThem) {
  const Options options = with_runtimes({"serial", "gil"});
  EXPECT_THAT(names(options, "^convoy/.*size:[23]/"),
              ElementsAre("convoy/gil/workers:2/size:2/grain:1/requests:20",
                          "convoy/gil/workers:3/size:3/grain:1/requests:20"));
  EXPECT_THAT(names(options, "^convoy/serial"),
              ElementsAre("convoy/serial/workers:1/size:1/grain:1/requests:20"));
}

TEST(Matrix, SmokeTakesTheSmallestCase) {
  Options options = with_runtimes({"serial"});
  options.smoke = true;
  EXPECT_THAT(names(options, "^triad"), ElementsAre("triad/serial/workers:1/size:65536/grain:4096"));
}

TEST(Matrix, ReplacesSizesGrainsAndParameters) {
  Options options = with_runtimes({"serial"});
  options.sizes = {100};
  options.grains = {1, 10};
  options.parameters = {{"multiply_adds", {5, 6}}};
  EXPECT_THAT(names(options, "^spin"),
              ElementsAre("spin/serial/workers:1/size:100/grain:1/multiply_adds:5",
                          "spin/serial/workers:1/size:100/grain:1/multiply_adds:6",
                          "spin/serial/workers:1/size:100/grain:10/multiply_adds:5",
                          "spin/serial/workers:1/size:100/grain:10/multiply_adds:6"));
}

TEST(Matrix, RefusesUnknownRuntimesAndNamesTheKnownOnes) {
  EXPECT_THAT(
      [] {
        matrix(with_runtimes({"threads", "magic"}));
      },
      ThrowsMessage<UsageError>(::testing::AllOf(HasSubstr("'magic'"), HasSubstr("serial, threads, "))));
  EXPECT_THAT([] { matrix(with_runtimes({"forks"})); },
              ThrowsMessage<UsageError>(HasSubstr("did you mean fork?")));
}

TEST(Matrix, RefusesUnknownParameters) {
  Options options;
  options.parameters = {{"nonsense", {1}}};
  EXPECT_THAT([&] { matrix(options); }, ThrowsMessage<UsageError>(HasSubstr("multiply_adds")));
  options.parameters = {{"latency", {1}}};
  EXPECT_THAT([&] { matrix(options); }, ThrowsMessage<UsageError>(HasSubstr("did you mean latency_us?")));
}

}  // namespace
}  // namespace parallax
