// SPDX-License-Identifier: MIT
//
// pthread's barrier: nobody leaves before all have arrived. Not robust: for one who died on the way the
// others wait for ever.
#pragma once

#include "benches/probes/primitives/sharing.hpp"

namespace parallax {

class Barrier {
 public:
  Barrier(Sharing sharing, int parties) {
    pthread_barrierattr_t attributes;
    check_error(pthread_barrierattr_init(&attributes), "pthread_barrierattr_init");
    check_error(pthread_barrierattr_setpshared(&attributes, pthread_sharing(sharing)),
                "pthread_barrierattr_setpshared");
    check_error(pthread_barrier_init(&barrier_, &attributes, static_cast<unsigned>(parties)),
                "pthread_barrier_init");
  }
  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;

  // True for exactly one of those who meet.
  bool wait() {
    const int result = pthread_barrier_wait(&barrier_);
    if (result == PTHREAD_BARRIER_SERIAL_THREAD) return true;
    check_error(result, "pthread_barrier_wait");
    return false;
  }

 private:
  pthread_barrier_t barrier_;
};

}  // namespace parallax
