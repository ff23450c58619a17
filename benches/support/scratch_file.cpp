// SPDX-License-Identifier: MIT
#include "benches/support/scratch_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "support/retry.hpp"

namespace parallax {

Descriptor scratch_file() {
  const char* set = std::getenv("TMPDIR");
  const std::string directory = set && *set ? set : "/var/tmp";
  Descriptor file(open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (file.get() >= 0) return file;
  // Not every file system has files without a name.
  std::string name = directory + "/parallax-XXXXXX";
  file = Descriptor(mkostemp(name.data(), O_CLOEXEC));
  if (file.get() < 0) throw_system_error(errno, "making a file in " + directory);
  unlink(name.c_str());
  return file;
}

void write_all_at(int descriptor, std::span<const std::byte> bytes, std::size_t offset) {
  while (!bytes.empty()) {
    const ssize_t written =
        check(retry_on_interrupt(
                  [&] { return pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset)); }),
              "pwrite");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::size_t>(written);
  }
}

void read_all_at(int descriptor, std::span<std::byte> bytes, std::size_t offset) {
  while (!bytes.empty()) {
    const ssize_t got =
        check(retry_on_interrupt(
                  [&] { return pread(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset)); }),
              "pread");
    if (got == 0) throw std::runtime_error("the file is shorter than it was written");
    bytes = bytes.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::size_t>(got);
  }
}

}  // namespace parallax
