// SPDX-License-Identifier: MIT
//
// How a caller waits until the processes that it has started are ready to take work. A process that ends
// before it is ready is not waited for: whoever uses it next will be told.
#pragma once

#include <chrono>
#include <cstdint>
#include <new>

#include "runtimes/support/mapping.hpp"
#include "support/futex.hpp"

namespace parallax {

class Readiness {
 public:
  Readiness()
      : memory_(Mapping::shared(sizeof(FutexWord))), ready_(*new (memory_.bytes().data()) FutexWord(0)) {}
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  // By each process, once.
  void announce() {
    ready_.fetch_add(1);
    futex_wake_all(ready_);
  }

  // Until so many have, or any_ended() is true.
  template <class AnyEnded>
  void wait(std::size_t count, AnyEnded any_ended) {
    // The end of a process wakes nobody here, so it is looked for now and then.
    for (std::uint32_t ready = 0; (ready = ready_) < count && !any_ended();)
      futex_wait_for(ready_, ready, std::chrono::milliseconds(10));
  }

 private:
  Mapping memory_;
  FutexWord& ready_;
};

}  // namespace parallax
