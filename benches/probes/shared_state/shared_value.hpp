// SPDX-License-Identifier: MIT
//
// One integer in memory that processes share, as multiprocessing's Value: an array of one, with the same
// promises (shared_array.hpp).
#pragma once

#include "benches/probes/shared_state/shared_array.hpp"

namespace parallax {

class RawValue {
 public:
  std::int64_t get() const { return array_.get(0); }
  void set(std::int64_t value) { array_.set(0, value); }

 private:
  RawArray array_{1};
};

class LockedValue {
 public:
  std::int64_t get() { return array_.get(0); }
  void set(std::int64_t value) { array_.set(0, value); }

  class Held {
   public:
    explicit Held(LockedArray& array) : held_(array) {}
    std::int64_t get() const { return held_.get(0); }
    void set(std::int64_t value) { held_.set(0, value); }
    bool owner_died() const { return held_.owner_died(); }

   private:
    LockedArray::Held held_;
  };
  Held hold() { return Held(array_); }
  std::uint64_t owners_died() const { return array_.owners_died(); }

 private:
  LockedArray array_{1};
};

}  // namespace parallax
