/* SPDX-License-Identifier: MIT
 *
 * Kernels in a shared library: the C interface, for every language that can make one.
 *
 * A library defines parallax_kernels_v1() and is measured, without building anything else, by
 *
 *     ./bench --load=./libmine.so
 *
 * It is never loaded by the program that was called, only by the processes that measure. Each of them that is a
 * program of its own (a host, a spawned worker, a rank) loads it and calls make() once, before any item; threads
 * and forked workers share what make() has returned. C99; needs no library.
 */
#ifndef PARALLAX_PARALLAX_H
#define PARALLAX_PARALLAX_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface, and of the name of its entry point. */
#define PARALLAX_KERNELS_VERSION 1u

/* How large a piece of work is. */
typedef struct parallax_case {
  uint64_t size;      /* items */
  uint64_t grain;     /* items that are handed out at once; at least 1 */
  uint64_t values[4]; /* of the kernel's parameters, in their order */
} parallax_case;

/* What is measured: `size` items, each of which makes one result from its index and the data that all share. */
typedef struct parallax_kernel {
  const char *name;           /* letters, digits, '_', '-', '.'; at most 63 */
  const char *summary;        /* one line: what an item is; may be null */
  const char *parameters[4];  /* names of what cases may choose beyond size and grain; unused ones are null */
  const parallax_case *cases; /* what is measured by default, the smallest first */
  size_t case_count;          /* 1 to 32 */
  size_t result_bytes;        /* of an item's result; at least 1 */

  /* Makes what all items read. Null if that fails. Without it, `data` is null. */
  void *(*make)(const parallax_case *chosen);
  /* Writes all bytes of the result of item `index` (of 0 to size - 1), and depends on nothing but data and index.
   * Called by several threads at once. `result` is aligned as an array of results is. Returns 0, or another
   * number if the item has failed. */
  int (*item)(const void *data, uint64_t index, void *result);
  /* What is wrong with the results of all items, or null if nothing is; found in another way than item() does.
   * The text must stay valid until the next call. Without it, results are verified against serial ones only. */
  const char *(*mistake)(const void *data, const void *results);
  /* Gives back what make() has made. Without it, nothing does. */
  void (*free)(void *data);
} parallax_kernel;

typedef struct parallax_kernels {
  uint32_t version;     /* PARALLAX_KERNELS_VERSION */
  uint32_t kernel_size; /* sizeof(parallax_kernel) */
  size_t count;         /* of kernels; at least 1 */
  const parallax_kernel *kernels;
} parallax_kernels;

/* The library's entry point. What it returns stays valid. */
const parallax_kernels *parallax_kernels_v1(void);

#ifdef __cplusplus
}
#endif

#endif
