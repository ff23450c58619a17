// SPDX-License-Identifier: MIT
//
// A kernel in one line, of a function of the project's own.
#include <parallax/bench.hpp>

unsigned long collatz_length(unsigned long n);

namespace consumer {

PARALLAX_MAP(
    collatz, [](std::uint64_t i) { return collatz_length(i); }, .sizes = {1'000}, .grains = {10, 100});

}  // namespace consumer
