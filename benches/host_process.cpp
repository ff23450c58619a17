// SPDX-License-Identifier: MIT
//
// A host leads a process group of its own: a Ctrl-C on the terminal reaches the conductor alone, which ends
// the group.
#include "benches/host_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "benches/host.hpp"

namespace parallax {
namespace {

using Clock = std::chrono::steady_clock;

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
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

// A copy of a descriptor above those that the host uses, so that arranging them cannot overwrite it.
Descriptor above_host_descriptors(int descriptor) {
  return Descriptor(fcntl(descriptor, F_DUPFD_CLOEXEC, host_result_file + 1), "fcntl(F_DUPFD_CLOEXEC)");
}

int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, 1 << 30));
}

// A process that uses LLVM's OpenMP library has a name in shared memory, which stays if it is killed.
void unlink_openmp_registration(pid_t pid) {
  const std::string name = fmt::format("/__KMP_REGISTERED_LIB_{}_{}", pid, getuid());
  shm_unlink(name.c_str());
}

}  // namespace

void HostProcess::adopt_orphans() {
  ::signal(SIGCHLD, SIG_DFL);  // an inherited SIG_IGN would reap hosts before we can ask how they ended
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
    throw std::system_error(errno, std::generic_category(), "prctl(PR_SET_CHILD_SUBREAPER)");
}

HostProcess::HostProcess(const std::vector<std::string>& command, const std::string& label, int result_file,
                         Interruption& interruption)
    : interruption_(interruption) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "socketpair");
  socket_ = Descriptor(ends[0]);
  const Descriptor other_end(ends[1]);
  const Descriptor socket_copy = above_host_descriptors(other_end.get());
  const Descriptor file_copy = above_host_descriptors(result_file);

  SpawnActions actions;
  actions.open(STDIN_FILENO, "/dev/null", O_RDONLY);
  actions.dup(STDERR_FILENO, STDOUT_FILENO);  // what a kernel prints must not end up in our JSON
  actions.dup(socket_copy.get(), host_socket);
  actions.dup(file_copy.get(), host_result_file);

  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(const_cast<char*>(label.c_str()));
  arguments.push_back(nullptr);
  const SpawnAttributes attributes(interruption_.original_mask());
  must(
      posix_spawn(&pid_, command.front().c_str(), actions.get(), attributes.get(), arguments.data(), environ),
      "posix_spawn");
  end_ = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
  if (end_.get() < 0) {
    const int error = errno;
    clear();
    throw std::system_error(error, std::generic_category(), "pidfd_open");
  }
}

HostProcess::~HostProcess() { clear(); }

void HostProcess::send(const Order& order) {
  try {
    send_plain(socket_.get(), order);
  } catch (const std::system_error& error) {
    // A host that has died meanwhile is an event like any other: next() will tell how.
    if (error.code() != std::errc::broken_pipe && error.code() != std::errc::connection_reset) throw;
  }
}

HostEvent HostProcess::next(Clock::time_point deadline) {
  for (;;) {
    std::array<pollfd, 3> sources{{{.fd = socket_.get(), .events = POLLIN, .revents = 0},
                                   {.fd = interruption_.descriptor(), .events = POLLIN, .revents = 0},
                                   {.fd = end_.get(), .events = POLLIN, .revents = 0}}};
    const int ready = poll(sources.data(), sources.size(), milliseconds_until(deadline));
    if (ready < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
    if (interruption_.signal() != 0) return HostInterrupted{};
    if (ready == 0) return HostTimedOut{};
    if (ready < 0) continue;
    // What the host has said comes before how it ended.
    Message message;
    if ((sources[0].revents & POLLIN) != 0 && receive_plain(socket_.get(), message)) return message;
    if ((sources[2].revents & POLLIN) != 0) {
      siginfo_t info{};
      waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT);
      return HostEnded{{info.si_code == CLD_EXITED ? info.si_status << 8 : info.si_status}};
    }
    // The socket is closed but the process has not ended yet.
    socket_.reset();
  }
}

HostProcess::End HostProcess::finish(Clock::time_point deadline) {
  bool ended = false;
  for (;;) {
    std::array<pollfd, 2> sources{{{.fd = end_.get(), .events = POLLIN, .revents = 0},
                                   {.fd = interruption_.descriptor(), .events = POLLIN, .revents = 0}}};
    const int ready = poll(sources.data(), sources.size(), milliseconds_until(deadline));
    ended = ready > 0 && sources[0].revents != 0;
    if (ended || ready == 0 || interruption_.signal() != 0) break;
  }
  End end = clear();
  end.by_itself = ended;
  return end;
}

HostProcess::End HostProcess::clear() {
  End end;
  if (pid_ < 0) return end;
  // The host itself is reaped last of all, so that its number, the group's, cannot be given to anyone else
  // yet.
  kill(-pid_, SIGKILL);
  for (bool host_ended = false; !host_ended;) {
    siginfo_t info{};
    if (waitid(P_PGID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 && errno != EINTR) break;
    if (info.si_pid == pid_) {
      // When a parent is dead, its children are ours: nobody is missing from the group any more.
      host_ended = true;
      kill(-pid_, SIGKILL);
    } else if (info.si_pid > 0) {
      waitpid(info.si_pid, nullptr, 0);
      ++end.left_behind;
    }
  }
  for (;;) {
    int status = 0;
    const pid_t reaped = waitpid(-pid_, &status, 0);
    if (reaped < 0 && errno != EINTR) break;
    if (reaped == pid_) {
      end.status.raw = status;
    } else if (reaped > 0) {
      ++end.left_behind;
    }
  }
  unlink_openmp_registration(pid_);
  pid_ = -1;
  return end;
}

}  // namespace parallax
