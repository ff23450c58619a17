// SPDX-License-Identifier: MIT
//
// The probe `element`: that every mechanism passes its own verification, that lost updates are counted where
// they are by design and an error elsewhere, and that a death ends the probe with a reason.
#include "benches/probes/shared_state/element_load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>

#include "tests/benches/harness/processes.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/program.hpp"

namespace parallax {

extern const ProbeEntry probe_element;

namespace {

using testing::eventually;
using ::testing::HasSubstr;
using testing::leftovers;
using testing::settled_leftovers;

constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max() / 1'000'000'000;

const std::set<std::string_view> lossy{"value-raw",    "value-locked", "array-raw",
                                       "array-locked", "manager-unix", "manager-tcp"};

Case adding(std::uint64_t clients) { return {.size = 1000, .values = {clients, 1}}; }

class Elements : public ::testing::TestWithParam<std::string_view> {
 protected:
  ~Elements() override { EXPECT_PRED2(testing::not_more, settled_leftovers(before_), before_); }
  static std::unique_ptr<Probe> start(const Case& parameters) {
    return probe_element.start(GetParam(), parameters);
  }

 private:
  const testing::Leftovers before_ = leftovers();
};

TEST_P(Elements, PassTheirOwnVerification) {
  for (Case parameters : probe_element.cases(GetParam())) {
    for (const std::size_t size : {1u, 2u, 101u}) {
      parameters.size = size;
      const auto probe = start(parameters);
      for (const std::int64_t iterations : {1, 1, 5}) {
        probe->restart_counters();
        probe->run(iterations);
        probe->usage();
        EXPECT_EQ(probe->mistake(), std::nullopt);
      }
    }
  }
}

TEST_P(Elements, LoseUpdatesOfTwoClientsOnlyWhereTheyMay) {
  const auto probe = start(adding(2));
  probe->run(1);
  EXPECT_EQ(probe->mistake(), std::nullopt);
  const auto lost_in = [&](std::int64_t iterations) {
    probe->restart_counters();
    probe->run(iterations);
    const auto counters = probe->counters();
    EXPECT_EQ(counters.size(), 1u);
    EXPECT_EQ(counters.at(0).name, "lost_updates");
    EXPECT_TRUE(counters.at(0).per_iteration);
    EXPECT_EQ(probe->mistake(), std::nullopt);
    EXPECT_LT(counters.at(0).value, static_cast<double>(iterations * 1000));
    return counters.at(0).value;
  };
  if (lossy.count(GetParam())) {
    EXPECT_TRUE(eventually([&] { return lost_in(10) > 0; }));
  } else {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(lost_in(2), 0);
  }
}

TEST_P(Elements, LoseNothingOfASingleClient) {
  const auto probe = start(adding(1));
  probe->restart_counters();
  probe->run(3);
  EXPECT_EQ(probe->counters().at(0).value, 0);
  EXPECT_EQ(probe->mistake(), std::nullopt);
}

TEST_P(Elements, EndWithAClientThatIsKilled) {
  const auto probe = start(adding(2));
  const std::vector<pid_t> processes = testing::children();
  Child killer([&] { kill(processes.back(), SIGKILL); });  // clients are forked after their manager
  try {
    probe->run(endless);
    FAIL() << "it went on";
  } catch (const WorkerDied& died) {
    EXPECT_THAT(died.what(), HasSubstr("was killed by signal 9"));
  }
  EXPECT_THROW(probe->run(1), WorkerDied);
}

TEST_P(Elements, EndWithTheirManager) {
  if (GetParam().find("manager") == std::string_view::npos) GTEST_SKIP() << "there is none";
  for (const bool asked_before : {false, true}) {
    const auto probe = start(adding(2));
    if (asked_before) probe->run(1);
    const std::vector<pid_t> processes = testing::children();
    Child killer([&] { kill(processes.front(), SIGKILL); });
    try {
      probe->run(endless);
      FAIL() << "it went on";
    } catch (const WorkerDied& died) {
      EXPECT_THAT(died.what(), HasSubstr("the manager (process "));
      EXPECT_THAT(died.what(), HasSubstr("was killed by signal 9"));
    }
    EXPECT_THROW(probe->usage(), WorkerDied);
  }
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> all;
  for (const Mechanism& mechanism : probe_element.mechanisms()) all.push_back(mechanism.name);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Mechanism, Elements, ::testing::ValuesIn(names()), [](const auto& value) {
  std::string name(value.param);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Element, RefusesWhatItCannotDo) {
  EXPECT_THROW(probe_element.start("atomic", {.size = 1, .values = {0, 0}}), NotSupported);
  EXPECT_THROW(probe_element.start("atomic", {.size = 1, .values = {65, 0}}), NotSupported);
  EXPECT_THROW(probe_element.start("atomic", {.size = 1, .values = {1, 2}}), NotSupported);
  EXPECT_THROW(probe_element.start("nowhere", {.size = 1, .values = {1, 0}}), NotSupported);
}

// Claims to lose nothing, but forgets one update, or makes one up, or reads what nobody wrote.
template <std::int64_t wrong_update, std::int64_t wrong_read>
struct WrongStore : AtomicStore {
  struct Client : AtomicStore::Client {
    std::int64_t get(std::size_t i) { return AtomicStore::Client::get(i) + (++calls == 50 ? wrong_read : 0); }
    void add_one(std::size_t i) {
      AtomicStore::Client::add_one(i);
      if (++calls == 50) value += wrong_update;
    }
    explicit Client(WrongStore& store) : AtomicStore::Client(store), value(store.extra) {}
    int calls = 0;
    std::atomic<std::int64_t>& value;
  };
  std::int64_t total() { return AtomicStore::total() + extra; }
  Shared<std::atomic<std::int64_t>> shared_extra{0};
  std::atomic<std::int64_t>& extra = *shared_extra;
};

template <class Store>
std::string mistake_of(bool update) {
  ElementLoad<Store> load(2, update, 1000, 1);
  load.run(1);
  return load.mistake().value_or("none");
}

TEST(Element, NoticesWhatIsLostOrMadeUpOrMisread) {
  EXPECT_EQ((mistake_of<WrongStore<0, 0>>(true)), "none");
  EXPECT_EQ((mistake_of<WrongStore<-1, 0>>(true)), "1000 updates have changed the elements by 998");
  EXPECT_EQ((mistake_of<WrongStore<1, 0>>(true)), "1000 updates have changed the elements by 1002");
  EXPECT_EQ((mistake_of<WrongStore<0, 0>>(false)), "none");
  EXPECT_EQ((mistake_of<WrongStore<0, 3>>(false)), "client 0 has read 503, not 500");
}

}  // namespace
}  // namespace parallax
