// SPDX-License-Identifier: MIT
#include "support/pidfd.hpp"

#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>

#include "support/retry.hpp"

namespace parallax {

Descriptor pidfd_of_child(pid_t child, bool group) {
  // glibc has no function for it before 2.36.
  Descriptor descriptor(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));
  if (descriptor.get() >= 0) return descriptor;
  const int error = errno;
  if (group) kill(-child, SIGKILL);
  kill(child, SIGKILL);
  retry_on_interrupt([&] { return waitpid(child, nullptr, 0); });
  throw_system_error(error, "pidfd_open");
}

}  // namespace parallax
