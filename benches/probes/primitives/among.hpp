// SPDX-License-Identifier: MIT
//
// Among whom a primitive of the system works: the threads of one process, or processes that share its bytes.
//
// None of the primitives here is ever destroyed by pthread_*_destroy: with glibc they own nothing but their
// bytes, and destroying a condition variable or a barrier waits for those inside, who may be dead processes.
#pragma once

#include <pthread.h>

#include "support/system_error.hpp"

namespace parallax {

enum class Among { threads, processes };

// What pthread's attributes call it.
constexpr int pthread_sharing(Among among) {
  return among == Among::processes ? PTHREAD_PROCESS_SHARED : PTHREAD_PROCESS_PRIVATE;
}

}  // namespace parallax
