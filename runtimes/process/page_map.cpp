// SPDX-License-Identifier: MIT
#include "runtimes/process/page_map.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

namespace parallax {
namespace {

// Far more than the jobs of an iteration have. A program whose jobs never come back forgets the oldest.
constexpr std::size_t most_regions = 64;

// Before Linux 5.14 it fails, and pages are mapped one by one when they are touched.
void populate(std::span<const std::byte> bytes) {
  static const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto address = reinterpret_cast<std::uintptr_t>(bytes.data());
  const std::uintptr_t begin = address / page * page;
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  madvise(reinterpret_cast<void*>(begin), address + bytes.size() - begin, MADV_POPULATE_WRITE);
}

}  // namespace

bool PageMap::knows(std::span<const std::byte> bytes) const {
  return std::any_of(known_.begin(), known_.end(), [&](std::span<const std::byte> region) {
    return bytes.data() >= region.data() && bytes.data() + bytes.size() <= region.data() + region.size();
  });
}

int PageMap::map(std::span<const std::byte> bytes) {
  if (bytes.empty() || knows(bytes)) return 0;
  populate(bytes);
  if (known_.size() < most_regions) {
    known_.push_back(bytes);
  } else {
    known_[oldest_++ % most_regions] = bytes;
  }
  return 1;
}

int PageMap::map(const MapJob& job) {
  const auto same = [](std::span<const std::byte> a, std::span<const std::byte> b) {
    return a.data() == b.data() && a.size() == b.size();
  };
  // Mostly it is the job before, once more.
  if (same(last_out_, job.out) && same(last_in_, job.in) && same(last_params_, job.params)) return 0;
  last_out_ = job.out;
  last_in_ = job.in;
  last_params_ = job.params;
  return map(job.params) + map(job.in) + map(job.out);
}

}  // namespace parallax
