// SPDX-License-Identifier: MIT
//
// How what a kernel throws in another process reaches the caller: an exception cannot leave its process, so
// its text does, in the slot of the worker.
#pragma once

#include <cstdio>
#include <exception>
#include <optional>
#include <string>

#include "runtimes/process/process_team.hpp"

namespace parallax {

// Complete before it is announced. The first of a job is kept.
inline void keep_error(ProcessTeam::Slot& own, const char* what) noexcept {
  if (own.failed.load(std::memory_order_relaxed) != 0) return;
  std::snprintf(own.error.data(), own.error.size(), "%s", what);
  own.failed.store(1, std::memory_order_release);
}

// Whether work() came to its end without throwing.
template <class Work>
bool attempt(ProcessTeam::Slot& own, Work work) noexcept {
  try {
    work();
    return true;
  } catch (const std::exception& error) {
    keep_error(own, error.what());
  } catch (...) {
    keep_error(own, "an exception that is not a std::exception");
  }
  return false;
}

// What a worker has kept, once; nothing if it has not thrown.
inline std::optional<std::string> take_error(ProcessTeam::Slot& slot) {
  if (slot.failed.load(std::memory_order_acquire) == 0) return {};
  std::string text = slot.error.data();
  slot.failed.store(0, std::memory_order_relaxed);
  return text;
}

}  // namespace parallax
