// SPDX-License-Identifier: MIT
//
// What the conformance tests of maps have in common.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "tests/runtimes/jobs.hpp"
#include "tests/runtimes/subjects.hpp"

namespace parallax::testing {

class Conformance : public ::testing::TestWithParam<Subject> {
 protected:
  static constexpr std::size_t most_items = 10'000;

  // Where every chunk takes a thread or a process, as many as show the same in less time.
  bool costly() const { return GetParam().entry->facts.most_chunks < most_items * 10; }
  std::unique_ptr<AnyRuntime> start() { return GetParam().start(); }

  Arena arena_;
  CountingJob job_{arena_, most_items};
};

}  // namespace parallax::testing
