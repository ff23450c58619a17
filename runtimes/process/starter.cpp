// SPDX-License-Identifier: MIT
#include "runtimes/process/starter.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <map>
#include <stdexcept>
#include <utility>

namespace parallax {
namespace {

class ForkStarter final : public WorkerStarter {
 public:
  explicit ForkStarter(const WorkerBody& body) : body_(body) {}

  StartedWorker start(int number) override {
    Child child([life = body_, number] { life.serve(life.shared, number); });
    const pid_t pid = child.pid();
    Descriptor end(dup_close_on_exec(child.descriptor()), "dup");
    children_.emplace(pid, std::move(child));
    return {pid, std::move(end)};
  }

  EndedWorker reap(pid_t pid) override {
    const auto child = children_.find(pid);
    EndedWorker ended;
    ended.status = child->second.reap(&ended.usage);
    children_.erase(child);
    return ended;
  }

 private:
  static int dup_close_on_exec(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 0); }

  WorkerBody body_;
  std::map<pid_t, Child> children_;
};

}  // namespace

std::vector<pid_t> processes_of(std::span<const StartedWorker> workers) {
  std::vector<pid_t> all;
  for (const StartedWorker& worker : workers) {
    if (worker.pid > 0) all.push_back(worker.pid);
  }
  return all;
}

std::string reap_stopped(WorkerStarter* starter, std::span<StartedWorker> workers) {
  std::string lost;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    if (workers[i].pid < 0) continue;
    const pid_t pid = std::exchange(workers[i].pid, -1);
    const ExitStatus status = starter->reap(pid).status;
    if (!status.clean() && lost.empty())
      lost = fmt::format("worker {} (process {}) {} before it was stopped", i + 1, pid, status.text());
  }
  return lost;
}

std::unique_ptr<WorkerStarter> make_fork_starter(const WorkerBody& body) {
  return std::make_unique<ForkStarter>(body);
}

std::unique_ptr<WorkerStarter> make_starter(StartMethod method, const WorkerBody& body) {
  switch (method) {
    case StartMethod::fork:
      return make_fork_starter(body);
    case StartMethod::spawn:
      return make_spawn_starter(body);
    case StartMethod::forkserver:
      return make_forkserver_starter(body);
  }
  throw std::logic_error("no such start method");
}

}  // namespace parallax
