// SPDX-License-Identifier: MIT
//
// pthread's read-write lock: many readers or one writer. Not robust, there is no robust kind: if a holder of
// either side dies, writers wait for ever.
#pragma once

#include "benches/probes/primitives/sharing.hpp"

namespace parallax {

class ReadWriteLock {
 public:
  explicit ReadWriteLock(Sharing sharing) {
    pthread_rwlockattr_t attributes;
    check_error(pthread_rwlockattr_init(&attributes), "pthread_rwlockattr_init");
    check_error(pthread_rwlockattr_setpshared(&attributes, pthread_sharing(sharing)),
                "pthread_rwlockattr_setpshared");
    check_error(pthread_rwlock_init(&lock_, &attributes), "pthread_rwlock_init");
  }
  ReadWriteLock(const ReadWriteLock&) = delete;
  ReadWriteLock& operator=(const ReadWriteLock&) = delete;

  void lock_to_read() { check_error(pthread_rwlock_rdlock(&lock_), "pthread_rwlock_rdlock"); }
  bool try_lock_to_read() { return taken(pthread_rwlock_tryrdlock(&lock_), "pthread_rwlock_tryrdlock"); }
  void lock_to_write() { check_error(pthread_rwlock_wrlock(&lock_), "pthread_rwlock_wrlock"); }
  bool try_lock_to_write() { return taken(pthread_rwlock_trywrlock(&lock_), "pthread_rwlock_trywrlock"); }
  // Of whichever side is held.
  void unlock() { check_error(pthread_rwlock_unlock(&lock_), "pthread_rwlock_unlock"); }

 private:
  static bool taken(int error, const char* call) {
    if (error == EBUSY) return false;
    check_error(error, call);
    return true;
  }

  pthread_rwlock_t lock_;
};

}  // namespace parallax
