// SPDX-License-Identifier: MIT
// Compares two programs, from their files to verdicts: what the command `gate BASE HEAD` does before it
// writes.
#pragma once

#include <filesystem>

#include "reports/gate/comparison.hpp"
#include "reports/gate/process.hpp"
#include "reports/gate/settings.hpp"
#include "support/descriptor.hpp"

namespace parallax::reports::gate {

// A folder of its own under $TMPDIR or /tmp, gone with it; or, if this process is killed, with the next one that is made.
// Throws std::system_error.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  // The n-th link to a program; all are equally long.
  std::filesystem::path link(int number) const;
  std::filesystem::path output() const { return path_ / "out.json"; }

 private:
  std::filesystem::path path_;
  Descriptor lock_;  // as long as this lives
};

// Programs with the same text are not measured unless the settings ask for it. Throws SubjectError if one is
// no benchmark, std::system_error if this machine has no room for it.
Comparison compare(Program base, Program head, const Settings& settings, Interruptions& interruptions);

}  // namespace parallax::reports::gate
