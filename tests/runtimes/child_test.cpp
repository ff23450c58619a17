// SPDX-License-Identifier: MIT
#include "runtimes/process/child.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <functional>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "runtimes/support/mapping.hpp"
#include "tests/runtimes/interruptions.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using testing::eventually;

void sleep_for_ever() {
  for (;;) pause();
}

std::string end_of(const std::function<void()>& body) { return Child(body).reap().text(); }

// Whether there is no such child any more, not even one that waits to be reaped.
bool is_reaped(pid_t pid) { return waitpid(pid, nullptr, WNOHANG) == -1 && errno == ECHILD; }

bool has_ended(const Child& child, int patience_milliseconds) {
  pollfd end{.fd = child.descriptor(), .events = POLLIN, .revents = 0};
  return poll(&end, 1, patience_milliseconds) == 1;
}

TEST(ExitStatus, SaysHowAProcessEnded) {
  EXPECT_EQ(end_of([] {}), "exited with status 0");
  EXPECT_EQ(end_of([] { _exit(3); }), "exited with status 3");
  EXPECT_EQ(end_of([] { raise(SIGKILL); }), "was killed by signal 9 (Killed)");
  EXPECT_EQ(end_of([] { raise(SIGTERM); }), "was killed by signal 15 (Terminated)");
}

TEST(ExitStatus, IsCleanOnlyIfAllWasWell) {
  EXPECT_TRUE(Child([] {}).reap().clean());
  EXPECT_FALSE(Child([] { _exit(1); }).reap().clean());
  EXPECT_FALSE(Child([] { raise(SIGKILL); }).reap().clean());
}

TEST(Child, EndsWithStatus70IfItsBodyThrows) {
  EXPECT_EQ(end_of([] { throw std::runtime_error("body"); }), "exited with status 70");
  EXPECT_EQ(end_of([] { throw 1; }), "exited with status 70");
}

TEST(Child, IsAProcessOfItsOwn) {
  const pid_t here = getpid();
  Child child([here] { _exit(getppid() == here && getpid() != here ? 5 : 6); });
  EXPECT_GT(child.pid(), 0);
  EXPECT_NE(child.pid(), here);
  EXPECT_EQ(child.reap().text(), "exited with status 5");
}

TEST(Child, EndsWithoutWritingWhatItsParentHasNotWrittenYet) {
  std::FILE* file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  std::fputs("still in the buffer", file);
  EXPECT_TRUE(Child([] {}).reap().clean());
  EXPECT_EQ(lseek(fileno(file), 0, SEEK_END), 0);
  std::fclose(file);
}

TEST(Child, MakesItsDescriptorReadableWhenItEnds) {
  Child child(sleep_for_ever);
  EXPECT_FALSE(has_ended(child, 0));
  child.kill();
  EXPECT_TRUE(has_ended(child, -1));
  EXPECT_TRUE(has_ended(child, 0)) << "it stays so";
  EXPECT_EQ(child.reap().text(), "was killed by signal 9 (Killed)");
  EXPECT_LT(child.descriptor(), 0);
}

TEST(Child, IsKilledAndReapedByItsDestructor) {
  pid_t pid = 0;
  {
    Child child(sleep_for_ever);
    pid = child.pid();
    EXPECT_FALSE(is_reaped(pid));
  }
  EXPECT_TRUE(is_reaped(pid));
  {
    Child child([] {});
    pid = child.pid();
    EXPECT_TRUE(has_ended(child, -1));
  }
  EXPECT_TRUE(is_reaped(pid));
}

TEST(Child, BelongsToWhoeverItWasMovedTo) {
  pid_t pid = 0;
  {
    Child first(sleep_for_ever);
    pid = first.pid();
    {
      Child second(std::move(first));
      EXPECT_EQ(second.pid(), pid);
      EXPECT_FALSE(has_ended(second, 0));
    }
    EXPECT_TRUE(is_reaped(pid));
  }
}

TEST(Child, IsReapedOnceAndNoOtherInItsPlace) {
  Child child([] {}), other([] { _exit(4); });
  EXPECT_EQ(child.reap().text(), "exited with status 0");
  EXPECT_TRUE(has_ended(other, -1));
  child.reap();
  EXPECT_EQ(other.reap().text(), "exited with status 4");
}

TEST(Child, IsReapedThoughASignalInterrupts) {
  Child child(sleep_for_ever);
  pid_t pid = child.pid();
  testing::Interruptions interruptions([](void* victim) { kill(*static_cast<pid_t*>(victim), SIGKILL); },
                                       &pid);
  EXPECT_EQ(child.reap().text(), "was killed by signal 9 (Killed)");
  EXPECT_TRUE(is_reaped(pid));
}

TEST(Child, DiesWithTheThreadThatForkedIt) {
  const Mapping page = Mapping::shared(sizeof(std::atomic<bool>));
  auto& begun = *new (page.bytes().data()) std::atomic<bool>(false);
  std::optional<Child> child;
  std::thread([&] {
    child.emplace([&] {
      begun = true;
      sleep_for_ever();
    });
    EXPECT_TRUE(eventually([&] { return begun.load(); }));
  }).join();
  EXPECT_EQ(child->reap().text(), "was killed by signal 9 (Killed)");
}

// Orphans of this process' children become its own children, for a scope, so that it sees how they end.
class Foster {
 public:
  Foster() { EXPECT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0); }
  ~Foster() { prctl(PR_SET_CHILD_SUBREAPER, 0); }
  Foster(const Foster&) = delete;
  Foster& operator=(const Foster&) = delete;
};

TEST(Child, DiesWithItsParentWhateverEndsThat) {
  if (prctl(PR_SET_CHILD_SUBREAPER, 0) != 0) GTEST_SKIP() << "orphans cannot be adopted here (qemu)";
  Foster foster;
  for (const bool killed : {false, true}) {
    const Mapping page = Mapping::shared(sizeof(std::atomic<pid_t>));
    auto& grandchild = *new (page.bytes().data()) std::atomic<pid_t>(0);
    Child parent([&] {
      Child child(sleep_for_ever);
      grandchild = child.pid();
      if (killed) sleep_for_ever();
      _exit(0);  // without the destructor
    });
    EXPECT_TRUE(eventually([&] { return grandchild != 0; }));
    if (killed) parent.kill();
    parent.reap();
    int raw = 0;
    EXPECT_TRUE(eventually([&] { return waitpid(grandchild, &raw, WNOHANG) == grandchild; })) << "an orphan";
    // Before it has asked to be killed, it sees by itself that it has no parent any more.
    EXPECT_TRUE(WIFSIGNALED(raw) ? WTERMSIG(raw) == SIGKILL : WEXITSTATUS(raw) == 0);
  }
}

}  // namespace
}  // namespace parallax
