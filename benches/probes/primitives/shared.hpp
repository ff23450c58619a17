// SPDX-License-Identifier: MIT
//
// One object in memory that processes forked later have too, at the same address.
//
// It is destroyed where it was made, when its owner ends; a forked process never destroys it, because it ends
// without running destructors (runtimes/process/child.hpp).
#pragma once

#include <new>
#include <utility>

#include "runtimes/support/mapping.hpp"

namespace parallax {

template <class T>
class Shared {
 public:
  template <class... Arguments>
  explicit Shared(Arguments&&... arguments)
      : memory_(Mapping::shared(sizeof(T))),
        object_(new (memory_.bytes().data()) T(std::forward<Arguments>(arguments)...)) {}
  ~Shared() { object_->~T(); }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;

  T& operator*() const { return *object_; }
  T* operator->() const { return object_; }

 private:
  Mapping memory_;
  T* object_;
};

}  // namespace parallax
