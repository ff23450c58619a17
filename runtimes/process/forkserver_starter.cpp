// SPDX-License-Identifier: MIT
//
// Workers that are forked by a server: a process that was spawned once, has one thread, and has never run
// anything of the caller's. So a fork is safe whatever threads and locks the caller has, and cheap however
// much memory it has.
//
// One socket that keeps message borders: a number asks for a worker; the answers say that one was started,
// with its pid descriptor, or could not be, or has ended.
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <map>
#include <new>
#include <string>
#include <utility>

#include "runtimes/process/starter.hpp"
#include "runtimes/process/worker_main.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/descriptor_passing.hpp"
#include "support/socket_pair.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

struct Context {
  int socket = -1;  // the server's end
  WorkerBody body;
};

struct Answer {
  enum class Kind { started, failed, ended };
  Kind kind = Kind::started;
  pid_t pid = -1;
  int error = 0;
  EndedWorker ended;
};

// One message, with at most one descriptor beside it. Nobody there to read it is noticed at the next request.
void send_answer(int socket, const Answer& answer, std::span<const int> descriptor = {}) {
  send_with_descriptors(socket, std::as_bytes(std::span(&answer, 1)), descriptor);
}

// False if the server has gone.
bool receive_answer(int socket, Answer& answer, Descriptor& descriptor) {
  return receive_with_descriptors(socket, std::as_writable_bytes(std::span(&answer, 1)),
                                  std::span(&descriptor, 1)) == static_cast<ssize_t>(sizeof answer);
}

class Server {
 public:
  explicit Server(const Context& context) : context_(context) {
    sigemptyset(&ends_);
    sigaddset(&ends_, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ends_, &before_);
    signals_ = Descriptor(signalfd(-1, &ends_, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd");
  }

  void run() {
    std::array<pollfd, 2> events{pollfd{.fd = context_.socket, .events = POLLIN, .revents = 0},
                                 pollfd{.fd = signals_.get(), .events = POLLIN, .revents = 0}};
    for (;;) {
      if (poll(events.data(), events.size(), -1) < 0) continue;
      if (events[1].revents != 0) tell_ends();
      if (events[0].revents != 0 && !execute()) return;
    }
  }

 private:
  bool execute() {
    int number = 0;
    if (recv(context_.socket, &number, sizeof number, 0) != sizeof number) return false;
    try {
      Child child([this, number] {
        sigprocmask(SIG_SETMASK, &before_, nullptr);
        close(context_.socket);
        context_.body.serve(context_.body.shared, number);
      });
      const pid_t pid = child.pid();
      send_answer(context_.socket, {.kind = Answer::Kind::started, .pid = pid, .error = 0, .ended = {}},
                  std::array{child.descriptor()});
      children_.emplace(pid, std::move(child));
    } catch (const std::system_error& error) {
      send_answer(context_.socket,
                  {.kind = Answer::Kind::failed, .pid = -1, .error = error.code().value(), .ended = {}});
    }
    return true;
  }

  void tell_ends() {
    signalfd_siginfo signal{};
    while (read(signals_.get(), &signal, sizeof signal) > 0) {
    }
    for (;;) {  // several ends may be one signal
      siginfo_t info{};
      if (waitid(P_ALL, 0, &info, WEXITED | WNOWAIT | WNOHANG) != 0 || info.si_pid == 0) return;
      const auto child = children_.find(info.si_pid);
      if (child == children_.end()) {
        Child::reap(info.si_pid);
        continue;
      }
      Answer answer{.kind = Answer::Kind::ended, .pid = info.si_pid, .error = 0, .ended = {}};
      answer.ended.status = child->second.reap(&answer.ended.usage);
      children_.erase(child);
      send_answer(context_.socket, answer);
    }
  }

  Context context_;
  sigset_t ends_{}, before_{};
  Descriptor signals_;
  std::map<pid_t, Child> children_;
};

void serve_forks(void* shared, int) { Server(*static_cast<Context*>(shared)).run(); }

class ForkserverStarter final : public WorkerStarter {
 public:
  explicit ForkserverStarter(const WorkerBody& body) : memory_(Mapping::shared(sizeof(Context))) {
    SocketPair ends(SOCK_SEQPACKET);
    socket_ = std::move(ends.first);
    Context& context = *new (memory_.bytes().data()) Context{ends.second.get(), body};
    spawner_ = make_spawn_starter({.serve = serve_forks, .shared = &context});
    server_ = spawner_->start(0);
  }

  ~ForkserverStarter() override {
    socket_.reset();
    end_server();
  }

  StartedWorker start(int number) override {
    const bool asked = send(socket_.get(), &number, sizeof number, MSG_NOSIGNAL) == sizeof number;
    for (Answer answer; asked;) {
      StartedWorker worker;
      if (!receive_answer(socket_.get(), answer, worker.end)) break;
      if (answer.kind == Answer::Kind::ended) {
        ended_[answer.pid] = answer.ended;
        continue;
      }
      if (answer.kind == Answer::Kind::failed) throw_system_error(answer.error, "the fork server's fork");
      worker.pid = answer.pid;
      return worker;
    }
    end_server();
    throw std::runtime_error("the fork server " + how_it_ended_.text());
  }

  EndedWorker reap(pid_t pid) override {
    for (auto known = ended_.find(pid);; known = ended_.find(pid)) {
      if (known != ended_.end()) {
        const EndedWorker ended = known->second;
        ended_.erase(known);
        return ended;
      }
      Answer answer;
      Descriptor none;
      // Workers are killed when their server ends.
      if (!receive_answer(socket_.get(), answer, none)) return {.status = {SIGKILL}, .usage = {}};
      if (answer.kind == Answer::Kind::ended) ended_[answer.pid] = answer.ended;
    }
  }

  pid_t server() const override { return server_.pid; }

 private:
  // If it has not ended by itself.
  void end_server() {
    if (server_.pid <= 0) return;
    kill(server_.pid, SIGKILL);
    how_it_ended_ = spawner_->reap(std::exchange(server_.pid, -1)).status;
  }

  Mapping memory_;
  std::unique_ptr<WorkerStarter> spawner_;
  Descriptor socket_;
  StartedWorker server_;
  ExitStatus how_it_ended_;
  std::map<pid_t, EndedWorker> ended_;
};

}  // namespace

std::unique_ptr<WorkerStarter> make_forkserver_starter(const WorkerBody& body) {
  return std::make_unique<ForkserverStarter>(body);
}

}  // namespace parallax
