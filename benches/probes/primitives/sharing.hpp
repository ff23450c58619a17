// SPDX-License-Identifier: MIT
//
// Who shares a primitive of the system: the threads of one process, or processes with its bytes in common.
//
// None of the primitives here is ever destroyed by pthread_*_destroy: with glibc they own nothing but their
// bytes, and destroying a condition variable or a barrier waits for those inside, who may be dead processes.
#pragma once

#include <pthread.h>

#include "support/system_error.hpp"

namespace parallax {

enum class Sharing { threads, processes };

// What pthread's attributes call it.
constexpr int pthread_sharing(Sharing sharing) {
  return sharing == Sharing::processes ? PTHREAD_PROCESS_SHARED : PTHREAD_PROCESS_PRIVATE;
}

}  // namespace parallax
