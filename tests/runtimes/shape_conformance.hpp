// SPDX-License-Identifier: MIT
//
// What is asked of trees and of graphs alike.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>

#include "runtimes/not_supported.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/runtimes/subjects.hpp"

namespace parallax::testing {

// GoogleTest alone, without its matchers, is what other projects have to have.
inline bool says(std::string_view message, std::string_view part) {
  return message.find(part) != message.npos;
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
      EXPECT_PRED2(says, reason.what(), begin);
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
    for (const std::string_view part : {std::string_view("worker "), std::string_view("signal 9"), kernel})
      EXPECT_PRED2(says, error.what(), part);
  }
  EXPECT_THROW(run_again(), WorkerDied);
}

}  // namespace parallax::testing
