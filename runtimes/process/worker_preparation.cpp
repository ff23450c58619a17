// SPDX-License-Identifier: MIT
#include "runtimes/process/worker_preparation.hpp"

#include <algorithm>

namespace parallax {
namespace {

// Changed by the thread that starts runtimes only.
std::vector<WorkerPreparation::Step>& all() {
  static std::vector<WorkerPreparation::Step> steps;
  return steps;
}

}  // namespace

WorkerPreparation::WorkerPreparation(ProgramFunction<void(const void* shared)> prepare, const void* shared)
    : step_{prepare, shared} {
  all().push_back(step_);
}

WorkerPreparation::~WorkerPreparation() { all().erase(std::find(all().begin(), all().end(), step_)); }

const std::vector<WorkerPreparation::Step>& WorkerPreparation::steps() { return all(); }

}  // namespace parallax
