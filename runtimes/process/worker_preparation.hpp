// SPDX-License-Identifier: MIT
//
// What every worker that is a fresh program does before it serves, and a fork server before it forks: making
// what cannot be inherited or mapped. Forked workers have it from their parent.
#pragma once

#include <vector>

#include "runtimes/support/program_function.hpp"

namespace parallax {

// In effect for all workers that are started while it exists, in the order of their construction.
class WorkerPreparation {
 public:
  // Plain data, as it travels to the worker. What prepare() throws ends the worker with status 70, and its text
  // goes to the worker's standard error.
  struct Step {
    ProgramFunction<void(const void* shared)> prepare;
    const void* shared = nullptr;  // in a shared mapping

    bool operator==(const Step&) const = default;
  };

  WorkerPreparation(ProgramFunction<void(const void* shared)> prepare, const void* shared);
  ~WorkerPreparation();
  WorkerPreparation(const WorkerPreparation&) = delete;
  WorkerPreparation& operator=(const WorkerPreparation&) = delete;

  // Those that are in effect.
  static const std::vector<Step>& steps();

 private:
  Step step_;
};

}  // namespace parallax
