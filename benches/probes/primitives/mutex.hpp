// SPDX-License-Identifier: MIT
//
// pthread's mutex, ordinary or robust. If the holder of a robust one dies, thread or process, wherever it
// was, the next one gets the lock and is told, so that it can repair what the dead one may have left half
// done. An ordinary one stays locked for ever then.
//
// The kernel knows from a list of each thread which robust locks it holds and releases them when it ends.
#pragma once

#include <exception>

#include "benches/probes/primitives/among.hpp"

namespace parallax {

enum class Robust { no, yes };

enum class Taken {
  no,
  yes,
  inherited,  // yes, from a holder that has died
};

class Mutex {
 public:
  explicit Mutex(Among among, Robust robust = Robust::no) {
    pthread_mutexattr_t attributes;
    check_error(pthread_mutexattr_init(&attributes), "pthread_mutexattr_init");
    check_error(pthread_mutexattr_setpshared(&attributes, pthread_sharing(among)),
                "pthread_mutexattr_setpshared");
    if (robust == Robust::yes)
      check_error(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST),
                  "pthread_mutexattr_setrobust");
    check_error(pthread_mutex_init(&mutex_, &attributes), "pthread_mutex_init");
  }
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  // Never Taken::no. Whoever inherits it has it as any other holder, and those after it inherit nothing.
  Taken lock() { return taken(pthread_mutex_lock(&mutex_), "pthread_mutex_lock"); }
  Taken try_lock() { return taken(pthread_mutex_trylock(&mutex_), "pthread_mutex_trylock"); }
  // Only a mutex that is not ours could refuse, and then nothing is right any more.
  void unlock() noexcept {
    if (pthread_mutex_unlock(&mutex_) != 0) std::terminate();
  }

  // For condition variables.
  pthread_mutex_t* native() { return &mutex_; }

 private:
  Taken taken(int error, const char* call) {
    if (error == 0) return Taken::yes;
    if (error == EBUSY) return Taken::no;
    if (error != EOWNERDEAD) check_error(error, call);
    check_error(pthread_mutex_consistent(&mutex_), "pthread_mutex_consistent");
    return Taken::inherited;
  }

  pthread_mutex_t mutex_;
};

}  // namespace parallax
