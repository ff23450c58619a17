// SPDX-License-Identifier: MIT
#include "benches/probes/life/ballast.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>
#include <vector>

#include "benches/probes/life/process_facts.hpp"
#include "runtimes/not_supported.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20;  // of the usual processors; see mistake()
constexpr std::size_t megabyte = std::size_t{1} << 20;

}  // namespace

Ballast::Ballast(std::size_t bytes, bool huge) : bytes_(bytes), huge_(huge) {
  if (bytes_ == 0) return;
  const std::uint64_t available = available_bytes();
  if (bytes_ > available / 2)
    throw NotSupported(fmt::format("{} MB is more than half of the {} MB that are available",
                                   bytes_ / megabyte, available / megabyte));
  void* const memory =
      mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw_system_error("mmap");
  begin_ = static_cast<std::byte*>(memory);
  // A kernel without huge pages refuses either, which is what is wanted in one case.
  if (madvise(memory, bytes_, huge_ ? MADV_HUGEPAGE : MADV_NOHUGEPAGE) != 0 && huge_) {
    munmap(memory, bytes_);
    throw NotSupported("this kernel has no huge pages for anonymous memory");
  }
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  for (std::size_t i = 0; i < bytes_; i += page) begin_[i] = std::byte{1};
  if (huge_ && huge_bytes() == 0) {
    munmap(memory, bytes_);
    throw NotSupported("this machine gives no huge pages (transparent_hugepage is off)");
  }
}

Ballast::~Ballast() {
  if (begin_) munmap(begin_, bytes_);
}

std::optional<std::string> Ballast::mistake() const {
  if (!begin_) return {};
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  std::vector<unsigned char> pages((bytes_ + page - 1) / page);
  if (mincore(begin_, bytes_, pages.data()) != 0) throw_system_error("mincore");
  std::size_t resident = 0;
  for (const unsigned char state : pages) resident += state & 1u;
  if (resident != pages.size())
    return fmt::format("only {} of {} pages of the parent are in memory", resident, pages.size());
  if (resident_bytes() < bytes_)
    return fmt::format("the parent has {} MB in memory instead of at least {}", resident_bytes() / megabyte,
                       bytes_ / megabyte);
  // The ends may not fill a huge page.
  if (huge_ && huge_bytes() + 2 * huge_page < bytes_)
    return fmt::format("only {} of {} MB are huge pages", huge_bytes() / megabyte, bytes_ / megabyte);
  return {};
}

}  // namespace parallax
