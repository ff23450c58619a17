// SPDX-License-Identifier: MIT
#include "reports/gate/process.hpp"

#include <dirent.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "reports/gate/machine.hpp"

namespace parallax::reports::gate {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

Ended shell(const std::string& script, double limit = 60, std::size_t output = 1 << 20) {
  Interruptions interruptions;
  return run_process({.command = {"/bin/sh", "-c", script},
                      .environment = {{"PADDING", "xyz"}},
                      .time_limit = limit,
                      .most_output = output},
                     interruptions);
}

std::size_t open_descriptors() {
  std::size_t count = 0;
  DIR* folder = ::opendir("/proc/self/fd");
  while (::readdir(folder)) ++count;
  ::closedir(folder);
  return count;
}

TEST(Process, TellsHowItEnded) {
  const auto good = shell("echo hello; echo \"$PADDING\" >&2");
  EXPECT_EQ(good.how, Ended::exited);
  EXPECT_EQ(good.code, 0);
  EXPECT_EQ(good.out, "hello\n");
  EXPECT_EQ(good.error, "xyz\n");
  EXPECT_GT(good.memory, 0);
  const auto bad = shell("echo first >&2; echo 'no such kernel' >&2; exit 3");
  EXPECT_EQ(bad.text(), "exited with status 3: no such kernel");
  const auto killed = shell("kill -SEGV $$");
  EXPECT_EQ(killed.how, Ended::signalled);
  EXPECT_THAT(killed.text(), HasSubstr("signal 11"));
}

TEST(Process, SaysThatAProgramCannotBeStarted) {
  Interruptions interruptions;
  const auto ended = run_process({.command = {"/nowhere/at/all"}, .environment = {}}, interruptions);
  EXPECT_EQ(ended.how, Ended::not_started);
  EXPECT_EQ(ended.code, ENOENT);
  EXPECT_THAT(ended.text(), HasSubstr("No such file"));
}

TEST(Process, EndsWhatHangs) {
  const auto ended = shell("trap '' TERM INT; while :; do sleep 1000; done", 0.2);
  EXPECT_EQ(ended.how, Ended::timed_out);
  EXPECT_THAT(ended.text(), HasSubstr("had not ended after"));
}

// A child that goes into a session of its own and closes nothing.
TEST(Process, LeavesNothingBehind) {
  const auto before = open_descriptors();
  const auto ended = shell("setsid sleep 1000 & echo $!");
  EXPECT_EQ(ended.how, Ended::exited);
  EXPECT_LT(ended.seconds, 100);
  EXPECT_NE(::kill(std::stoi(ended.out), 0), 0);
  EXPECT_EQ(errno, ESRCH);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Process, KeepsTheEndOfTooMuchOutput) {
  const auto ended = shell("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done", 60, 1000);
  EXPECT_TRUE(ended.out_cut);
  EXPECT_EQ(ended.out.size(), 1000u);
  EXPECT_THAT(ended.out, EndsWith("line 19999\n"));
}

TEST(Process, IsEndedByASignalToUs) {
  Interruptions interruptions;
  ::kill(::getpid(), SIGTERM);
  const auto ended = run_process({.command = {"/bin/sleep", "1000"}, .environment = {}}, interruptions);
  EXPECT_EQ(ended.how, Ended::interrupted);
  EXPECT_EQ(interruptions.signal(), SIGTERM);
}

// setarch asks for a fixed layout and goes on without, as Google Benchmark does; ours is in force all the
// same.
TEST(Process, KeepsTheLayoutRandom) {
  Interruptions interruptions;
  const auto state =
      run_process({.command = {"/bin/cat", "/proc/self/personality"}, .environment = {}}, interruptions);
  EXPECT_EQ(state.out, "00000000\n");
  const auto refused = shell("setarch -R true && echo was allowed");
  EXPECT_THAT(refused.out, ::testing::Not(HasSubstr("allowed")));
}

TEST(Machine, TellsWhatWasTaken) {
  const MachineState before{.ticks = 1000, .stolen = 10, .throttled = 5};
  EXPECT_FALSE(between(before, {1100, 10, 5}).too_much);
  EXPECT_FALSE(between(before, {1010, 11, 5}).too_much);  // one tick proves nothing
  EXPECT_TRUE(between(before, {1020, 12, 5}).too_much);
  EXPECT_FALSE(between(before, {1100, 14, 5}).too_much);
  EXPECT_DOUBLE_EQ(between(before, {1100, 14, 5}).stolen, 0.04);
  EXPECT_TRUE(between(before, {1100, 10, 6}).throttled);
  const auto now = MachineState::now();
  EXPECT_GT(now.ticks, 0u);
  EXPECT_GE(usable_processors(), 1);
}

}  // namespace
}  // namespace parallax::reports::gate
