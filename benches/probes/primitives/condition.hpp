// SPDX-License-Identifier: MIT
//
// pthread's condition variable. Not robust, not even with a robust mutex: one who dies within wait() is
// counted as waiting for ever, and may swallow a wake-up.
#pragma once

#include "benches/probes/primitives/mutex.hpp"

namespace parallax {

class Condition {
 public:
  explicit Condition(Sharing sharing) {
    pthread_condattr_t attributes;
    check_error(pthread_condattr_init(&attributes), "pthread_condattr_init");
    check_error(pthread_condattr_setpshared(&attributes, pthread_sharing(sharing)),
                "pthread_condattr_setpshared");
    check_error(pthread_cond_init(&condition_, &attributes), "pthread_cond_init");
  }
  Condition(const Condition&) = delete;
  Condition& operator=(const Condition&) = delete;

  // With the mutex held, as after it. May return without a reason.
  void wait(Mutex& mutex) {
    check_error(pthread_cond_wait(&condition_, mutex.native()), "pthread_cond_wait");
  }
  void notify_one() { check_error(pthread_cond_signal(&condition_), "pthread_cond_signal"); }
  void notify_all() { check_error(pthread_cond_broadcast(&condition_), "pthread_cond_broadcast"); }

 private:
  pthread_cond_t condition_;
};

}  // namespace parallax
