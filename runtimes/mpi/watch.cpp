// SPDX-License-Identifier: MIT
#include "runtimes/mpi/watch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <ifaddrs.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <stdexcept>

#include "support/deadline.hpp"
#include "support/entropy.hpp"
#include "support/retry.hpp"

namespace parallax {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds connect_limit{5}, accept_limit{30};
constexpr char farewell_byte = 'f';
constexpr int exit_without_root = 72;

struct Registration {
  std::uint64_t key = 0;
  std::int32_t rank = 0;
};

void set(int socket, int level, int option, int value) {
  check(setsockopt(socket, level, option, &value, sizeof value), "setsockopt");
}

// Asks a silent peer after 1 s, then every second, and gives it up after 4 questions without an answer.
void keep_alive(int socket) {
  set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
  set(socket, IPPROTO_TCP, TCP_KEEPIDLE, 1);
  set(socket, IPPROTO_TCP, TCP_KEEPINTVL, 1);
  set(socket, IPPROTO_TCP, TCP_KEEPCNT, 4);
  set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, 5000);
}

// This host's IPv4 addresses but for loopback's.
std::array<in_addr, 16> own_addresses() {
  std::array<in_addr, 16> found{};
  ifaddrs* all = nullptr;
  check(getifaddrs(&all), "getifaddrs");
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> guard(all, freeifaddrs);
  std::size_t used = 0;
  for (const ifaddrs* one = all; one && used < found.size(); one = one->ifa_next) {
    if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET) continue;
    const in_addr address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr;
    if (ntohl(address.s_addr) >> 24 != IN_LOOPBACKNET) found[used++] = address;
  }
  return found;
}

// False if it does not become ready in time.
bool wait_for(int descriptor, short events, Clock::time_point deadline) {
  pollfd source{.fd = descriptor, .events = events, .revents = 0};
  const auto wait = [&] { return poll(&source, 1, milliseconds_until(deadline)); };
  return check(retry_on_interrupt(wait), "poll") > 0;
}

// Nothing if nobody answers there.
Descriptor connect_to(in_addr address, std::uint16_t port) {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket");
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr = address;
  to.sin_port = port;
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    if (errno != EINPROGRESS || !wait_for(socket.get(), POLLOUT, Clock::now() + connect_limit)) return {};
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0) return {};
  }
  return socket;
}

// How a connection on which nothing is said has ended.
struct Ended {
  bool ended = false;
  bool in_order = false;
  int error = 0;  // of the network; 0: the other side has closed
};
Ended look_at(int socket) {
  char byte = 0;
  const ssize_t count = recv(socket, &byte, 1, MSG_DONTWAIT);
  if (count == 1) return {.ended = true, .in_order = byte == farewell_byte, .error = 0};
  if (count == 0) return {.ended = true, .in_order = false, .error = 0};
  if (errno == EAGAIN || errno == EINTR) return {};
  return {.ended = true, .in_order = false, .error = errno};
}

// Cut off, we and the daemon that the launcher has started on this host are all that is left of the job here.
[[noreturn]] void end_cut_off() {
  const pid_t daemon = getppid();
  if (daemon > 1) {
    kill(daemon, SIGTERM);  // so that it can clean up; it is our parent, and its end is ours
    std::this_thread::sleep_for(std::chrono::seconds(2));
    kill(daemon, SIGKILL);
  }
  _exit(exit_without_root);
}

}  // namespace

Watch::Watch(bool one_host) : stop_(eventfd(0, EFD_CLOEXEC), "eventfd") {
  listener_ = Descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket");
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_addr.s_addr = htonl(one_host ? INADDR_LOOPBACK : INADDR_ANY);
  socklen_t length = sizeof any;
  if (bind(listener_.get(), reinterpret_cast<const sockaddr*>(&any), length) != 0 ||
      listen(listener_.get(), SOMAXCONN) != 0 ||
      getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&any), &length) != 0)
    throw_system_error("listening for other ranks");
  address_ = {.addresses = own_addresses(), .port = any.sin_port, .key = 0};
  fill_with_entropy(std::as_writable_bytes(std::span(&address_.key, 1)));
}

