// SPDX-License-Identifier: MIT
//
// Starting programs and watching processes.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <system_error>

#include "support/pidfd.hpp"
#include "support/pipe.hpp"
#include "support/posix_spawn.hpp"
#include "support/process_stat.hpp"
#include "support/retry.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax {
namespace {

// Runs a line of the shell's; its exit status.
int run_shell(std::string line, const SpawnActions& actions, const SpawnAttributes* attributes = nullptr) {
  std::string shell = "sh", option = "-c";
  const std::array<char*, 4> words{shell.data(), option.data(), line.data(), nullptr};
  const pid_t process = spawn_program("/bin/sh", words.data(), actions, attributes);
  int status = 0;
  EXPECT_EQ(retry_on_interrupt([&] { return waitpid(process, &status, 0); }), process);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string text_from(const Descriptor& descriptor) {
  std::string text(4096, '\0');
  text.resize(static_cast<std::size_t>(check(read(descriptor.get(), text.data(), text.size()), "read")));
  return text;
}

TEST(Spawn, RunsTheProgram) { EXPECT_EQ(run_shell("exit 7", SpawnActions()), 7); }

TEST(Spawn, ThrowsIfThereIsNoSuchProgram) {
  const std::array<char*, 1> words{nullptr};
  try {
    spawn_program("/does/not/exist", words.data(), SpawnActions());
    FAIL() << "no exception";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), ENOENT);
  }
}

TEST(Spawn, KeepsDuplicatesOpensAndClosesDescriptors) {
  const Pipe pipe, lost;
  const Descriptor high(fcntl(lost.write.get(), F_DUPFD, 100), "fcntl");  // not closed on exec
  SpawnActions actions;
  actions.open(STDIN_FILENO, "/dev/null", O_RDONLY);
  actions.duplicate(pipe.write.get(), STDOUT_FILENO);
  actions.keep(pipe.write.get());
  actions.close_from(high.get());
  const std::string line =
      fmt::format("echo out; echo kept >&{}; cat; test -e /proc/self/fd/{}", pipe.write.get(), high.get());
  EXPECT_EQ(run_shell(line, actions), 1) << "a descriptor that should have been closed";
  EXPECT_EQ(text_from(pipe.read), "out\nkept\n");
}

TEST(Spawn, SetsProcessGroupSignalMaskAndDefaultSignals) {
  struct sigaction ignored {
  }, before{};
  ignored.sa_handler = SIG_IGN;
  sigaction(SIGCHLD, &ignored, &before);
  sigset_t mask, chld;
  sigemptyset(&mask);
  sigaddset(&mask, SIGUSR1);
  sigemptyset(&chld);
  sigaddset(&chld, SIGCHLD);
  SpawnAttributes attributes;
  attributes.lead_process_group();
  attributes.set_signal_mask(mask);
  attributes.set_default_signals(chld);
  const Pipe pipe;
  SpawnActions actions;
  actions.duplicate(pipe.write.get(), STDOUT_FILENO);

  std::string program = "grep", what = "^NSpgid\\|^Sig[BI]", where = "/proc/self/status";
  const std::array<char*, 4> words{program.data(), what.data(), where.data(), nullptr};
  const pid_t process = spawn_program("/bin/grep", words.data(), actions, &attributes);
  pollfd output{.fd = pipe.read.get(), .events = POLLIN, .revents = 0};
  EXPECT_EQ(retry_on_interrupt([&] { return poll(&output, 1, -1); }), 1);
  const std::string status = text_from(pipe.read);
  EXPECT_EQ(
      status.rfind(fmt::format("NSpgid:\t{}\nSigBlk:\t{:016x}\nSigIgn:\t", process, 1u << (SIGUSR1 - 1)), 0),
      0u)
      << status;
  // Others may be, as our parent left them.
  const auto are_ignored = std::stoull(status.substr(status.rfind('\t')), nullptr, 16);
  EXPECT_EQ(are_ignored >> (SIGCHLD - 1) & 1, 0u);
  sigaction(SIGCHLD, &before, nullptr);
  retry_on_interrupt([&] { return waitpid(process, nullptr, 0); });
}

TEST(Pidfd, IsReadableOnceTheChildHasEnded) {
  const Pipe pipe;
  const pid_t child = check(fork(), "fork");
  if (child == 0) {
    char byte = 0;
    [[maybe_unused]] const auto got = read(pipe.read.get(), &byte, 1);
    _exit(0);
  }
  const Descriptor end = pidfd_of_child(child);
  pollfd source{.fd = end.get(), .events = POLLIN, .revents = 0};
  EXPECT_EQ(poll(&source, 1, 0), 0);
  ASSERT_EQ(write(pipe.write.get(), "x", 1), 1);
  EXPECT_EQ(retry_on_interrupt([&] { return poll(&source, 1, -1); }), 1);
  EXPECT_EQ(waitpid(child, nullptr, 0), child);
}

TEST(Pidfd, LeavesNoChildBehindIfThereIsNoneToBeHad) {
  if (testing::undefined_behavior_sanitizer)
    GTEST_SKIP() << "UndefinedBehaviorSanitizer looks at objects through a pipe, so it needs descriptors too";
  for (const bool group : {false, true}) {
    const pid_t child = check(fork(), "fork");
    if (child == 0) {
      for (;;) pause();
    }
    if (group) setpgid(child, child);
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    const rlimit none{.rlim_cur = 0, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
    int code = 0;
    try {
      pidfd_of_child(child, group);
    } catch (const std::system_error& error) {
      code = error.code().value();
    }
    setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_EQ(code, EMFILE);
    EXPECT_EQ(waitpid(child, nullptr, WNOHANG), -1) << "it was not reaped";
    EXPECT_EQ(errno, ECHILD);
  }
}

// A thread may be called what it likes.
TEST(ProcessStat, IsReadBehindANameWithBrackets) {
  std::array<char, 16> before{};
  prctl(PR_GET_NAME, before.data());
  prctl(PR_SET_NAME, "a) S (1) Z 2");
  char state = 0;
  pid_t parent = 0;
  stat_behind_name("/proc/thread-self/stat") >> state >> parent;
  prctl(PR_SET_NAME, before.data());
  EXPECT_EQ(state, 'R');
  EXPECT_EQ(parent, getppid());
  EXPECT_FALSE(stat_behind_name("/proc/self/no-such-file") >> state);
  EXPECT_FALSE(stat_behind_name("/proc/self") >> state) << "it can be opened, and not read";
}

}  // namespace
}  // namespace parallax
