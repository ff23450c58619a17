// SPDX-License-Identifier: MIT
#include "benches/harness/conductor/orphans.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "support/retry.hpp"

namespace parallax {

bool has_children() {
  siginfo_t info{};
  return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

std::set<pid_t> children() {
  std::set<pid_t> found;
  std::error_code gone;
  for (const auto& process : std::filesystem::directory_iterator("/proc", gone)) {
    const std::string name = process.path().filename();
    pid_t pid = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), pid).ec != std::errc()) continue;
    std::ifstream file(process.path() / "stat");
    std::string line;
    std::getline(file, line);
    // "4711 (a name) S 4700 ...": the name may have brackets.
    const auto name_end = line.rfind(')');
    char state = 0;
    int parent = 0;
    if (name_end != std::string::npos &&
        std::sscanf(line.c_str() + name_end + 1, " %c %d", &state, &parent) == 2 && parent == getpid())
      found.insert(pid);
  }
  return found;
}

int end_orphans(const std::set<pid_t>& known, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds pause{5};
  const auto deadline = std::chrono::steady_clock::now() + patience;
  int killed = 0;
  for (;;) {
    const bool impatient = std::chrono::steady_clock::now() >= deadline;
    bool any = false;
    for (const pid_t pid : children()) {
      if (known.count(pid) || waitpid(pid, nullptr, WNOHANG) == pid) continue;
      any = true;
      if (!impatient) continue;
      kill(pid, SIGKILL);
      retry_on_interrupt([&] { return waitpid(pid, nullptr, 0); });
      ++killed;
    }
    if (!any) return killed;
    if (!impatient) std::this_thread::sleep_for(pause);
  }
}

}  // namespace parallax
