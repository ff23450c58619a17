// SPDX-License-Identifier: MIT
//
// A host and its processes are a process group, which clear() ends and reaps as a whole and by its number
// alone: other children of the conductor are none of its business.
#include "benches/host_process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "benches/deadline.hpp"
#include "benches/host.hpp"
#include "benches/spawn.hpp"

namespace parallax {

static_assert(host_socket == first_inherited && host_result_file == first_inherited + 1);

namespace {

using Clock = std::chrono::steady_clock;

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
  std::vector<std::string> words = command;
  words.push_back(label);
  // In the order of host_socket and host_result_file.
  Spawned host = spawn(words, {other_end.get(), result_file}, interruption_.original_mask());
  pid_ = host.pid;
  end_ = std::move(host.end);
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
    if ((sources[2].revents & POLLIN) != 0) return HostEnded{status_before_reaping(pid_)};
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
