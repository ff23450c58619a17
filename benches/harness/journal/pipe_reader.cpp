// SPDX-License-Identifier: MIT
#include "benches/harness/journal/pipe_reader.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include <cerrno>

namespace parallax {

Descriptor wait_for_reader(const std::filesystem::path& file, Interruption& interruption) {
  constexpr int pause_milliseconds = 20;  // nobody tells of a reader but an open() that cannot be interrupted
  struct stat status {};
  if (stat(file.c_str(), &status) != 0 || !S_ISFIFO(status.st_mode)) return {};
  for (;;) {
    Descriptor end(open(file.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    if (end.get() >= 0 || errno != ENXIO) return end;
    pollfd signal{.fd = interruption.descriptor(), .events = POLLIN, .revents = 0};
    poll(&signal, 1, pause_milliseconds);
    if (interruption.signal() != 0) return {};
  }
}

}  // namespace parallax
