// SPDX-License-Identifier: MIT
//
// Calls that fail, that are interrupted, and that wait until a deadline.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <limits>
#include <system_error>
#include <thread>

#include "support/deadline.hpp"
#include "support/entropy.hpp"
#include "support/futex.hpp"
#include "support/pipe.hpp"
#include "support/retry.hpp"
#include "support/system_error.hpp"
#include "tests/runtimes/interruptions.hpp"

namespace parallax {
namespace {

using namespace std::chrono_literals;

TEST(SystemError, NamesTheCallAndWhatErrnoSaid) {
  try {
    errno = ENOSPC;
    check(-1, "write");
    FAIL() << "no exception";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::error_code(ENOSPC, std::generic_category()));
    EXPECT_EQ(std::string(error.what()).rfind("write: ", 0), 0u) << error.what();
  }
}

TEST(SystemError, IsNotThrownForWhatSucceeds) {
  EXPECT_EQ(check(0, "read"), 0);
  EXPECT_EQ(check(ssize_t{7}, "read"), 7);
  EXPECT_NO_THROW(check_error(0, "posix_spawn"));
}

TEST(SystemError, IsTheErrorThatACallReturns) {
  errno = ENOSPC;
  try {
    check_error(ENOENT, "posix_spawn");
    FAIL() << "no exception";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), ENOENT);
  }
}

TEST(Retry, CallsUntilNoSignalInterrupts) {
  int calls = 0;
  const auto third = [&] {
    errno = EINTR;
    return ++calls < 3 ? -1 : 5;
  };
  EXPECT_EQ(retry_on_interrupt(third), 5);
  EXPECT_EQ(calls, 3);
}

TEST(Retry, LeavesEveryOtherErrorToTheCaller) {
  int calls = 0;
  const auto fails = [&] {
    ++calls;
    errno = EIO;
    return -1;
  };
  EXPECT_EQ(retry_on_interrupt(fails), -1);
  EXPECT_EQ(errno, EIO);
  EXPECT_EQ(calls, 1);
}

TEST(Retry, ReadsOnWhenSignalsReallyCome) {
  static int write_end = -1;
  const Pipe pipe;
  write_end = pipe.write.get();
  const testing::Interruptions interruptions(
      [](void*) {
        const char byte = 'b';
        [[maybe_unused]] const auto written = write(write_end, &byte, 1);
      },
      nullptr);
  char byte = 0;
  EXPECT_EQ(retry_on_interrupt([&] { return read(pipe.read.get(), &byte, 1); }), 1);
  EXPECT_EQ(byte, 'b');
  EXPECT_GE(interruptions.count(), 3);
}

TEST(Deadline, IsRoundedUpAndNeverNegative) {
  const auto now = std::chrono::steady_clock::now();
  EXPECT_EQ(milliseconds_until(now - 1h), 0);
  const int left = milliseconds_until(now + 1h + 1us);
  EXPECT_GT(left, 0);
  EXPECT_LE(left, 3'600'001);
  EXPECT_GT(milliseconds_until(std::chrono::steady_clock::now() + 100us), -1);
  // What poll() cannot be asked for is as long as it can.
  EXPECT_EQ(milliseconds_until(now + 24h * 365), 1 << 30);
}

TEST(Entropy, IsAnotherEveryTime) {
  std::array<std::byte, 32> one{}, other{};
  fill_with_entropy(one);
  fill_with_entropy(other);
  EXPECT_NE(one, (std::array<std::byte, 32>{}));
  EXPECT_NE(one, other);
}

TEST(Futex, ReturnsAtOnceIfTheWordHasAnotherValue) {
  FutexWord word = 1;
  futex_wait(word, 0);
  futex_wait_for(word, 0, 24h);
}

TEST(Futex, ReturnsWhenItsTimeIsOver) {
  FutexWord word = 0;
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin < 20ms) futex_wait_for(word, 0, 1ms);
  EXPECT_EQ(word, 0u);
}

TEST(Futex, WakesAllWhoSleep) {
  FutexWord word = 0;
  const auto sleep = [&] {
    while (word == 0) futex_wait(word, 0);
  };
  std::thread one(sleep), other(sleep);
  word = 1;
  futex_wake_all(word);
  one.join();
  other.join();
}

}  // namespace
}  // namespace parallax
