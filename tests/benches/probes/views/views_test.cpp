// SPDX-License-Identifier: MIT
//
// The operations of the probe `view` over ranks that are simulated in one process, with what can go wrong
// between ranks: whatever is lost, doubled, damaged or done by the wrong rank is noticed. Real ranks are
// below bench_test.cpp.
#include "benches/probes/views/view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <vector>

#include "runtimes/registry.hpp"
#include "tests/benches/probes/views/simulated_ranks.hpp"

namespace parallax {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

using testing::fault;
using testing::Fault;
using testing::SimulatedRanks;

struct SimulatedStatic : SimulatedRanks {
  static constexpr Facts facts{.name = "mpi-static", .summary = "simulated", .library = {}};
  explicit SimulatedStatic(const Settings& settings) : SimulatedRanks(settings, true) {}
};
struct SimulatedDynamic : SimulatedRanks {
  static constexpr Facts facts{.name = "mpi", .summary = "simulated", .library = {}};
  explicit SimulatedDynamic(const Settings& settings) : SimulatedRanks(settings, false) {}
};

}  // namespace

// This program's table of runtimes.
const RuntimeEntry* find_runtime(std::string_view name) {
  static const std::array entries{runtime_entry<SimulatedStatic>(), runtime_entry<SimulatedDynamic>()};
  for (const RuntimeEntry& entry : entries) {
    if (entry.facts.name == name) return &entry;
  }
  return nullptr;
}

namespace {

constexpr int engines = 3;

struct Operation {
  const char* name;
  std::function<std::unique_ptr<Probe>()> start;
  std::vector<Fault> noticed;
};

std::vector<Operation> operations() {
  const auto calls = [](Calls kind, std::size_t size) {
    return [=] { return make_calls(kind, engines, size); };
  };
  const std::vector<Fault> of_calls{Fault::inputs_are_lost, Fault::inputs_are_a_neighbours,
                                    Fault::results_are_lost, Fault::results_are_damaged};
  std::vector<Fault> of_placed_calls = of_calls;
  of_placed_calls.push_back(Fault::caller_does_all);
  return {{"push",
           [] { return make_push(engines, 256); },
           {Fault::push_is_lost, Fault::push_misses_one, Fault::push_is_cut}},
          {"pull",
           [] { return make_pull(engines, 256); },
           {Fault::pull_is_the_callers, Fault::pull_is_of_one, Fault::pull_is_damaged}},
          {"pull_of_a_word",
           [] { return make_pull(engines, 8); },
           {Fault::pull_is_the_callers, Fault::pull_is_of_one, Fault::pull_is_damaged}},
          {"scatter",
           [] { return make_scatter(engines, 256); },
           {Fault::inputs_are_lost, Fault::inputs_are_a_neighbours, Fault::inputs_are_damaged,
            Fault::results_are_lost, Fault::caller_does_all}},
          {"gather",
           [] { return make_gather(engines, 256); },
           {Fault::results_are_lost, Fault::results_are_damaged, Fault::caller_does_all}},
          {"on_every", calls(Calls::on_every, 1), of_placed_calls},
          {"divided", calls(Calls::divided, 50), of_placed_calls},
          {"one",
           calls(Calls::one, 5),
           {Fault::inputs_are_lost, Fault::results_are_lost, Fault::caller_does_all}},
          {"balanced", calls(Calls::balanced, 50), of_calls}};
}

class EveryOperation : public ::testing::TestWithParam<Operation> {
 protected:
  void TearDown() override { fault = Fault::none; }
};

TEST_P(EveryOperation, FindsNothingWrongWhereNothingIs) {
  const auto view = GetParam().start();
  for (int i = 0; i < 3; ++i) {
    view->run(i + 1);
    EXPECT_EQ(view->mistake(), std::nullopt);
  }
}

TEST_P(EveryOperation, NoticesWhateverGoesWrongLater) {
  for (const Fault wrong : GetParam().noticed) {
    const auto view = GetParam().start();
    view->run(2);
    ASSERT_EQ(view->mistake(), std::nullopt);
    fault = wrong;
    view->run(1);
    EXPECT_NE(view->mistake(), std::nullopt) << "fault " << static_cast<int>(wrong);
    fault = Fault::none;
  }
}

INSTANTIATE_TEST_SUITE_P(Views, EveryOperation, ::testing::ValuesIn(operations()),
                         [](const auto& operation) { return std::string(operation.param.name); });

TEST(Views, SayWhoseBlockIsMissing) {
  const auto view = make_pull(engines, 64);
  fault = Fault::pull_is_of_one;
  view->run(1);
  EXPECT_THAT(view->mistake(), Optional(HasSubstr("no engine's")));
  fault = Fault::none;
}

TEST(Views, CountHowManyTasksEnginesHaveHad) {
  const auto view = make_calls(Calls::balanced, engines, 10);
  view->restart_counters();
  view->run(1);
  ASSERT_EQ(view->counters().size(), 1u);
  EXPECT_EQ(view->counters()[0].value, 1);
  fault = Fault::caller_does_all;
  view->run(3);
  fault = Fault::none;
  EXPECT_EQ(view->counters()[0].value, 0.25);
}

}  // namespace
}  // namespace parallax
