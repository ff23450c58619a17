/* SPDX-License-Identifier: MIT
 *
 * A C function and a C kernel with data of its own.
 *
 *     gcc -O2 -shared -fPIC -Iinclude -o libcollatz.so examples/collatz.c
 *     ./bench --function=./libcollatz.so:collatz_length
 *     ./bench --load=./libcollatz.so
 */
#include <stdio.h>
#include <stdlib.h>

#include "parallax/parallax.h"

/* A function as anybody has it: how many steps n takes to 1, where an even number is halved and an odd one becomes
 * 3 n + 1. Here without a table, so that it needs nothing. */
uint64_t collatz_length(uint64_t n) {
  uint64_t steps = 0;
  for (; n > 1; ++steps) n = n % 2 == 0 ? n / 2 : 3 * n + 1;
  return steps;
}

/* The same with data that all items share: the lengths of small numbers. */
enum { known_lengths = 1 << 16 };

typedef struct lengths {
  uint64_t size;
  uint32_t known[known_lengths];
} lengths;

static void *make(const parallax_case *chosen) {
  lengths *made = malloc(sizeof *made);
  if (!made) return NULL;
  made->size = chosen->size;
  for (uint64_t n = 0; n < known_lengths; ++n) made->known[n] = (uint32_t)collatz_length(n);
  return made;
}

static int item(const void *data, uint64_t index, void *result) {
  const lengths *own = data;
  uint64_t n = index, steps = 0;
  for (; n >= known_lengths; ++steps) n = n % 2 == 0 ? n / 2 : 3 * n + 1;
  *(uint64_t *)result = steps + own->known[n];
  return 0;
}

/* Twice a number takes one step more. */
static const char *mistake(const void *data, const void *results) {
  static char text[80];
  const uint64_t *length = results;
  for (uint64_t n = 1; 2 * n < ((const lengths *)data)->size; ++n) {
    if (length[2 * n] == length[n] + 1) continue;
    snprintf(text, sizeof text, "%llu takes %llu steps, and its double %llu", (unsigned long long)n,
             (unsigned long long)length[n], (unsigned long long)length[2 * n]);
    return text;
  }
  return NULL;
}

static const parallax_case cases[] = {{.size = 10000, .grain = 100}, {.size = 1000000, .grain = 10000}};

static const parallax_kernel kernels[] = {{.name = "collatz",
                                           .summary = "how many steps a number takes to 1, with a table",
                                           .cases = cases,
                                           .case_count = sizeof cases / sizeof *cases,
                                           .result_bytes = sizeof(uint64_t),
                                           .make = make,
                                           .item = item,
                                           .mistake = mistake,
                                           .free = free}};

const parallax_kernels *parallax_kernels_v1(void) {
  static const parallax_kernels table = {PARALLAX_KERNELS_VERSION, sizeof(parallax_kernel), 1, kernels};
  return &table;
}
