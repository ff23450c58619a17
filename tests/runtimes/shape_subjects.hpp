// SPDX-License-Identifier: MIT
//
// What the conformance tests of trees and of graphs have in common: every runtime of the build that does the shape,
// with up to 8 workers, and what is asked of all others.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "runtimes/registry.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/launched.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax::testing {

struct ShapeSubject {
  const RuntimeEntry* entry;
  int workers;

  std::unique_ptr<AnyRuntime> start() const { return entry->start({.workers = workers}); }
};

inline void PrintTo(const ShapeSubject& subject, std::ostream* to) {
  *to << subject.entry->facts.name << " with " << subject.workers << " workers";
}

inline std::string name_of_shape_subject(const ::testing::TestParamInfo<ShapeSubject>& subject) {
  std::string name(subject.param.entry->facts.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name + "_" + std::to_string(subject.param.workers);
}

// shape: RuntimeEntry::trees or graphs. processes: those whose workers are processes, which can die alone. What is
// launched is tested where it has been launched, and there nothing else is.
inline std::vector<ShapeSubject> shape_subjects(bool RuntimeEntry::*shape, bool processes) {
  std::vector<ShapeSubject> all;
  for (const RuntimeEntry* entry : runtimes()) {
    if (!(entry->*shape) || entry->facts.launched != launched()) continue;
    for (const int workers : {1, 2, 3, 8}) {
      if (workers > most_workers() || (entry->facts.name == "serial" && workers > 1)) continue;
      if (processes && (!entry->facts.processes || entry->facts.launched || workers == 1)) continue;
      if (sanitized && workers == 2) continue;  // three show the same, and take as long
      all.push_back({entry, workers});
    }
  }
  return all;
}

// Those that do not do the shape say so: `run` has one do it.
inline void expect_refusals(bool RuntimeEntry::*shape, std::string_view begin,
                            const std::function<void(AnyRuntime&)>& run) {
  for (const RuntimeEntry* entry : runtimes()) {
    if (entry->*shape || entry->facts.launched) continue;
    const auto runtime = entry->start({.workers = 2});
    try {
      run(*runtime);
      ADD_FAILURE() << entry->facts.name << " does it";
    } catch (const NotSupported& reason) {
      EXPECT_THAT(reason.what(), ::testing::StartsWith(std::string(begin)));
    }
  }
}

// Of three runtimes, one after the other, that have each done something.
inline void expect_nothing_left(const std::function<void()>& start_and_run) {
  start_and_run();
  const auto before = leftovers();
  for (int i = 0; i < 3; ++i) start_and_run();
  EXPECT_PRED2(not_more, settled_leftovers(before), before);
}

// A worker that dies while `run` runs makes the call fail at once, and every later one.
inline void expect_death_told(std::string_view kernel, const std::function<void()>& run,
                              const std::function<void()>& run_again) {
  try {
    run();
    FAIL() << "a worker died, but the call did not throw";
  } catch (const WorkerDied& error) {
    EXPECT_THAT(error.what(), AllOf(::testing::HasSubstr("worker "), ::testing::HasSubstr("signal 9"),
                                    ::testing::HasSubstr(std::string(kernel))));
  }
  EXPECT_THROW(run_again(), WorkerDied);
}

}  // namespace parallax::testing
