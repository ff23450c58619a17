// SPDX-License-Identifier: MIT
//
// Whom the conformance tests test: every runtime of the build, with up to 8 workers. What is launched is tested where it
// has been launched, and there nothing else is.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "runtimes/registry.hpp"
#include "tests/support/launched.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax::testing {

struct Subject {
  const RuntimeEntry* entry;
  int workers;

  std::unique_ptr<AnyRuntime> start() const { return entry->start({.workers = workers}); }
};

inline void PrintTo(const Subject& subject, std::ostream* to) {
  *to << subject.entry->facts.name << " with " << subject.workers << " workers";
}

inline std::string name_of_subject(const ::testing::TestParamInfo<Subject>& subject) {
  std::string name(subject.param.entry->facts.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name + "_" + std::to_string(subject.param.workers);
}

// A sanitizer looks into one process at a time, and three of them with one worker each look like eight.
// ThreadSanitizer looks at the threads that start and watch them, which are the same for one as for three.
inline bool sees_the_same_with_three(const RuntimeEntry& entry, int workers) {
  if (thread_sanitizer && workers == 1 && entry.facts.processes) return true;
  return sanitized && (workers == 2 || (workers == 8 && entry.facts.processes));
}

// Who does maps: everybody.
inline std::vector<Subject> map_subjects() {
  std::vector<Subject> all;
  for (const RuntimeEntry* entry : runtimes()) {
    if (entry->facts.launched != launched()) continue;
    for (const int workers : {1, 2, 3, 8}) {
      if (workers > most_workers()) continue;
      if (workers != 3 && sees_the_same_with_three(*entry, workers)) continue;
      if (workers == 1 || entry->facts.name != "serial") all.push_back({entry, workers});
    }
  }
  return all;
}

inline std::vector<Subject> map_subjects_with_processes() {
  std::vector<Subject> some = map_subjects();
  std::erase_if(some, [](const Subject& s) { return !s.entry->facts.processes || s.workers == 1; });
  return some;
}

inline std::vector<Subject> map_subjects_on_ranks() {
  std::vector<Subject> some = map_subjects_with_processes();
  std::erase_if(some, [](const Subject& s) { return !s.entry->facts.launched; });
  return some;
}

// shape: RuntimeEntry::trees or graphs. processes: those whose workers are processes, which can die alone.
inline std::vector<Subject> shape_subjects(bool RuntimeEntry::*shape, bool processes) {
  std::vector<Subject> all;
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

}  // namespace parallax::testing
