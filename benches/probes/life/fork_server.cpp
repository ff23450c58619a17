// SPDX-License-Identifier: MIT
#include "benches/probes/life/fork_server.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <list>

#include "benches/probes/life/reaped.hpp"
#include "runtimes/process/usage.hpp"
#include "support/descriptor_passing.hpp"
#include "support/retry.hpp"

namespace parallax {

struct ForkServer::Report {
  bool ended = false;  // else: started
  pid_t process = -1;
  ExitStatus status{};  // if it has ended
  Usage workers{};      // of all that have ended so far
};

namespace {

// A request travels with the worker's two descriptors.
struct ForkRequest {
  HelloRequest hello_request;
  Descriptor hello, leave;
};

// Nothing if the other side has gone or says something else.
std::optional<ForkRequest> receive_request(int socket) {
  ForkRequest request;
  std::array<Descriptor, 2> descriptors;
  if (receive_with_descriptors(socket, std::as_writable_bytes(std::span(&request.hello_request, 1)),
                               descriptors) != static_cast<ssize_t>(sizeof(HelloRequest)))
    return {};
  request.hello = std::move(descriptors[0]);
  request.leave = std::move(descriptors[1]);
  return request;
}

}  // namespace

ForkServer::ForkServer(const HelloPipes& pipes) : ForkServer(pipes, SocketPair(SOCK_SEQPACKET)) {}

ForkServer::ForkServer(const HelloPipes& pipes, SocketPair ends)
    : pipes_(pipes), socket_(std::move(ends.first)) {
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
      _exit(say_hello(request->hello.get(), request->leave.get(), request->hello_request));
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
  const ssize_t bytes = retry_on_interrupt([&] { return recv(socket_.get(), &report, sizeof report, 0); });
  if (bytes != static_cast<ssize_t>(sizeof report)) throw_server_died();
  return report;
}

void ForkServer::start(const HelloRequest& request) {
  if (!send_with_descriptors(socket_.get(), std::as_bytes(std::span(&request, 1)),
                             std::array{pipes_.hello(), pipes_.leave()}))
    throw_server_died();
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

void ForkServer::throw_server_died() {
  const pid_t server = child_->pid();
  // Its end of the socket is closed a moment before it can be reaped; then this kills nobody.
  child_->kill();
  const std::string status = server > 0 ? child_->reap().text() : "is gone";
  throw WorkerDied(fmt::format("the fork server (process {}) {}", server, status));
}

}  // namespace parallax
