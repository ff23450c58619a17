// SPDX-License-Identifier: MIT
#include "benches/support/spawn.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parallax {
namespace {

void must(int error, const char* call) {
  if (error != 0) throw std::system_error(error, std::generic_category(), call);
}

class SpawnAttributes {
 public:
  explicit SpawnAttributes(const sigset_t& mask) {
    must(posix_spawnattr_init(&attributes_), "posix_spawnattr_init");
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setsigmask(&attributes_, &mask);
    // Someone who ignores SIGCHLD would have the kernel swallow how workers ended.
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGCHLD);
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

class SpawnActions {
 public:
  SpawnActions() { must(posix_spawn_file_actions_init(&actions_), "posix_spawn_file_actions_init"); }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  void open(int descriptor, const char* path, int flags) {
    must(posix_spawn_file_actions_addopen(&actions_, descriptor, path, flags, 0),
         "posix_spawn_file_actions_addopen");
  }
  void dup(int from, int to) {
    must(posix_spawn_file_actions_adddup2(&actions_, from, to), "posix_spawn_file_actions_adddup2");
  }
  void close_from(int descriptor) {
    must(posix_spawn_file_actions_addclosefrom_np(&actions_, descriptor),
         "posix_spawn_file_actions_addclosefrom_np");
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

}  // namespace

Spawned spawn(const std::vector<std::string>& command, std::initializer_list<int> inherited,
              const sigset_t& mask, const Streams& streams) {
  SpawnActions actions;
  if (streams.in < 0) {
    actions.open(STDIN_FILENO, "/dev/null", O_RDONLY);
  } else {
    actions.dup(streams.in, STDIN_FILENO);
  }
  actions.dup(streams.out < 0 ? STDERR_FILENO : streams.out, STDOUT_FILENO);
  if (streams.error >= 0) actions.dup(streams.error, STDERR_FILENO);
  const int end_of_inherited = first_inherited + static_cast<int>(inherited.size());
  std::vector<Descriptor> copies;  // above those that the child uses, so that arranging them overwrites none
  int number = first_inherited;
  for (const int descriptor : inherited) {
    copies.emplace_back(fcntl(descriptor, F_DUPFD_CLOEXEC, end_of_inherited), "fcntl(F_DUPFD_CLOEXEC)");
    actions.dup(copies.back().get(), number++);
  }
  // Ours are closed anyway, but whoever started us may have left some open for all.
  actions.close_from(end_of_inherited);

  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const SpawnAttributes attributes(mask);
  Spawned child;
  must(posix_spawn(&child.pid, command.front().c_str(), actions.get(), attributes.get(), arguments.data(),
                   environ),
       "posix_spawn");
  child.end = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, child.pid, 0)));
  if (child.end.get() < 0) {
    const int error = errno;
    kill(-child.pid, SIGKILL);
    while (waitpid(child.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    throw std::system_error(error, std::generic_category(), "pidfd_open");
  }
  return child;
}

ExitStatus status_before_reaping(pid_t pid) {
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT);
  return {info.si_code == CLD_EXITED ? info.si_status << 8 : info.si_status};
}

}  // namespace parallax
