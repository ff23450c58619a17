// SPDX-License-Identifier: MIT
#include "runtimes/process/starter.hpp"

#include <fcntl.h>

#include <map>
#include <stdexcept>

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
