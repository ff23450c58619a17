// SPDX-License-Identifier: MIT
//
// Guards for descriptors: closed once, by whoever has them last.
#include "support/descriptor.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <system_error>
#include <utility>

#include "support/pipe.hpp"
#include "support/socket_pair.hpp"

namespace parallax {
namespace {

bool is_open(int number) { return fcntl(number, F_GETFD) >= 0; }
bool closes_on_exec(const Descriptor& descriptor) {
  return (fcntl(descriptor.get(), F_GETFD) & FD_CLOEXEC) != 0;
}

Descriptor any() { return Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC), "open"); }

TEST(Descriptor, IsClosedAtTheEnd) {
  int number = -1;
  {
    const Descriptor descriptor = any();
    number = descriptor.get();
    EXPECT_TRUE(is_open(number));
  }
  EXPECT_FALSE(is_open(number));
}

TEST(Descriptor, ThrowsWhatTheCallSaid) {
  try {
    Descriptor(open("/does/not/exist", O_RDONLY), "open");
    FAIL() << "no exception";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), ENOENT);
  }
}

TEST(Descriptor, IsGivenAwayByMoving) {
  Descriptor first = any();
  const int number = first.get();
  Descriptor second = std::move(first);
  EXPECT_EQ(first.get(), -1);  // NOLINT(bugprone-use-after-move): what is left is the point
  EXPECT_EQ(second.get(), number);
  Descriptor third;
  third = std::move(second);
  EXPECT_EQ(third.get(), number);
  EXPECT_TRUE(is_open(number));
}

TEST(Descriptor, IsNotClosedByWhoHasReleasedIt) {
  int number = -1;
  {
    Descriptor descriptor = any();
    number = descriptor.release();
    EXPECT_EQ(descriptor.get(), -1);
  }
  EXPECT_TRUE(is_open(number));
  close(number);
}

TEST(Pipe, CarriesBytesAndClosesOnExec) {
  const Pipe pipe;
  ASSERT_EQ(write(pipe.write.get(), "x", 1), 1);
  char byte = 0;
  ASSERT_EQ(read(pipe.read.get(), &byte, 1), 1);
  EXPECT_EQ(byte, 'x');
  EXPECT_TRUE(closes_on_exec(pipe.read) && closes_on_exec(pipe.write));
}

TEST(Pipe, DoesNotWaitWhenToldSo) {
  const Pipe pipe;
  set_nonblocking(pipe.read);
  char byte = 0;
  EXPECT_EQ(read(pipe.read.get(), &byte, 1), -1);
  EXPECT_EQ(errno, EAGAIN);
}

TEST(SocketPair, CarriesBytesBothWays) {
  const SocketPair pair(SOCK_STREAM);
  char byte = 0;
  ASSERT_EQ(write(pair.first.get(), "x", 1), 1);
  ASSERT_EQ(read(pair.second.get(), &byte, 1), 1);
  EXPECT_EQ(byte, 'x');
  ASSERT_EQ(write(pair.second.get(), "y", 1), 1);
  ASSERT_EQ(read(pair.first.get(), &byte, 1), 1);
  EXPECT_EQ(byte, 'y');
  EXPECT_TRUE(closes_on_exec(pair.first) && closes_on_exec(pair.second));
}

TEST(SocketPair, KeepsMessageBordersIfItIsOfThatKind) {
  const SocketPair pair(SOCK_SEQPACKET);
  ASSERT_EQ(write(pair.first.get(), "one", 3), 3);
  ASSERT_EQ(write(pair.first.get(), "three", 5), 5);
  std::array<char, 16> room{};
  EXPECT_EQ(read(pair.second.get(), room.data(), room.size()), 3);
  EXPECT_EQ(read(pair.second.get(), room.data(), room.size()), 5);
}

}  // namespace
}  // namespace parallax
