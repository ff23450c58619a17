// SPDX-License-Identifier: MIT
#include "reports/gate/process.hpp"

#include <dirent.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <sstream>

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

// One processor that was busy, or wanted to be, for all of the ticks.
Disturbance when_taken(std::uint64_t ticks, std::uint64_t stolen) {
  const MachineState before{.processors = {{0, {.all = 1000, .busy = 500, .stolen = 10}}}, .throttled = 5};
  return between(
      before,
      {.processors = {{0, {.all = 1000 + ticks, .busy = 500 + ticks - stolen, .stolen = 10 + stolen}}},
       .throttled = 5});
}

TEST(Machine, TellsWhatWasTaken) {
  EXPECT_FALSE(when_taken(100, 0).too_much);
  EXPECT_FALSE(when_taken(10, 1).too_much);  // one tick proves nothing
  EXPECT_TRUE(when_taken(20, 2).too_much);
  EXPECT_FALSE(when_taken(100, 4).too_much);
  EXPECT_DOUBLE_EQ(when_taken(100, 4).stolen, 0.04);
  EXPECT_TRUE(when_taken(100, 100).too_much);
  EXPECT_FALSE(when_taken(0, 0).too_much);
  EXPECT_TRUE(between({.processors = {}, .throttled = 5}, {.processors = {}, .throttled = 6}).throttled);
  EXPECT_TRUE(between({.processors = {}, .throttled = 5}, {.processors = {}, .throttled = 6}).too_much);
  EXPECT_GE(usable_processors(), 1);
}

// Two of 64: of all processors' time that would be 0.5 %, of the run's it is a sixth.
TEST(Machine, IsJudgedByTheProcessorsThatWereInUse) {
  MachineState before, after;
  for (int number = 0; number < 64; ++number) {
    before.processors[number] = {.all = 1000, .busy = 100, .stolen = 0};
    after.processors[number] = {.all = 1030, .busy = 101, .stolen = 0};
  }
  EXPECT_FALSE(between(before, after).too_much);
  after.processors[17] = after.processors[42] = {.all = 1030, .busy = 125, .stolen = 5};
  EXPECT_TRUE(between(before, after).too_much);
  EXPECT_NEAR(between(before, after).stolen, 1. / 6, 1e-12);
  // One is enough: whoever waits for the slower of two workers waits for it.
  after.processors[42] = {.all = 1030, .busy = 130, .stolen = 0};
  EXPECT_TRUE(between(before, after).too_much);
  // Where the system only does its housekeeping, nothing of the run was taken.
  after.processors[17] = {.all = 1030, .busy = 130, .stolen = 0};
  after.processors[63] = {.all = 1030, .busy = 102, .stolen = 2};
  EXPECT_FALSE(between(before, after).too_much);
  EXPECT_EQ(between(before, after).stolen, 0);
  // A processor that came, went, or counted backwards says nothing.
  after.processors[64] = {.all = 1000, .busy = 0, .stolen = 1000};
  after.processors.erase(5);
  after.processors[7] = {.all = 1030, .busy = 95, .stolen = 0};
  EXPECT_FALSE(between(before, after).too_much);
}

TEST(Machine, ReadsItsProcessors) {
  std::istringstream stat(
      "cpu  30 0 60 300 30 3 6 9 0 0\ncpu0 10 1 20 100 10 1 2 3 0 0\ncpu12 20 0 40 200 20 2 4 6 5 0\nintr 1 "
      "2\n");
  const auto found = processors_in(stat);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found.at(0).all, 147u);
  EXPECT_EQ(found.at(0).busy, 34u);
  EXPECT_EQ(found.at(0).stolen, 3u);
  EXPECT_EQ(found.at(12).stolen, 6u);
  const auto now = MachineState::now();
  EXPECT_FALSE(now.processors.empty());
  for (const auto& [number, ticks] : now.processors) EXPECT_GT(ticks.all, 0u) << number;
}

}  // namespace
}  // namespace parallax::reports::gate
