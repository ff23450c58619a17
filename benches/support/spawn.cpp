// SPDX-License-Identifier: MIT
#include "benches/support/spawn.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/pidfd.hpp"
#include "support/posix_spawn.hpp"

namespace parallax {

Spawned spawn(const std::vector<std::string>& command, std::initializer_list<int> inherited,
              const sigset_t& mask, const Streams& streams) {
  SpawnActions actions;
  if (streams.in < 0) {
    actions.open(STDIN_FILENO, "/dev/null", O_RDONLY);
  } else {
    actions.duplicate(streams.in, STDIN_FILENO);
  }
  actions.duplicate(streams.out < 0 ? STDERR_FILENO : streams.out, STDOUT_FILENO);
  if (streams.error >= 0) actions.duplicate(streams.error, STDERR_FILENO);
  const int end_of_inherited = first_inherited + static_cast<int>(inherited.size());
  std::vector<Descriptor> copies;  // above those that the child uses, so that arranging them overwrites none
  int number = first_inherited;
  for (const int descriptor : inherited) {
    copies.emplace_back(fcntl(descriptor, F_DUPFD_CLOEXEC, end_of_inherited), "fcntl(F_DUPFD_CLOEXEC)");
    actions.duplicate(copies.back().get(), number++);
  }
  // Ours are closed anyway, but whoever started us may have left some open for all.
  actions.close_from(end_of_inherited);

  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  SpawnAttributes attributes;
  attributes.lead_process_group();
  attributes.set_signal_mask(mask);
  // Someone who ignores SIGCHLD would have the kernel swallow how workers ended.
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGCHLD);
  attributes.set_default_signals(defaults);

  Spawned child;
  child.pid = spawn_program(command.front().c_str(), arguments.data(), actions, &attributes);
  child.end = pidfd_of_child(child.pid, true);
  return child;
}

ExitStatus status_before_reaping(pid_t pid) {
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT);
  return {info.si_code == CLD_EXITED ? info.si_status << 8 : info.si_status};
}

}  // namespace parallax
