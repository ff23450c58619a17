// SPDX-License-Identifier: MIT
//
// Workers that are this program from its beginning. The kernel does not copy our page tables for them
// (posix_spawn borrows our memory until the exec), so what they cost does not grow with our size.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "runtimes/process/starter.hpp"
#include "runtimes/process/worker_main.hpp"
#include "runtimes/support/mapping.hpp"

namespace parallax {
namespace {

void must(int error, const char* call) {
  if (error != 0) throw std::system_error(error, std::generic_category(), call);
}

class FileActions {
 public:
  FileActions() { must(posix_spawn_file_actions_init(&actions_), "posix_spawn_file_actions_init"); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  // A copy onto itself stays open in the new program.
  void keep(int descriptor) {
    must(posix_spawn_file_actions_adddup2(&actions_, descriptor, descriptor),
         "posix_spawn_file_actions_adddup2");
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

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
    const ssize_t sent = send(socket, at, bytes, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
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
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
      throw std::system_error(errno, std::generic_category(), "socketpair");
    const Descriptor ours(ends[0]), theirs(ends[1]);

    FileActions actions;
    actions.keep(theirs.get());
    for (const int descriptor : inherited_) {
      if (fcntl(descriptor, F_GETFD) >= 0) actions.keep(descriptor);
    }
    std::string name = program_invocation_name, argument = worker_argument,
                socket = std::to_string(theirs.get());
    const std::array<char*, 4> words{name.data(), argument.data(), socket.data(), nullptr};
    StartedWorker worker;
    must(posix_spawn(&worker.pid, "/proc/self/exe", actions.get(), nullptr, words.data(), environ),
         "posix_spawn");
    worker.end = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, worker.pid, 0)));
    if (worker.end.get() < 0) {
      const int error = errno;
      ::kill(worker.pid, SIGKILL);
      Child::reap(worker.pid);
      must(error, "pidfd_open");
    }
    const WorkerOrder order{
        .parent = getpid(), .body = body_, .number = number, .mappings = mappings_.size()};
    send_all(ours.get(), &order, sizeof order);
    send_all(ours.get(), mappings_.data(), mappings_.size() * sizeof(SharedMapping));
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
