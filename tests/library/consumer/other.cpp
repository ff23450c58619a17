// SPDX-License-Identifier: MIT
//
// A part of the project that knows nothing of Parallax.
static_assert(__cplusplus == 201703L, "the flags of Parallax have come here");

int main_of_other = 0;  // an ordinary name of its own

unsigned long collatz_length(unsigned long n) {
  unsigned long steps = 0;
  for (; n > 1; ++steps) n = n % 2 == 0 ? n / 2 : 3 * n + 1;
  return steps;
}
