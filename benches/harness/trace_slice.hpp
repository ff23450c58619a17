// SPDX-License-Identifier: MIT
//
// A piece of a timeline as a host sends it to its conductor: plain data. Times are nanoseconds of a clock that all
// processes of a machine share.
#pragma once

#include <cstdint>
#include <type_traits>

namespace parallax {

struct TraceSlice {
  enum class Kind : std::uint8_t {
    region,  // a call of the runtime, by the caller's clock
    calls,   // of kernel code by one worker, one after the other
    lost     // no piece of time: so many calls of a worker had no room
  };

  Kind kind = Kind::calls;
  bool stolen = false;  // the first call was another worker's before
  std::uint32_t region = 0;
  std::int32_t worker = 0;
  std::int64_t begin = 0, end = 0;
  std::int64_t computing = 0;  // within the calls; the rest is between them
  std::uint64_t calls = 0, items = 0;
  std::uint64_t first_item = 0;
  // As the scheduler tells: could run and had no processor, or did not want one. Within this slice, and between
  // the slice before and this one. 0 where calls are too short to ask.
  std::int64_t waited = 0, asleep = 0;
  std::int64_t waited_before = 0, asleep_before = 0;
};
static_assert(std::is_trivially_copyable_v<TraceSlice>);

}  // namespace parallax
