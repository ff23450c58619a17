// SPDX-License-Identifier: MIT
//
// The ways in which the kernel tells that a process is dead, in the order in which they come: its robust
// mutexes first, its descriptors next, then its parent.
#include "benches/probes/life/victim.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <functional>
#include <stdexcept>
#include <system_error>

#include "benches/probes/life/victim_in_runtime.hpp"
#include "benches/probes/life/victim_process.hpp"
#include "benches/probes/life/victim_thread.hpp"
#include "benches/probes/primitives/mutex.hpp"
#include "benches/probes/primitives/shared.hpp"
#include "runtimes/not_supported.hpp"
#include "runtimes/registry.hpp"
#include "support/descriptor.hpp"
#include "support/pipe.hpp"
#include "support/retry.hpp"

namespace parallax {
namespace {

using std::chrono::milliseconds;

class PidfdVictim final : public VictimProcess {
 public:
  void notice(milliseconds patience) override {
    poll_or_lose_patience(child().descriptor(), POLLIN, patience);
  }
};

// SIGCHLD is taken as an event and not by a handler, and asked about by waitid(), which leaves the process to
// be reaped by its guard.
class SignalVictim final : public VictimProcess {
 public:
  SignalVictim() {
    sigset_t mask{};
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    pthread_sigmask(SIG_BLOCK, &mask, &old_mask_);
  }
  ~SignalVictim() override {
    drain();
    pthread_sigmask(SIG_SETMASK, &old_mask_, nullptr);
  }

  void notice(milliseconds patience) override {
    sigset_t mask{};
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    const timespec time{.tv_sec = static_cast<time_t>(patience.count() / 1000),
                        .tv_nsec = static_cast<long>(patience.count() % 1000) * 1'000'000};
    for (;;) {
      if (retry_on_interrupt([&] { return sigtimedwait(&mask, nullptr, &time); }) < 0)
        throw std::runtime_error(fmt::format("no death was noticed in {} ms", patience.count()));
      siginfo_t info{};
      if (waitid(P_PID, static_cast<id_t>(process()), &info, WEXITED | WNOWAIT | WNOHANG) == 0 &&
          info.si_pid == process())
        return;
    }
  }

 private:
  // What earlier deaths have left.
  void prepare_parent() override { drain(); }

  static void drain() {
    sigset_t mask{};
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    const timespec now{};
    while (sigtimedwait(&mask, nullptr, &now) > 0) {
    }
  }

  sigset_t old_mask_{};
};

// A pipe whose one end only the child has once both are on their own.
class PipeVictim : public VictimProcess {
 protected:
  explicit PipeVictim(bool child_writes) : child_writes_(child_writes) {}

  int parent_end() const { return for_parent_.get(); }

 private:
  void prepare_parent() override {
    Pipe pipe;
    for_child_ = std::move(child_writes_ ? pipe.write : pipe.read);
    for_parent_ = std::move(child_writes_ ? pipe.read : pipe.write);
  }
  void prepare_child() override { for_parent_.reset(); }
  void settle_parent() override { for_child_.reset(); }

  bool child_writes_;
  Descriptor for_parent_, for_child_;
};

class EndOfFileVictim final : public PipeVictim {
 public:
  EndOfFileVictim() : PipeVictim(true) {}

  void notice(milliseconds patience) override {
    poll_or_lose_patience(parent_end(), POLLIN, patience);
    char byte = 0;
    if (read(parent_end(), &byte, 1) != 0)
      throw std::runtime_error("the pipe of a dead worker has not ended");
  }
};

// Noticed by those only who write: one byte after the other, until that fails.
class BrokenPipeVictim final : public PipeVictim {
 public:
  BrokenPipeVictim() : PipeVictim(false) { old_ = ::signal(SIGPIPE, SIG_IGN); }
  ~BrokenPipeVictim() override { ::signal(SIGPIPE, old_); }

  void notice(milliseconds) override {
    const char byte = 0;
    while (write(parent_end(), &byte, 1) == 1) {
      // A full pipe, and nobody who would empty it: then a write waits until its reader is dead.
    }
    if (errno != EPIPE) throw_system_error("write");
  }

 private:
  sighandler_t old_;
};

class MutexVictim final : public VictimProcess {
 public:
  // Without a limit: ThreadSanitizer takes a robust mutex that pthread_mutex_timedlock() has got from a dead
  // owner for one that nobody has. A kernel that has killed the owner lets the mutex go.
  void notice(milliseconds) override {
    const LockResult taken = mutex_->lock();
    mutex_->unlock();
    if (taken != LockResult::owner_died)
      throw std::runtime_error("the mutex did not say that its owner was dead");
  }

 private:
  void prepare_child() override { mutex_->lock(); }

  Shared<Mutex> mutex_{Sharing::processes, Robust::yes};
};

// Everything there is: name, summary and how to make it.
struct Kind {
  Mechanism mechanism;
  std::function<std::unique_ptr<Victim>()> make;
};

template <class T>
std::unique_ptr<Victim> make() {
  return std::make_unique<T>();
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {{"pidfd", "a process is killed; its parent waits in poll() for its pid descriptor"},
       make<PidfdVictim>},
      {{"sigchld", "a process is killed; its parent waits for SIGCHLD, then asks waitid()"},
       make<SignalVictim>},
      {{"pipe-eof", "a process is killed; its parent waits for the end of its pipe"}, make<EndOfFileVictim>},
      {{"pipe-epipe", "a process is killed; its parent writes to it until that fails"},
       make<BrokenPipeVictim>},
      {{"robust-mutex", "a process is killed; its parent waits for a robust mutex that it holds"},
       make<MutexVictim>},
      {{"thread-crash",
        "one of 4 threads of a process gets a SIGSEGV; the parent waits for the pid descriptor"},
       make<ThreadVictim>},
      {{"runtime-fork", "a worker of the runtime fork is killed within a job; map() throws WorkerDied"}, [] {
         const RuntimeEntry* runtime = find_runtime("fork");
         if (!runtime) throw NotSupported("this program has no runtime fork");
         return std::make_unique<VictimInRuntime>(*runtime);
       }}};
  return all;
}

}  // namespace

std::vector<Mechanism> death_mechanisms() {
  std::vector<Mechanism> all;
  for (const Kind& kind : kinds()) all.push_back(kind.mechanism);
  return all;
}

std::unique_ptr<Victim> make_victim(std::string_view mechanism) {
  for (const Kind& kind : kinds()) {
    if (kind.mechanism.name == mechanism) return kind.make();
  }
  throw NotSupported(fmt::format("there is no death called {}", mechanism));
}

}  // namespace parallax
