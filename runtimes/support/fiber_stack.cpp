// SPDX-License-Identifier: MIT
#include "runtimes/support/fiber_stack.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>

#include "support/system_error.hpp"

namespace parallax {
namespace {

const std::size_t page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));

[[noreturn]] void no_room(const char* call, int fibers) {
  const int error = errno;
  std::string most = "unknown";
  std::ifstream("/proc/sys/vm/max_map_count") >> most;
  throw_system_error(error, fmt::format("{}: {} fibers need {} mappings, and vm.max_map_count is {}", call,
                                        fibers, 2 * static_cast<long>(fibers), most));
}

}  // namespace

FiberStack::FiberStack(int fibers) {
  void* const all = mmap(nullptr, page + bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (all == MAP_FAILED) no_room("mmap", fibers);
  if (mprotect(all, page, PROT_NONE) !=
      0) {  // which splits a mapping in two, so it may fail for their number
    const int error = errno;
    munmap(all, page + bytes);
    errno = error;
    no_room("mprotect", fibers);
  }
  memory_ = {static_cast<std::byte*>(all) + page, bytes};
}

FiberStack::~FiberStack() {
  forget_marks(memory_);
  munmap(memory_.data() - page, page + memory_.size());
}

}  // namespace parallax
