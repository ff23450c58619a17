// SPDX-License-Identifier: MIT
#include "reports/gate/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>

#include "reports/gate/random_layout.hpp"
#include "support/pidfd.hpp"
#include "support/pipe.hpp"
#include "support/retry.hpp"

namespace parallax::reports::gate {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// The last bytes of a stream.
class Tail {
 public:
  Tail(Descriptor& from, std::size_t most) : from_(from), most_(most) {
    ::fcntl(from_.get(), F_SETFL, O_NONBLOCK);
  }

  void drain() {
    while (from_.get() >= 0) {
      const auto count = retry_on_interrupt([&] { return ::read(from_.get(), some_.data(), some_.size()); });
      if (count < 0) return;
      if (count == 0) return from_.reset();
      text_.append(some_.data(), static_cast<std::size_t>(count));
      if (text_.size() > 2 * most_) cut();
    }
  }
  std::string take(bool& was_cut) {
    if (text_.size() > most_) cut();
    was_cut = cut_;
    return std::move(text_);
  }

 private:
  void cut() {
    text_.erase(0, text_.size() - most_);
    cut_ = true;
  }

  Descriptor& from_;
  std::size_t most_;
  std::vector<char> some_ = std::vector<char>(1 << 16);  // the stack may be no larger than that
  std::string text_;
  bool cut_ = false;
};

// Between fork and exec: only calls that are safe there. What fails is written to `report` as an errno.
[[noreturn]] void become(const Launch& launch, char* const* arguments, char* const* environment, int out,
                         int error, int report, const sigset_t& mask) {
  const auto give_up = [&] {
    const int reason = errno;
    [[maybe_unused]] const auto written = ::write(report, &reason, sizeof reason);
    ::_exit(127);
  };
  if (::setpgid(0, 0) != 0 || ::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up();
  const int nothing = ::open("/dev/null", O_RDONLY);
  if (nothing < 0 || ::dup2(nothing, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(error, 2) < 0) give_up();
  ::close(nothing);
  keep_layout_random();
  ::sigprocmask(SIG_SETMASK, &mask, nullptr);
  ::execve((launch.file.empty() ? launch.command.front() : launch.file).c_str(), arguments, environment);
  give_up();
  ::_exit(127);
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (auto& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

std::vector<std::string> environment_of(const Launch& launch) {
  std::vector<std::string> all;
  for (char** one = environ; *one; ++one) {
    const std::string_view entry(*one);
    bool replaced = false;
    for (const auto& [name, value] : launch.environment)
      replaced = replaced || (entry.size() > name.size() && entry.substr(0, name.size()) == name &&
                              entry[name.size()] == '=');
    if (!replaced) all.emplace_back(entry);
  }
  for (const auto& [name, value] : launch.environment) all.push_back(name + '=' + value);
  return all;
}

// Processes whose parent has ended come to us, because we asked for them (a subreaper). They are of this
// visit, as nothing else runs meanwhile.
void end_orphans() {
  while (true) {
    const auto path = fmt::format("/proc/self/task/{}/children", ::gettid());
    std::ifstream children(path);
    bool any = false;
    for (pid_t child = 0; children >> child;) {
      any = true;
      ::kill(child, SIGKILL);
    }
    if (!any) return;
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    siginfo_t info{};
    ::waitid(P_ALL, 0, &info, WEXITED | WNOWAIT);  // until one more has ended
  }
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

// What was said last, after Google Benchmark's greeting, whose last lines are the load and perhaps a warning.
std::string last_line(std::string text) {
  for (const char* greeting : {"\nLoad Average:", "\n***WARNING***"}) {
    const auto begin = text.rfind(greeting);
    if (begin != std::string::npos) text.erase(0, text.find('\n', begin + 1));
  }
  const auto end = text.find_last_not_of(" \t\r\n");
  if (end == std::string::npos) return {};
  const auto newline = text.find_last_of('\n', end);
  const auto begin = newline == std::string::npos ? 0 : newline + 1;
  return text.substr(begin, std::min<std::size_t>(end + 1 - begin, 300));
}

}  // namespace

std::string Ended::last_words() const { return last_line(error); }

std::string Ended::text() const {
  const auto line = last_words();
  const auto said = line.empty() ? "" : ": " + line;
  switch (how) {
    case exited:
      return fmt::format("exited with status {}{}", code, said);
    case signalled:
      return fmt::format("was killed by signal {} ({}){}", code, ::strsignal(code), said);
    case timed_out:
      return fmt::format("had not ended after {:.3g} s{}", seconds, said);
    case interrupted:
      return "was interrupted";
    default:
      return fmt::format("could not be started: {}", std::strerror(code));
  }
}

Interruptions::Interruptions() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action {};  // one that the caller ignores (nohup) stays ignored
    ::sigaction(signal, nullptr, &action);
    if (action.sa_handler != SIG_IGN) sigaddset(&signals, signal);
  }
  ::sigprocmask(SIG_BLOCK, &signals, &original_);
  descriptor_ = Descriptor(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd");
  check(::prctl(PR_SET_CHILD_SUBREAPER, 1), "prctl");
}

Interruptions::~Interruptions() {
  signal();
  ::sigprocmask(SIG_SETMASK, &original_, nullptr);
}

int Interruptions::signal() {
  signalfd_siginfo info{};
  while (::read(descriptor_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info))
    if (seen_ == 0) seen_ = static_cast<int>(info.ssi_signo);
  return seen_;
}

Ended run_process(const Launch& launch, Interruptions& interruptions) {
  Ended ended;
  auto words = launch.command;
  auto settings = environment_of(launch);
  const auto arguments = pointers(words), environment = pointers(settings);
  Pipe out, error, report;
  const auto start = Clock::now();
  const pid_t pid = check(::fork(), "fork");
  if (pid == 0)
    become(launch, arguments.data(), environment.data(), out.write.get(), error.write.get(),
           report.write.get(), interruptions.original_mask());
  ::setpgid(pid, pid);  // in case we are first; it fails if the child is
  out.write.reset();
  error.write.reset();
  report.write.reset();
  const Descriptor end = pidfd_of_child(pid, true);
  Tail outs(out.read, launch.most_output), errors(error.read, launch.most_output);

  bool killed = false;
  const auto kill = [&](Ended::How how) {
    ended.how = how;
    killed = true;
    ::kill(-pid, SIGKILL);
    ::kill(pid, SIGKILL);
  };
  for (bool over = false; !over;) {
    std::array<pollfd, 4> wanted{{{end.get(), POLLIN, 0},
                                  {out.read.get(), POLLIN, 0},
                                  {error.read.get(), POLLIN, 0},
                                  {killed ? -1 : interruptions.descriptor(), POLLIN, 0}}};
    const double left = launch.time_limit - since(start);
    const int wait = killed ? -1 : static_cast<int>(std::max(0.0, std::min(left, 1e6)) * 1000) + 1;
    if (::poll(wanted.data(), wanted.size(), wait) < 0 && errno != EINTR) throw_system_error("poll");
    outs.drain();
    errors.drain();
    over = (wanted[0].revents & POLLIN) != 0;
    if (over || killed) continue;
    if (interruptions.signal() != 0)
      kill(Ended::interrupted);
    else if (since(start) >= launch.time_limit)
      kill(Ended::timed_out);
  }
  ended.seconds = since(start);
  int status = 0;
  rusage used{};
  retry_on_interrupt([&] { return ::wait4(pid, &status, 0, &used); });
  ::kill(-pid, SIGKILL);  // the rest of its group
  end_orphans();
  outs.drain();
  errors.drain();

  bool ignored = false;
  ended.out = outs.take(ended.out_cut);
  ended.error = errors.take(ignored);
  ended.cpu_seconds = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
  ended.memory = static_cast<double>(used.ru_maxrss) * 1024;
  if (int reason = 0;
      ::read(report.read.get(), &reason, sizeof reason) == static_cast<ssize_t>(sizeof reason)) {
    ended.how = Ended::not_started;
    ended.code = reason;
  } else if (!killed) {
    ended.how = WIFSIGNALED(status) ? Ended::signalled : Ended::exited;
    ended.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  }
  return ended;
}

}  // namespace parallax::reports::gate
