// SPDX-License-Identifier: MIT
#include "benches/origin/origin_process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <stdexcept>
#include <utility>

#include "benches/support/plain_socket.hpp"
#include "support/deadline.hpp"
#include "support/process_stat.hpp"
#include "support/retry.hpp"
#include "support/socket_pair.hpp"

namespace parallax {

static_assert(origin_socket == first_inherited);

namespace {

using Clock = std::chrono::steady_clock;

// An origin that is asked to end does so at once; one that is stopped or lost does not.
constexpr auto time_to_end = std::chrono::seconds(1);

bool readable_until(int descriptor, Clock::time_point deadline) {
  pollfd source{.fd = descriptor, .events = POLLIN, .revents = 0};
  return retry_on_interrupt([&] { return poll(&source, 1, milliseconds_until(deadline)); }) > 0;
}

// Whether the process is on its way out: the kernel's PF_EXITING, in the ninth field.
bool is_exiting(pid_t process) {
  constexpr unsigned exiting = 4;
  auto file = stat_behind_name(fmt::format("/proc/{}/stat", process));
  char state = 0;
  int parent = 0, group = 0, session = 0, terminal = 0, foreground = 0;
  unsigned flags = 0;
  file >> state >> parent >> group >> session >> terminal >> foreground >> flags;
  return (flags & exiting) != 0;
}

}  // namespace

// The other constructor has made a whole object, which this one's exceptions destroy.
OriginProcess::OriginProcess(const std::vector<std::string>& command, Interruption& interruption,
                             std::chrono::milliseconds patience)
    : OriginProcess(command, interruption.original_mask()) {
  wait_for_ports(interruption, patience);
}

OriginProcess::OriginProcess(const std::vector<std::string>& command, const sigset_t& mask) {
  SocketPair ends(SOCK_SEQPACKET);
  socket_ = std::move(ends.first);
  process_ = spawn(command, {ends.second.get()}, mask);
}

OriginProcess::~OriginProcess() {
  socket_.reset();
  if (!readable_until(process_.end.get(), Clock::now() + time_to_end)) kill(-process_.pid, SIGKILL);
  retry_on_interrupt([&] { return waitpid(process_.pid, nullptr, 0); });
}

void OriginProcess::wait_for_ports(Interruption& interruption, std::chrono::milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  for (;;) {
    std::array<pollfd, 3> sources{{{.fd = socket_.get(), .events = POLLIN, .revents = 0},
                                   {.fd = interruption.descriptor(), .events = POLLIN, .revents = 0},
                                   {.fd = process_.end.get(), .events = POLLIN, .revents = 0}}};
    const int ready = poll(sources.data(), sources.size(), milliseconds_until(deadline));
    if (ready < 0 && errno != EINTR) throw_system_error("poll");
    if (interruption.signal() != 0) throw std::runtime_error("interrupted while the origin started");
    if (ready < 0) continue;
    if (ready == 0)
      throw std::runtime_error(fmt::format("the origin said nothing within {} s",
                                           std::chrono::duration<double>(patience).count()));
    // What it has said comes before how it ended.
    if ((sources[0].revents & POLLIN) != 0 && receive_plain(socket_.get(), ports_)) return;
    if ((sources[2].revents & POLLIN) != 0)
      throw std::runtime_error(fmt::format("the origin {} before it listened", *ended()));
    // The socket is closed but the process has not ended yet.
    if (sources[0].revents != 0) socket_.reset();
  }
}

std::optional<std::string> OriginProcess::ended() const {
  // One that is killed closes its connections first. Who asks because one was closed asks too early, and would
  // send the next cell to a server that is gone.
  if (!readable_until(process_.end.get(), Clock::now())) {
    if (!is_exiting(process_.pid)) return {};
    readable_until(process_.end.get(), Clock::time_point::max());
  }
  return status_before_reaping(process_.pid).text();
}

}  // namespace parallax
