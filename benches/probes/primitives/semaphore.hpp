// SPDX-License-Identifier: MIT
//
// POSIX's unnamed semaphore. Not robust, and it could not be: it has no holder, only a number, so nobody can
// tell that the one who would have posted is dead.
#pragma once

#include <semaphore.h>

#include "benches/probes/primitives/sharing.hpp"
#include "support/retry.hpp"
#include "support/system_error.hpp"

namespace parallax {

class Semaphore {
 public:
  Semaphore(Sharing sharing, unsigned value) {
    check(sem_init(&semaphore_, sharing == Sharing::processes, value), "sem_init");
  }
  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;

  void wait() {
    check(retry_on_interrupt([&] { return sem_wait(&semaphore_); }), "sem_wait");
  }
  bool try_wait() {
    if (sem_trywait(&semaphore_) == 0) return true;
    if (errno != EAGAIN) throw_system_error("sem_trywait");
    return false;
  }
  void post() { check(sem_post(&semaphore_), "sem_post"); }

 private:
  sem_t semaphore_;
};

}  // namespace parallax
