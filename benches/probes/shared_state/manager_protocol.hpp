// SPDX-License-Identifier: MIT
//
// What a manager and its clients say to each other: a request of fixed length, then its reply, over a stream
// socket whose ends have authenticated each other. Both ends are on the same machine and of the same program.
#pragma once

#include <cstdint>
#include <type_traits>

namespace parallax {

enum class ManagerMethod : std::uint32_t {
  make_list = 1,  // index: its length, value: of every element; the reply's value is the object
  make_value,     // value: of the beginning
  make_queue,
  list_get,     // index
  list_set,     // index, value
  list_append,  // value
  list_length,
  value_get,
  value_set,  // value
  value_add,  // value; the reply's value is the sum
  queue_put,  // value
  queue_get,  // waits until there is something
};

struct ManagerRequest {
  ManagerMethod method{};
  std::uint32_t object = 0;
  std::int64_t index = 0;
  std::int64_t value = 0;
};

enum class CallOutcome : std::int64_t {
  done = 1,
  out_of_range,
  too_large,  // the list or queue would be longer than a manager allows
};

struct ManagerReply {
  CallOutcome outcome{};
  std::int64_t value = 0;
};

static_assert(std::has_unique_object_representations_v<ManagerRequest>);
static_assert(std::has_unique_object_representations_v<ManagerReply>);

}  // namespace parallax
