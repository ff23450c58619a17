// SPDX-License-Identifier: MIT
//
// POSIX's unnamed semaphore. Not robust, and it could not be: it has no holder, only a number, so nobody can
// tell that the one who would have posted is dead.
#pragma once

#include <semaphore.h>

#include "benches/probes/primitives/among.hpp"

namespace parallax {

class Semaphore {
 public:
  Semaphore(Among among, unsigned value) {
    check(sem_init(&semaphore_, among == Among::processes, value) == 0, "sem_init");
  }
  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;

  void wait() {
    int result = sem_wait(&semaphore_);
    while (result != 0 && errno == EINTR) result = sem_wait(&semaphore_);
    check(result == 0, "sem_wait");
  }
  bool try_wait() {
    if (sem_trywait(&semaphore_) == 0) return true;
    check(errno == EAGAIN, "sem_trywait");
    return false;
  }
  void post() { check(sem_post(&semaphore_) == 0, "sem_post"); }

 private:
  static void check(bool done, const char* call) {
    if (!done) throw std::system_error(errno, std::generic_category(), call);
  }

  sem_t semaphore_;
};

}  // namespace parallax