Watch::Watch(const WatchAddress& root, int rank, bool same_host)
    : address_(root), stop_(eventfd(0, EFD_CLOEXEC), "eventfd") {
  std::vector<in_addr> candidates(root.addresses.begin(), root.addresses.end());
  std::erase_if(candidates, [](const in_addr& address) { return address.s_addr == 0; });
  if (same_host) candidates = {{.s_addr = htonl(INADDR_LOOPBACK)}};
  Descriptor socket;
  for (const in_addr address : candidates) {
    socket = connect_to(address, root.port);
    if (socket.get() >= 0) break;
  }
  if (socket.get() < 0)
    throw std::runtime_error(
        fmt::format("rank {} cannot reach rank 0 by any of its {} IPv4 addresses", rank, candidates.size()));
  keep_alive(socket.get());
  const Registration registration{root.key, rank};
  if (::send(socket.get(), &registration, sizeof registration, MSG_NOSIGNAL) != sizeof registration)
    throw std::runtime_error("rank 0 does not listen");
  sockets_.push_back(std::move(socket));
  thread_ = std::thread([this] { watch_root(); });
}

Watch::~Watch() {
  const std::uint64_t one = 1;
  if (thread_.joinable() && ::write(stop_.get(), &one, sizeof one) == sizeof one) thread_.join();
}

void Watch::accept_all(int size) {
  sockets_.resize(static_cast<std::size_t>(size));
  const auto deadline = Clock::now() + accept_limit;
  for (int missing = size - 1; missing > 0;) {
    if (!wait_for(listener_.get(), POLLIN, deadline)) {
      std::vector<int> ranks;
      for (int r = 1; r < size; ++r) {
        if (sockets_[static_cast<std::size_t>(r)].get() < 0) ranks.push_back(r);
      }
      throw std::runtime_error(fmt::format("these ranks have not reached rank 0 within {} s: {}",
                                           accept_limit.count(), fmt::join(ranks, ", ")));
    }
    Descriptor socket(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (socket.get() < 0) continue;
    Registration registration;
    if (!wait_for(socket.get(), POLLIN, Clock::now() + connect_limit)) continue;
    if (recv(socket.get(), &registration, sizeof registration, MSG_WAITALL) != sizeof registration) continue;
    if (registration.key != address_.key || registration.rank < 1 || registration.rank >= size) continue;
    keep_alive(socket.get());
    sockets_[static_cast<std::size_t>(registration.rank)] = std::move(socket);
    --missing;
  }
  listener_.reset();
  thread_ = std::thread([this] { watch_ranks(); });
}

void Watch::farewell() {
  for (const Descriptor& socket : sockets_) {
    if (socket.get() >= 0) ::send(socket.get(), &farewell_byte, 1, MSG_NOSIGNAL);
  }
}

void Watch::watch_ranks() {
  std::vector<pollfd> sources{{.fd = stop_.get(), .events = POLLIN, .revents = 0}};
  for (const Descriptor& socket : sockets_)  // [0] is -1, which poll() leaves out
    sources.push_back({.fd = socket.get(), .events = POLLIN, .revents = 0});
  for (;;) {
    if (poll(sources.data(), sources.size(), -1) < 0) continue;
    if (sources[0].revents != 0) return;
    for (std::size_t i = 1; i < sources.size(); ++i) {
      if (sources[i].fd < 0 || sources[i].revents == 0) continue;
      const Ended now = look_at(sources[i].fd);
      if (!now.ended) continue;
      sources[i].fd = -1;
      int none = -1;
      if (!now.in_order) lost_.compare_exchange_strong(none, static_cast<int>(i) - 1);
    }
  }
}

void Watch::watch_root() {
  std::array<pollfd, 2> sources{{{.fd = stop_.get(), .events = POLLIN, .revents = 0},
                                 {.fd = sockets_[0].get(), .events = POLLIN, .revents = 0}}};
  for (;;) {
    if (poll(sources.data(), sources.size(), -1) < 0) continue;
    if (sources[0].revents != 0) return;
    const Ended now = look_at(sources[1].fd);
    if (!now.ended) continue;
    if (!now.in_order) {
      if (now.error != 0 && now.error != ECONNRESET) end_cut_off();
      _exit(exit_without_root);
    }
    sources[1].fd = -1;
  }
}

}  // namespace parallax
