// SPDX-License-Identifier: MIT
#include "benches/probes/life/fork_server.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <list>

#include "benches/probes/life/reaped.hpp"
#include "runtimes/process/usage.hpp"

namespace parallax {

struct ForkServer::Report {
  bool ended = false;  // else: started
  pid_t process = -1;
  ExitStatus status{};  // if it has ended
  Usage workers{};      // of all that have ended so far
};

namespace {

// A request travels with the worker's two descriptors.
struct Request {
  Greeting greeting;
  Descriptor hello, leave;
};

std::pair<Descriptor, Descriptor> connected_pair() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "socketpair");
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// A message of one greeting and room for two descriptors.
class Envelope {
 public:
  explicit Envelope(Greeting& greeting) : text_{.iov_base = &greeting, .iov_len = sizeof greeting} {
    message_.msg_iov = &text_;
    message_.msg_iovlen = 1;
    message_.msg_control = rights_.data();
    message_.msg_controllen = sizeof rights_;
  }
  Envelope(const Envelope&) = delete;
  Envelope& operator=(const Envelope&) = delete;

  msghdr& message() { return message_; }

  void put(std::array<int, 2> descriptors) {
    cmsghdr* const header = CMSG_FIRSTHDR(&message_);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof descriptors);
    std::memcpy(CMSG_DATA(header), descriptors.data(), sizeof descriptors);
  }
  // {-1, -1} if there are none.
  std::array<int, 2> take() {
    std::array<int, 2> descriptors{-1, -1};
    const cmsghdr* const header = CMSG_FIRSTHDR(&message_);
    if (header && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(sizeof descriptors))
      std::memcpy(descriptors.data(), CMSG_DATA(header), sizeof descriptors);
    return descriptors;
  }

 private:
  alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(2 * sizeof(int))> rights_{};
  iovec text_;
  msghdr message_{};
};

// Nothing if the other side has gone or says something else.
std::optional<Request> receive_request(int socket) {
  Request request;
  Envelope envelope(request.greeting);
  if (recvmsg(socket, &envelope.message(), MSG_CMSG_CLOEXEC) != static_cast<ssize_t>(sizeof(Greeting)))
    return {};
  const auto [hello, leave] = envelope.take();
  request.hello = Descriptor(hello);
  request.leave = Descriptor(leave);
  return request;
}

}  // namespace

ForkServer::ForkServer(const HelloLine& line) : ForkServer(line, connected_pair()) {}

ForkServer::ForkServer(const HelloLine& line, std::pair<Descriptor, Descriptor> ends)
    : line_(line), socket_(std::move(ends.first)) {
  child_.emplace([&] {
    socket_.reset();
    serve(ends.second.get());
  });
}

void ForkServer::serve(int socket) {
  std::list<Child> workers;
  for (;;) {
    std::vector<pollfd> sources{{.fd = socket, .events = POLLIN, .revents = 0}};
    for (const Child& worker : workers)
      sources.push_back({.fd = worker.descriptor(), .events = POLLIN, .revents = 0});
    if (poll(sources.data(), sources.size(), -1) < 0) continue;

    auto source = sources.begin() + 1;
    for (auto worker = workers.begin(); worker != workers.end(); ++source) {
      if (source->revents == 0) {
        ++worker;
        continue;
      }
      Report report{.ended = true, .process = worker->pid(), .status = worker->reap(), .workers = {}};
      report.workers = usage_of_reaped();
      send_report(socket, report);
      worker = workers.erase(worker);
    }

    if (sources.front().revents == 0) continue;
    const auto request = receive_request(socket);
    if (!request) return;
    workers.emplace_back([&] {
      close(socket);
      _exit(say_hello(request->hello.get(), request->leave.get(), request->greeting));
    });
    send_report(socket, {.ended = false, .process = workers.back().pid(), .status = {}, .workers = {}});
  }
}

void ForkServer::send_report(int socket, const Report& report) {
  // Nobody to hear it any more is noticed at the next request, which is the end of file then.
  (void)!send(socket, &report, sizeof report, MSG_NOSIGNAL);
}

ForkServer::Report ForkServer::receive_report() {
  Report report;
  for (;;) {
    const ssize_t bytes = recv(socket_.get(), &report, sizeof report, 0);
    if (bytes == static_cast<ssize_t>(sizeof report)) return report;
    if (bytes >= 0 || errno != EINTR) lost();
  }
}

void ForkServer::start(const Greeting& greeting) {
  Greeting text = greeting;
  Envelope envelope(text);
  envelope.put({line_.hello(), line_.leave()});
  if (sendmsg(socket_.get(), &envelope.message(), MSG_NOSIGNAL) < 0) lost();
  process_ = receive_report().process;
}

bool ForkServer::ended() {
  pollfd said{.fd = socket_.get(), .events = POLLIN, .revents = 0};
  return poll(&said, 1, 0) == 1;  // how the worker ended, or that the server has
}

int ForkServer::join() {
  const Report report = receive_report();
  workers_ = report.workers;
  return WIFEXITED(report.status.raw) ? WEXITSTATUS(report.status.raw) : -1;
}

Usage ForkServer::usage() {
  Usage usage = usage_of(child_->pid());
  usage += workers_;
  return usage;
}

void ForkServer::lost() {
  const pid_t server = child_->pid();
  // Its end of the socket is closed a moment before it can be reaped; then this kills nobody.
  child_->kill();
  const std::string status = server > 0 ? child_->reap().text() : "is gone";
  throw WorkerDied(fmt::format("the fork server (process {}) {}", server, status));
}

}  // namespace parallax
