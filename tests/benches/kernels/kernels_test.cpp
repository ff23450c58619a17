// SPDX-License-Identifier: MIT
//
// Every kernel against its known answers, and whether a wrong byte in any output would be noticed.
#include "benches/kernels/kernels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "benches/harness/host/verification.hpp"
#include "benches/origin/origin_service.hpp"
#include "benches/support/interruption.hpp"
#include "runtimes/registry.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

// What this program has written to files and not synced since.
int unsynced_writes = 0;
int syncs = 0;

}  // namespace
}  // namespace parallax

// These stand before libc's: every write of a kernel to its file, and every sync, comes by here.
extern "C" ssize_t pwrite(int descriptor, const void* from, size_t bytes, off_t at) {
  ++parallax::unsynced_writes;
  return syscall(SYS_pwrite64, descriptor, from, bytes, at);
}
extern "C" int fdatasync(int descriptor) {
  ++parallax::syncs;
  parallax::unsynced_writes = 0;
  return static_cast<int>(syscall(SYS_fdatasync, descriptor));
}

namespace parallax {
namespace {

struct Ran {
  Arena arena;
  std::unique_ptr<Work> work;
};

// One origin for all tests of this process that need one.
const OriginAddress& origin() {
  static Interruption interruption;
  static OriginService service({BENCH_PROGRAM, origin_argument}, loopback_address, "", interruption);
  return service.address();
}

// Runs a kernel once under `serial`.
std::unique_ptr<Ran> run(std::string_view name, const Case& parameters, Inputs inputs = {}) {
  if (find_kernel(name)->facts.origin) inputs.origin = origin();
  auto ran = std::make_unique<Ran>();
  ran->work = find_kernel(name)->prepare(parameters, inputs, ran->arena);
  poison(*ran->work);
  const auto serial = find_runtime("serial")->start({});
  for (const MapJob& job : ran->work->jobs()) serial->map(job);
  if (ran->work->tree()) serial->tree(*ran->work->tree());
  if (ran->work->graph()) serial->graph(*ran->work->graph());
  return ran;
}

// The case that is quickest to run, cut down where all are long. Trees and graphs begin small enough.
Case small_case(const KernelEntry& kernel) {
  Case parameters = kernel.guidance.reference_case(kernel.cases.front());
  if (!kernel.is_map()) return parameters;
  parameters.size = std::min<std::size_t>(parameters.size, 16);
  parameters.grain = 4;
  return parameters;
}

std::span<const std::uint64_t> numbers(const Ran& ran) {
  return view_as<const std::uint64_t>(ran.work->result());
}

TEST(Kernels, CubeOfSixNumbers) {
  EXPECT_THAT(numbers(*run("cube", {.size = 6, .grain = 4})), ::testing::ElementsAre(1, 8, 27, 64, 125, 216));
}

TEST(Kernels, FibonacciOfFiftyThousand) {
  if (!find_kernel("fibonacci")) GTEST_SKIP() << "GMP is missing in this build";
  EXPECT_THAT(numbers(*run("fibonacci", {.size = 2, .grain = 1})), ::testing::Each(17639955447011872741u));
}

TEST(Kernels, SumOfThePrimesBelowAHundredThousand) {
  EXPECT_THAT(numbers(*run("primes", {.size = 1, .grain = 1})), ::testing::ElementsAre(454396537u));
}

TEST(Kernels, SpinDoesAsManyMultiplyAddsAsAsked) {
  EXPECT_THAT(numbers(*run("spin", {3, 1, {0}})), ::testing::ElementsAre(0, 1, 2));
  EXPECT_THAT(numbers(*run("spin", {2, 1, {1}})),
              ::testing::ElementsAre(1442695040888963407u, 6364136223846793005u + 1442695040888963407u));
}

TEST(Kernels, PipelineCountsTheLinesThatLeaveEveryStage) {
  // cat | grep | tee | wc -l, with a grep that drops about a quarter.
  const auto ran = run("pipeline", {4, 1, {1000, 10}});
  EXPECT_EQ(numbers(*ran)[0], 1000u);
  EXPECT_GT(numbers(*ran)[1], 500u);
  EXPECT_LT(numbers(*ran)[1], 1000u);
  EXPECT_EQ(numbers(*ran)[2], numbers(*ran)[1]);
  EXPECT_EQ(numbers(*ran)[3], numbers(*ran)[1]);
}

TEST(Kernels, PipelineRefusesWhatDoesNotFitIntoPipes) {
  EXPECT_THROW(run("pipeline", {4, 1, {1'000'000, 10}}), NotSupported);
  EXPECT_THROW(run("pipeline", {40, 1, {10, 10}}), NotSupported);
}

TEST(Kernels, FileWriteLooksIntoItsFile) {
  const auto ran = run("file_write", {4, 1, {1000, 1}});
  EXPECT_EQ(ran->work->check_side_effects(), std::nullopt);
  // Having looked, it has overwritten what it found: nothing can live off an earlier run.
  EXPECT_NE(ran->work->check_side_effects(), std::nullopt);
}

// Else the first timed sync would write what the check has left.
TEST(Kernels, FileWriteLeavesNothingToSyncWhenItHasLooked) {
  const auto ran = run("file_write", {4, 1, {1000, 1}});
  const int before = syncs;
  EXPECT_EQ(ran->work->check_side_effects(), std::nullopt);
  EXPECT_EQ(syncs, before + 1);
  EXPECT_EQ(unsynced_writes, 0);
  // The same for one item, on a worker that is elsewhere.
  const auto elsewhere = run("file_write", {1, 1, {1000, 1}});
  elsewhere->work->side_effect_check()(elsewhere->work->jobs()[0], 0);
  EXPECT_EQ(unsynced_writes, 0);
  // Without syncs in the timed run there is none to prepare for.
  const auto unsynced = run("file_write", {4, 1, {1000, 0}});
  const int then = syncs;
  EXPECT_EQ(unsynced->work->check_side_effects(), std::nullopt);
  EXPECT_EQ(syncs, then);
}

TEST(Kernels, TreesHaveTheirKnownNodesAndValues) {
  const auto root = [](std::string_view name, const Case& parameters) {
    const auto ran = run(name, parameters);
    EXPECT_EQ(ran->work->mistake(), std::nullopt) << name << " of " << parameters.size;
    const auto words = numbers(*ran);
    return std::vector<std::uint64_t>(words.begin(), words.end());
  };
  // Nodes, and what the kernel makes of them.
  EXPECT_THAT(root("fib", {.size = 20}), ::testing::ElementsAre(21891, 6765));
  EXPECT_THAT(root("nqueens", {.size = 9}), ::testing::ElementsAre(8394, 352));
  EXPECT_THAT(root("skynet", {.size = 1000}), ::testing::ElementsAre(1111, 499500));
  EXPECT_THAT(root("skynet", {.size = 1}), ::testing::ElementsAre(1, 0));
  // Leaves and depth.
  EXPECT_THAT(root("uts", {7, 1, {1}}), ::testing::ElementsAre(63914, 51124, 7));
  EXPECT_THAT(root("mergesort", {1000, 1, {300}}).size(), 1002u);
  EXPECT_THAT(root("matmul_tree", {50, 1, {7}}).size(), 2502u);
}

TEST(Kernels, TreesNameWhatTheyDoNotHave) {
  EXPECT_THROW(run("uts", {4, 1, {2}}), NotSupported);
  EXPECT_THROW(run("nqueens", {.size = 31}), NotSupported);
  EXPECT_THROW(run("mergesort", {10, 1, {0}}), NotSupported);
  EXPECT_THROW(run("matmul_tree", {10, 1, {0}}), NotSupported);
}

TEST(Kernels, GraphDoesAllKindsOfWorkInAllPatterns) {
  for (std::uint64_t pattern = 0; pattern < 11; ++pattern)
    EXPECT_EQ(run("graph", {7, 1, {pattern, 9, 3, 3, 100, 48}})->work->mistake(), std::nullopt) << pattern;
  for (std::uint64_t work = 0; work < 5; ++work)
    EXPECT_EQ(run("graph", {4, 1, {2, 3, 3, work, 10, 16}})->work->mistake(), std::nullopt) << work;
}

TEST(Kernels, RealGraphsAreRightInTilesThatDoNotFit) {
  for (const std::uint64_t tile : {1u, 7u, 64u}) {
    EXPECT_EQ(run("wavefront", {40, 1, {tile}})->work->mistake(), std::nullopt) << tile;
    EXPECT_EQ(run("cholesky", {40, 1, {tile}})->work->mistake(), std::nullopt) << tile;
  }
  // Their readers are those who have them as inputs.
  for (const char* kernel : {"wavefront", "cholesky"}) {
    const auto ran = run(kernel, {40, 1, {7}});
    const GraphJob& job = *ran->work->graph();
    std::set<std::pair<std::size_t, std::size_t>> by_inputs, by_readers;
    TaskRange ranges[most_task_ranges];
    for (std::uint32_t step = 0; step < job.steps.size(); ++step) {
      for (std::uint32_t point = job.steps[step].begin; point < job.steps[step].end; ++point) {
        const GraphTask task{step, point};
        const std::size_t number = number_of(job, task);
        all_tasks(ranges, job.inputs(job, task, ranges), [&](GraphTask input) {
          EXPECT_TRUE(input.step < step && exists(job, input)) << kernel;
          return by_inputs.emplace(number_of(job, input), number).second;
        });
        all_tasks(ranges, job.readers(job, task, ranges), [&](GraphTask reader) {
          return by_readers.emplace(number, number_of(job, reader)).second;
        });
      }
    }
    EXPECT_EQ(by_inputs, by_readers) << kernel;
  }
  EXPECT_THROW(run("cholesky", {129, 1, {1}}), NotSupported);
  EXPECT_THROW(run("wavefront", {10, 1, {0}}), NotSupported);
}

TEST(Kernels, GraphNamesWhatItCannotDo) {
  const auto message = [](const Case& parameters) {
    try {
      run("graph", parameters);
    } catch (const NotSupported& reason) {
      return std::string(reason.what());
    }
    return std::string("it can");
  };
  EXPECT_EQ(message({2, 1, {3, 9, 3, 1, 1, 64}}),
            "stencil_1d_periodic of radix 3 needs a width of at least 3, not 2");
  EXPECT_EQ(message({4, 1, {9, 9, 5, 1, 1, 64}}), "spread of radix 5 needs a width of at least 5, not 4");
  EXPECT_THAT(message({4, 1, {11, 9, 3, 1, 1, 64}}),
              ::testing::HasSubstr("there are trivial, no_comm, stencil_1d"));
  EXPECT_THAT(message({4, 1, {2, 9, 3, 5, 1, 64}}), ::testing::HasSubstr("there are empty, compute"));
  EXPECT_THAT(message({4, 1, {2, 9, 3, 1, 1, 60}}), ::testing::HasSubstr("they are multiples of 16"));
  EXPECT_THAT(message({4, 1, {2, 9, 0, 1, 1, 64}}), ::testing::HasSubstr("a radix of 0"));
  EXPECT_THAT(message({1024, 1, {2, 1024, 3, 1, 1, 4096}}), ::testing::HasSubstr("are more than"));
}

TEST(Kernels, RequestsAreTimedOneByOne) {
  const auto ran = run("http_get", {5, 1, {2000, 10, 1}});
  EXPECT_EQ(ran->work->latencies()->count(), 5u);
  EXPECT_GE(ran->work->latencies()->quantile(0.01), std::chrono::milliseconds(2));
  EXPECT_EQ(run("cube", {5, 1})->work->latencies(), nullptr);
}

TEST(Kernels, CrawlGivesTheSameAnswerWithAndWithoutFetching) {
  // Both shares leave no multiply-adds at zero microseconds, so what is left is the page.
  const auto fetched = run("crawl", {3, 1, {0, 0}});
  const auto made = run("crawl", {3, 1, {0, 100}});
  EXPECT_EQ(difference(fetched->work->result(), made->work->result(), 3), std::nullopt);
}

TEST(Kernels, WordcountCountsARealText) {
  const testing::Folder folder;
  std::ofstream(folder / "text") << "The cat, the dog; THE END.\nna\xc3\xafve cat";
  const auto ran = run("wordcount", {.size = 3, .grain = 1}, {.corpus = folder / "text"});
  EXPECT_EQ(ran->work->mistake(), std::nullopt);
}

TEST(Kernels, WordcountTakesAnEmptyText) {
  const testing::Folder folder;
  std::ofstream(folder / "text") << "";
  EXPECT_EQ(run("wordcount", {.size = 3, .grain = 1}, {.corpus = folder / "text"})->work->mistake(),
            std::nullopt);
}

TEST(Kernels, WordcountNamesAFileThatCannotBeRead) {
  try {
    run("wordcount", {.size = 1, .grain = 1}, {.corpus = "/nonexistent/text"});
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("/nonexistent/text"));
  }
}

class EveryKernel : public ::testing::TestWithParam<const KernelEntry*> {};

TEST_P(EveryKernel, GivesItsKnownAnswer) {
  for (const std::size_t size : {1u, 5u, 16u}) {
    Case parameters = small_case(*GetParam());
    parameters.size = GetParam()->nodes ? std::min<std::size_t>(size, parameters.size) : size;
    EXPECT_EQ(run(GetParam()->facts.name, parameters)->work->mistake(), std::nullopt) << size;
  }
}

TEST_P(EveryKernel, NoticesAnOutputThatWasNeverWritten) {
  const auto ran = run(GetParam()->facts.name, small_case(*GetParam()));
  poison(*ran->work);
  EXPECT_NE(ran->work->mistake(), std::nullopt);
}

TEST_P(EveryKernel, GivesTheSameBytesAtEveryGrain) {
  const Case parameters = small_case(*GetParam());
  const auto first = run(GetParam()->facts.name, parameters);
  for (const std::size_t grain : {1u, 3u, 100u}) {
    Case other = parameters;
    other.grain = grain;
    const auto second = run(GetParam()->facts.name, other);
    EXPECT_EQ(difference(second->work->result(), first->work->result(), parameters.size), std::nullopt)
        << grain;
  }
}

TEST_P(EveryKernel, ListsItsCasesFromTheSmallestSizeOn) {
  ASSERT_FALSE(GetParam()->cases.empty());
  for (const Case& parameters : GetParam()->cases) {
    EXPECT_LE(GetParam()->cases.front().size, parameters.size);
    EXPECT_GE(parameters.grain, 1u);
  }
}

INSTANTIATE_TEST_SUITE_P(Kernels, EveryKernel, ::testing::ValuesIn(kernels().begin(), kernels().end()),
                         [](const auto& kernel) { return std::string(kernel.param->facts.name); });

}  // namespace
}  // namespace parallax
