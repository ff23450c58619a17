// SPDX-License-Identifier: MIT
//
// The ways that need no server. Programs are found beside the one that runs.
#include "benches/probes/life/starter.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <optional>
#include <thread>
#include <utility>

#include "benches/probes/life/clone_starter.hpp"
#include "benches/probes/life/fork_server.hpp"
#include "benches/probes/life/hello_program.hpp"
#include "benches/probes/life/raw_child.hpp"
#include "benches/probes/life/reaped.hpp"
#include "runtimes/not_supported.hpp"
#include "runtimes/process/child.hpp"
#include "support/posix_spawn.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

// Whether this program answers when it is started again; see serve_as_hello_worker().
bool says_hello = false;

class ThreadStarter final : public Starter {
 public:
  explicit ThreadStarter(const HelloPipes& pipes) : pipes_(pipes) {}
  ~ThreadStarter() override {
    if (!thread_.joinable()) return;
    pipes_.release();  // it may be one that stays
    thread_.join();
  }

  void start(const HelloRequest& request) override {
    thread_ = std::thread([this, request] { status_ = say_hello(pipes_.hello(), pipes_.leave(), request); });
  }
  pid_t process() const override { return getpid(); }
  bool ended() override { return false; }  // it says hello whatever happens
  int join() override {
    thread_.join();
    return std::exchange(status_, -1);
  }
  Usage usage() override { return {}; }
  bool shares_memory() const override { return true; }

 private:
  const HelloPipes& pipes_;
  int status_ = -1;
  std::thread thread_;
};

class ForkStarter final : public Starter {
 public:
  explicit ForkStarter(const HelloPipes& pipes) : pipes_(pipes) {}

  void start(const HelloRequest& request) override {
    child_.emplace([&] { _exit(say_hello(pipes_.hello(), pipes_.leave(), request)); });
    process_ = child_->pid();
  }
  pid_t process() const override { return process_; }
  bool ended() override {
    pollfd end{.fd = child_->descriptor(), .events = POLLIN, .revents = 0};
    return poll(&end, 1, 0) == 1;
  }
  int join() override {
    const ExitStatus status = child_->reap();
    child_.reset();
    return WIFEXITED(status.raw) ? WEXITSTATUS(status.raw) : -1;
  }
  Usage usage() override { return usage_of_reaped(); }

 private:
  const HelloPipes& pipes_;
  std::optional<Child> child_;
  pid_t process_ = -1;
};

// The child runs in its parent's memory until it has become another program, so it does nothing but that.
// NOLINTBEGIN(clang-analyzer-security.insecureAPI.vfork, clang-analyzer-unix.Vfork): that is what is measured
[[gnu::noinline]] pid_t vfork_exec(const char* program, char* const* words, int hello, int leave) {
  const pid_t process = vfork();
  if (process != 0) return process;
  if (fcntl(hello, F_SETFD, 0) == 0 && fcntl(leave, F_SETFD, 0) == 0) execv(program, words);
  _exit(127);
}
// NOLINTEND(clang-analyzer-security.insecureAPI.vfork, clang-analyzer-unix.Vfork)

constexpr const char* whole_program = "/proc/self/exe";
#ifdef PARALLAX_HELLO_DYNAMIC
constexpr const char* smallest_program_note = "the tiny program is linked dynamically";
#else
constexpr const char* smallest_program_note = "";
#endif

// A program that is exec'ed by the call that makes the process, or right after it.
class ProgramStarter final : public Starter {
 public:
  enum class Call { vfork_and_exec, posix_spawn };

  ProgramStarter(Call call, std::string program, const HelloPipes& pipes)
      : call_(call), program_(std::move(program)), pipes_(pipes) {
    // The child's ends of the pipes.
    actions_.keep(pipes.hello());
    actions_.keep(pipes.leave());
  }

  void start(const HelloRequest& request) override {
    std::array<std::string, hello_words> words{program_,
                                               hello_argument,
                                               std::to_string(pipes_.hello()),
                                               std::to_string(pipes_.leave()),
                                               std::to_string(request.number),
                                               request.stays ? "1" : "0",
                                               std::to_string(getpid())};
    std::array<char*, hello_words + 1> pointers{};
    for (std::size_t i = 0; i < words.size(); ++i) pointers[i] = words[i].data();
    const pid_t process = call_ == Call::posix_spawn
                              ? spawn_program(program_.c_str(), pointers.data(), actions_)
                              : vfork_exec(program_.c_str(), pointers.data(), pipes_.hello(), pipes_.leave());
    child_.take(check(process, "vfork"));
  }
  pid_t process() const override { return child_.process(); }
  bool ended() override { return child_.ended(); }
  int join() override { return child_.join(); }
  Usage usage() override { return usage_of_reaped(); }
  std::string note() const override { return program_ == whole_program ? "" : smallest_program_note; }

 private:
  Call call_;
  std::string program_;
  const HelloPipes& pipes_;
  SpawnActions actions_;
  RawChild child_;
};

std::string smallest_program() {
  const auto path = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "hello_worker";
  if (!std::filesystem::exists(path)) throw NotSupported(fmt::format("there is no {}", path.string()));
  return path;
}

std::string this_program() {
  if (!says_hello) throw NotSupported("this program does not answer when it is started again");
  return whole_program;
}

}  // namespace

bool serve_as_hello_worker(int words, char** arguments, int& status) {
  says_hello = true;
  if (!is_hello(words, arguments)) return false;
  status = hello_main(arguments);
  return true;
}

std::vector<Mechanism> start_mechanisms() {
  return {
      {"thread", "std::thread"},
#ifndef PARALLAX_NO_CLONE_STARTER
      {"clone-vm", "clone of a process that stays in its parent's memory"},
#endif
      {"fork", "fork"},
      {"forkserver", "fork, by a small process that was made before this one grew; 2 descriptors are sent"},
      {"vfork-exec", "vfork and exec of a tiny program"},
      {"posix-spawn", "posix_spawn of a tiny program"},
      {"spawn-self", "posix_spawn of this whole program once more"}};
}

std::unique_ptr<Starter> make_starter(std::string_view mechanism, const HelloPipes& pipes) {
  using Call = ProgramStarter::Call;
  if (mechanism == "thread") return std::make_unique<ThreadStarter>(pipes);
#ifndef PARALLAX_NO_CLONE_STARTER
  if (mechanism == "clone-vm") return std::make_unique<CloneStarter>(pipes);
#endif
  if (mechanism == "fork") return std::make_unique<ForkStarter>(pipes);
  if (mechanism == "forkserver") return std::make_unique<ForkServer>(pipes);
  if (mechanism == "vfork-exec")
    return std::make_unique<ProgramStarter>(Call::vfork_and_exec, smallest_program(), pipes);
  if (mechanism == "posix-spawn")
    return std::make_unique<ProgramStarter>(Call::posix_spawn, smallest_program(), pipes);
  if (mechanism == "spawn-self")
    return std::make_unique<ProgramStarter>(Call::posix_spawn, this_program(), pipes);
  throw NotSupported(fmt::format("there is no way to start a worker called {}", mechanism));
}

}  // namespace parallax
