// SPDX-License-Identifier: MIT
#include "support/affinity.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>

#include "support/system_error.hpp"

namespace parallax {
namespace {

constexpr std::size_t most_processors = std::size_t{1} << 22;

struct FreeMask {
  void operator()(cpu_set_t* mask) const { CPU_FREE(mask); }
};
using Mask = std::unique_ptr<cpu_set_t, FreeMask>;

int read_own(std::size_t bytes, cpu_set_t* mask) { return sched_getaffinity(0, bytes, mask); }

}  // namespace

std::vector<int> affinity(ReadAffinity read) {
  // How large the kernel's mask is can only be found by trying.
  for (std::size_t count = CPU_SETSIZE;; count *= 2) {
    const Mask mask(CPU_ALLOC(count));
    const std::size_t bytes = CPU_ALLOC_SIZE(count);
    CPU_ZERO_S(bytes, mask.get());
    if (read(bytes, mask.get()) != 0) {
      if (errno != EINVAL || count > most_processors) throw_system_error("sched_getaffinity");
      continue;
    }
    std::vector<int> processors;
    for (std::size_t number = 0; number < count; ++number) {
      if (CPU_ISSET_S(number, bytes, mask.get())) processors.push_back(static_cast<int>(number));
    }
    return processors;
  }
}

std::vector<int> affinity() { return affinity(read_own); }

int affinity_cpus() { return static_cast<int>(affinity().size()); }

void stay_on(std::span<const int> processors) {
  const auto count = static_cast<std::size_t>(*std::max_element(processors.begin(), processors.end())) + 1;
  const Mask mask(CPU_ALLOC(count));
  const std::size_t bytes = CPU_ALLOC_SIZE(count);
  CPU_ZERO_S(bytes, mask.get());
  for (const int processor : processors) CPU_SET_S(static_cast<std::size_t>(processor), bytes, mask.get());
  check(sched_setaffinity(0, bytes, mask.get()), "sched_setaffinity");
}

}  // namespace parallax
