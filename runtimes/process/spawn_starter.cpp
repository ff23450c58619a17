// SPDX-License-Identifier: MIT
//
// Workers that are this program from its beginning. The kernel does not copy our page tables for them
// (posix_spawn borrows our memory until the exec), so what they cost does not grow with our size.
#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "runtimes/process/starter.hpp"
#include "runtimes/process/worker_main.hpp"
#include "runtimes/process/worker_preparation.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/pidfd.hpp"
#include "support/posix_spawn.hpp"
#include "support/retry.hpp"
#include "support/socket_pair.hpp"

namespace parallax {
namespace {

std::vector<int> open_descriptors() {
  std::vector<int> all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
    all.push_back(std::stoi(entry.path().filename()));
  // One of them was the list itself.
  std::erase_if(all, [](int descriptor) { return fcntl(descriptor, F_GETFD) < 0; });
  return all;
}

void send_all(int socket, const void* data, std::size_t bytes) {
  for (const char* at = static_cast<const char*>(data); bytes > 0;) {
    const ssize_t sent = retry_on_interrupt([&] { return send(socket, at, bytes, MSG_NOSIGNAL); });
    if (sent < 0) return;  // it has ended; how, its parent will see
    at += sent;
    bytes -= static_cast<std::size_t>(sent);
  }
}

class SpawnStarter final : public WorkerStarter {
 public:
  explicit SpawnStarter(const WorkerBody& body)
      : body_(body), inherited_(open_descriptors()), mappings_(shared_mappings()) {
    if (!can_be_worker())
      throw NotSupported(
          "this program cannot be started as a worker: its main() does not call serve_as_worker()");
  }

  StartedWorker start(int number) override {
    const SocketPair ends(SOCK_STREAM);
    SpawnActions actions;
    actions.keep(ends.second.get());
    for (const int descriptor : inherited_) {
      if (fcntl(descriptor, F_GETFD) >= 0) actions.keep(descriptor);
    }
    std::string name = program_invocation_name, argument = worker_argument,
                socket = std::to_string(ends.second.get());
    const std::array<char*, 4> words{name.data(), argument.data(), socket.data(), nullptr};
    StartedWorker worker;
    worker.pid = spawn_program("/proc/self/exe", words.data(), actions);
    worker.end = pidfd_of_child(worker.pid);
    const auto& steps = WorkerPreparation::steps();
    const WorkerOrder order{.parent = getpid(),
                            .body = body_,
                            .number = number,
                            .mappings = mappings_.size(),
                            .steps = steps.size()};
    send_all(ends.first.get(), &order, sizeof order);
    send_all(ends.first.get(), mappings_.data(), mappings_.size() * sizeof(SharedMapping));
    send_all(ends.first.get(), steps.data(), steps.size() * sizeof(WorkerPreparation::Step));
    return worker;
  }

  EndedWorker reap(pid_t pid) override {
    EndedWorker ended;
    ended.status = Child::reap(pid, &ended.usage);
    return ended;
  }

 private:
  WorkerBody body_;
  std::vector<int> inherited_;
  std::vector<SharedMapping> mappings_;
};

}  // namespace

std::unique_ptr<WorkerStarter> make_spawn_starter(const WorkerBody& body) {
  return std::make_unique<SpawnStarter>(body);
}

}  // namespace parallax
