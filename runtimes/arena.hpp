// SPDX-License-Identifier: MIT
//
// The shared mapping that holds a job's bytes.
//
// All bytes of all runtimes come from here, those of plain threads too, so that the kind of page and its
// alignment never are the difference between two bars. Each allocation is a memory file of its own
// (memfd_create), mapped MAP_SHARED: processes forked later see it at the same address, workers that are
// fresh programs map it there, and it vanishes with the last of them. Nothing gets a name in /dev/shm.
#pragma once

#include <cstddef>
#include <new>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtimes/support/first_touch.hpp"
#include "runtimes/support/mapping.hpp"

namespace parallax {

class Arena {
 public:
  // Zeroed bytes, aligned to a page, valid as long as the arena. Call it before any worker starts: workers
  // that are processes see only what was mapped when they were forked. Throws std::system_error.
  std::span<std::byte> allocate(std::size_t bytes) {
    const auto memory = mappings_.emplace_back(Mapping::shared(bytes)).bytes();
    if (by_ != FirstTouch::caller) parallax::touch_first(memory, by_, workers_);
    return memory;
  }

  // Whatever is allocated from now on is touched first like this, for so many workers.
  void touch_first(FirstTouch by, int workers) {
    by_ = by;
    workers_ = workers;
  }

  // One value. It is never destroyed, as befits what other processes may still use.
  template <class T, class... Arguments>
  T& make(Arguments&&... arguments) {
    static_assert(std::is_trivially_destructible_v<T>);
    return *new (allocate(sizeof(T)).data()) T{std::forward<Arguments>(arguments)...};
  }

  // Room for `count` values, which must be trivially copyable to make sense to another process.
  template <class T>
  std::span<T> allocate_array(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::size_t bytes = count * sizeof(T);  // NOLINT(bugprone-sizeof-expression): T may be a pointer
    return {reinterpret_cast<T*>(allocate(bytes).data()), count};
  }

 private:
  std::vector<Mapping> mappings_;
  FirstTouch by_ = FirstTouch::caller;
  int workers_ = 1;
};

}  // namespace parallax
