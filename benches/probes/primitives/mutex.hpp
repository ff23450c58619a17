// SPDX-License-Identifier: MIT
//
// pthread's mutex, ordinary or robust. If the holder of a robust one dies, thread or process, wherever it
// was, the next one gets the lock and is told, so that it can repair what the dead one may have left half
// done. An ordinary one stays locked for ever then.
//
// The kernel knows from a list of each thread which robust locks it holds and releases them when it ends.
#pragma once

#include <exception>

#include "benches/probes/primitives/sharing.hpp"

namespace parallax {

enum class Robust { no, yes };

enum class LockResult {
  busy,
  acquired,
  owner_died,  // acquired, from a holder that has died
};

class Mutex {
 public:
  explicit Mutex(Sharing sharing, Robust robust = Robust::no) {
    pthread_mutexattr_t attributes;
    check_error(pthread_mutexattr_init(&attributes), "pthread_mutexattr_init");
    check_error(pthread_mutexattr_setpshared(&attributes, pthread_sharing(sharing)),
                "pthread_mutexattr_setpshared");
    if (robust == Robust::yes)
      check_error(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST),
                  "pthread_mutexattr_setrobust");
    check_error(pthread_mutex_init(&mutex_, &attributes), "pthread_mutex_init");
  }
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  // Never LockResult::busy. Whoever gets it from a dead owner has it as any other holder, and is the only one
  // to be told.
  LockResult lock() { return result_of(pthread_mutex_lock(&mutex_), "pthread_mutex_lock"); }
  LockResult try_lock() { return result_of(pthread_mutex_trylock(&mutex_), "pthread_mutex_trylock"); }
  // Only a mutex that is not ours could refuse, and then nothing is right any more.
  void unlock() noexcept {
    if (pthread_mutex_unlock(&mutex_) != 0) std::terminate();
  }

  // For condition variables.
  pthread_mutex_t* native() { return &mutex_; }

 private:
  LockResult result_of(int error, const char* call) {
    if (error == 0) return LockResult::acquired;
    if (error == EBUSY) return LockResult::busy;
    if (error != EOWNERDEAD) check_error(error, call);
    check_error(pthread_mutex_consistent(&mutex_), "pthread_mutex_consistent");
    return LockResult::owner_died;
  }

  pthread_mutex_t mutex_;
};

}  // namespace parallax
