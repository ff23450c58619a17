// SPDX-License-Identifier: MIT
//
// A host and its processes are a process group, which clear() ends and reaps as a whole and by its number. What has
// left the group becomes the conductor's child when its parent is dead, and is ended then. Children that the conductor
// had before are none of its business.
#include "benches/harness/conductor/host_process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "benches/harness/conductor/orphans.hpp"
#include "benches/support/plain_socket.hpp"
#include "benches/support/spawn.hpp"
#include "support/deadline.hpp"
#include "support/pipe.hpp"
#include "support/retry.hpp"
#include "support/socket_pair.hpp"

namespace parallax {

static_assert(host_socket == first_inherited && host_result_file == first_inherited + 1);

namespace {

using Clock = std::chrono::steady_clock;

// What a launcher gets to clean up.
constexpr std::chrono::milliseconds patience_with_launcher{3000};

// What has left the group of its host may be about to end.
constexpr std::chrono::milliseconds patience_with_others{200};

// Enough to empty a pipe of the largest usual size, 1 MiB, 16 KiB at a time.
constexpr std::size_t reads_of_a_pipe = 64;

// A process that uses LLVM's OpenMP library has a name in shared memory, which stays if it is killed.
void unlink_openmp_registration(pid_t pid) {
  const std::string name = fmt::format("/__KMP_REGISTERED_LIB_{}_{}", pid, getuid());
  shm_unlink(name.c_str());
}

bool readable_now(int descriptor) {
  pollfd source{.fd = descriptor, .events = POLLIN, .revents = 0};
  return poll(&source, 1, 0) > 0;
}

}  // namespace

void HostProcess::adopt_orphans() {
  ::signal(SIGCHLD, SIG_DFL);  // an inherited SIG_IGN would reap hosts before we can ask how they ended
  check(prctl(PR_SET_CHILD_SUBREAPER, 1), "prctl(PR_SET_CHILD_SUBREAPER)");
}

HostProcess::HostProcess(const HostCommand& command, const std::string& label, int result_file,
                         Interruption& interruption)
    : launched_(command.launched), interruption_(interruption) {
  if (has_children()) others_ = children();
  std::vector<std::string> words = command.words;
  words.push_back(label);
  if (launched_) {
    launch(words);
  } else {
    start_beside(std::move(words), result_file);
  }
}

void HostProcess::start_beside(std::vector<std::string> words, int result_file) {
  SocketPair ends(SOCK_SEQPACKET);
  socket_ = std::move(ends.first);
  // In the order of host_socket and host_result_file.
  Spawned host = spawn(words, {ends.second.get(), result_file}, interruption_.original_mask());
  pid_ = host.pid;
  end_ = std::move(host.end);
}

void HostProcess::launch(const std::vector<std::string>& words) {
  Pipe in, out, error;
  Spawned launcher = spawn(words, {}, interruption_.original_mask(),
                           {.in = in.read.get(), .out = out.write.get(), .error = error.write.get()});
  pid_ = launcher.pid;
  end_ = std::move(launcher.end);
  in_ = std::move(in.write);
  socket_ = std::move(out.read);
  error_ = std::move(error.read);
  for (const Descriptor* descriptor : {&in_, &socket_, &error_}) set_nonblocking(*descriptor);
}

HostProcess::~HostProcess() { clear(); }

void HostProcess::send(const Order& order) {
  if (launched_) {
    to_write_ += line_of(std::as_bytes(std::span(&order, 1)));
    return write_some();
  }
  try {
    send_plain(socket_.get(), order);
  } catch (const std::system_error& error) {
    // A host that has died meanwhile is an event like any other: next() will tell how.
    if (error.code() != std::errc::broken_pipe && error.code() != std::errc::connection_reset) throw;
  }
}

void HostProcess::write_some() {
  while (!to_write_.empty()) {
    const ssize_t count =
        retry_on_interrupt([&] { return write(in_.get(), to_write_.data(), to_write_.size()); });
    if (count < 0 && errno == EAGAIN) return;
    if (count < 0) return to_write_.clear();  // it has ended, which next() will tell
    to_write_.erase(0, static_cast<std::size_t>(count));
  }
}

bool HostProcess::receive(Message& message) {
  if (!launched_) return receive_plain(socket_.get(), message);
  const auto take = [&] {
    const auto next = lines_.next<Message>();
    if (next) message = *next;
    return next.has_value();
  };
  if (take()) return true;
  if (!lines_.read_some(socket_.get())) socket_.reset();
  return take();
}

HostEvent HostProcess::next(Clock::time_point deadline) {
  Message message;
  for (;;) {
    if (launched_ && socket_.get() >= 0 && receive(message)) return heard_ = true, message;
    std::array<pollfd, 5> sources{
        {{.fd = socket_.get(), .events = POLLIN, .revents = 0},
         {.fd = interruption_.descriptor(), .events = POLLIN, .revents = 0},
         {.fd = end_.get(), .events = POLLIN, .revents = 0},
         {.fd = to_write_.empty() ? -1 : in_.get(), .events = POLLOUT, .revents = 0},
         {.fd = error_.get(), .events = POLLIN, .revents = 0}}};
    const int ready = poll(sources.data(), sources.size(), milliseconds_until(deadline));
    if (ready < 0 && errno != EINTR) throw_system_error("poll");
    if (interruption_.signal() != 0) return HostInterrupted{};
    if (ready == 0) return HostTimedOut{};
    // Somebody who never stops talking is always ready.
    if (launched_ && Clock::now() >= deadline) return HostTimedOut{};
    if (ready < 0) continue;
    if (sources[3].revents != 0) write_some();
    if (sources[4].revents != 0) read_errors();
    // What the host has said comes before how it ended.
    if ((sources[0].revents & POLLIN) != 0) {
      if (receive(message)) return heard_ = true, message;
      if (launched_) continue;
    }
    if ((sources[2].revents & POLLIN) != 0) return HostEnded{status_before_reaping(pid_)};
    // The channel is closed but the process has not ended yet.
    if (sources[0].revents != 0) socket_.reset();
  }
}

std::string HostProcess::diagnostics() {
  if (!launched_) return {};
  // What it wrote before it ended is all in the pipe; who goes on writing is not waited for.
  for (std::size_t reads = 0; reads < reads_of_a_pipe && error_.get() >= 0 && readable_now(error_.get());
       ++reads)
    read_errors();
  const std::string text = errors_.text();
  return text.empty() ? lines_.text() : text;
}

void HostProcess::read_errors() {
  if (!errors_.read_some(error_.get())) error_.reset();
  errors_.pass_over();
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
  if (launched_) {
    // It can end its ranks on other hosts, which we cannot, and clean up there.
    kill(pid_, SIGTERM);
    pollfd ended{.fd = end_.get(), .events = POLLIN, .revents = 0};
    retry_on_interrupt([&] { return poll(&ended, 1, static_cast<int>(patience_with_launcher.count())); });
  }
  // The host itself is reaped last of all, so that its number, the group's, cannot be given to anyone else
  // yet.
  kill(-pid_, SIGKILL);
  for (bool host_ended = false; !host_ended;) {
    siginfo_t info{};
    const auto wait = [&] { return waitid(P_PGID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT); };
    if (retry_on_interrupt(wait) != 0) break;
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
    const pid_t reaped = retry_on_interrupt([&] { return waitpid(-pid_, &status, 0); });
    if (reaped < 0) break;
    if (reaped == pid_) {
      end.status.raw = status;
    } else if (reaped > 0) {
      ++end.left_behind;
    }
  }
  unlink_openmp_registration(pid_);
  pid_ = -1;
  // Agents that have reached other hosts for the launcher may outlive it for a moment.
  if (has_children())
    end.left_behind += end_orphans(others_, launched_ ? patience_with_launcher : patience_with_others);
  return end;
}

}  // namespace parallax
