// SPDX-License-Identifier: MIT
// Code that is never run. Linked in front of the specimen it moves everything else to other addresses, which
// is all that most changes to a program do to most of its functions.
#include <cstdint>

extern "C" {

[[gnu::used, gnu::noinline]] std::uint64_t gate_specimen_padding_one(std::uint64_t value) {
  for (int i = 0; i < 7; ++i) value = (value ^ (value >> 7)) * 0x9e3779b97f4a7c15u;
  return value;
}

[[gnu::used, gnu::noinline]] std::uint64_t gate_specimen_padding_two(std::uint64_t value) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = value; i > 0; i >>= 1) sum += gate_specimen_padding_one(i) % 13;
  return sum;
}

}  // extern "C"
