// SPDX-License-Identifier: MIT
#include "runtimes/process/child.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cstring>
#include <utility>

#include "support/pidfd.hpp"
#include "support/retry.hpp"

namespace parallax {

std::string ExitStatus::text() const {
  if (WIFSIGNALED(raw))
    return fmt::format("was killed by signal {} ({})", WTERMSIG(raw), strsignal(WTERMSIG(raw)));
  return fmt::format("exited with status {}", WEXITSTATUS(raw));
}

Child::Child(const std::function<void()>& body) {
  const pid_t parent = getpid();
  pid_ = check(fork(), "fork");
  if (pid_ == 0) {
    // A parent that ended before the request was made is seen by its number.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(0);
    try {
      body();
    } catch (...) {
      _exit(70);
    }
    _exit(0);
  }
  descriptor_ = pidfd_of_child(pid_);
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), descriptor_(std::move(other.descriptor_)) {}

Child::~Child() {
  if (pid_ < 0) return;
  kill();
  reap();
}

bool Child::has_ended() const {
  pollfd end{.fd = descriptor_.get(), .events = POLLIN, .revents = 0};
  return poll(&end, 1, 0) == 1;
}

ExitStatus Child::reap(Usage* usage) {
  if (pid_ < 0) return {};  // -1 would mean any child
  descriptor_.reset();
  return reap(std::exchange(pid_, -1), usage);
}

ExitStatus Child::reap(pid_t pid, Usage* usage) {
  ExitStatus status;
  rusage used{};
  retry_on_interrupt([&] { return wait4(pid, &status.raw, 0, &used); });
  if (usage) {
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    usage->cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
    usage->context_switches = static_cast<std::uint64_t>(used.ru_nvcsw + used.ru_nivcsw);
  }
  return status;
}

void Child::kill() {
  if (pid_ > 0) ::kill(pid_, SIGKILL);  // -1 would mean every process
}

}  // namespace parallax
