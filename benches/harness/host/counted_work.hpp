// SPDX-License-Identifier: MIT
//
// A work as it runs while it is verified: the same jobs, in which everything that is done is counted, in memory
// that all workers share. One kind for each shape of job.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "benches/kernel.hpp"
#include "runtimes/arena.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

// Nothing if all is well, else what is wrong.
using Mistake = std::optional<std::string>;

class CountedWork {
 public:
  virtual ~CountedWork() = default;

  // Runs all of it once, with stragglers, on a runtime of so many workers.
  virtual void run(AnyRuntime& runtime, int workers) = 0;
  // Forgets what has run so far.
  virtual void reset() = 0;
  // Whether everything has been done exactly once, wherever it ran, and before the runtime came back.
  virtual Mistake mistake(AnyRuntime& runtime) const = 0;
};

// To be made before the runtime is started. `elsewhere`: items are looked at, where they ran, for what they
// leave (Work::side_effect_check).
std::unique_ptr<CountedWork> make_counted(const Work& work, Arena& arena, bool elsewhere);

}  // namespace parallax
