// SPDX-License-Identifier: MIT
//
// Guards for the locks of interpreters, whose holders have numbers: 0 for the caller, then the other workers.
#pragma once

namespace parallax {

// Holds the lock for a scope.
template <class Lock>
class Held {
 public:
  Held(Lock& lock, int holder) : lock_(lock), holder_(holder) { lock_.take(holder_); }
  ~Held() { lock_.drop(holder_); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

 private:
  Lock& lock_;
  int holder_;
};

// Lets go of the lock for a scope: what an interpreter does around a blocking call.
template <class Lock>
class Released {
 public:
  Released(Lock& lock, int holder) : lock_(lock), holder_(holder) { lock_.drop(holder_); }
  ~Released() { lock_.take(holder_); }
  Released(const Released&) = delete;
  Released& operator=(const Released&) = delete;

 private:
  Lock& lock_;
  int holder_;
};

}  // namespace parallax
