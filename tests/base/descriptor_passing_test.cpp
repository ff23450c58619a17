// SPDX-License-Identifier: MIT
//
// Descriptors on their way from one process to another: here from one end of a socket to the other.
#include "support/descriptor_passing.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <iterator>
#include <span>

#include "support/pipe.hpp"
#include "support/socket_pair.hpp"

namespace parallax {
namespace {

struct Message {
  int number = 0;
};

bool same_file(int one, int other) {
  struct stat a {
  }, b{};
  return fstat(one, &a) == 0 && fstat(other, &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

class DescriptorPassing : public ::testing::Test {
 protected:
  bool send(std::span<const int> descriptors) const {
    const Message message{17};
    return send_with_descriptors(ends_.first.get(), std::as_bytes(std::span(&message, 1)), descriptors);
  }
  ssize_t receive(Message& message, std::span<Descriptor> descriptors) const {
    return receive_with_descriptors(ends_.second.get(), std::as_writable_bytes(std::span(&message, 1)),
                                    descriptors);
  }

  SocketPair ends_{SOCK_SEQPACKET};
};

TEST_F(DescriptorPassing, BringsTheMessageAndBothDescriptorsInTheirOrder) {
  const Pipe pipe, other;
  ASSERT_TRUE(send(std::array{pipe.read.get(), other.write.get()}));
  Message message;
  std::array<Descriptor, 2> came;
  ASSERT_EQ(receive(message, came), static_cast<ssize_t>(sizeof message));
  EXPECT_EQ(message.number, 17);
  EXPECT_TRUE(same_file(came[0].get(), pipe.read.get()));
  EXPECT_TRUE(same_file(came[1].get(), other.write.get()));
  for (const Descriptor& one : came) EXPECT_NE(fcntl(one.get(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST_F(DescriptorPassing, BringsAMessageWithoutDescriptorsToo) {
  ASSERT_TRUE(send({}));
  Message message;
  std::array<Descriptor, 2> came;
  ASSERT_EQ(receive(message, came), static_cast<ssize_t>(sizeof message));
  EXPECT_EQ(message.number, 17);
  EXPECT_LT(came[0].get(), 0);
}

TEST_F(DescriptorPassing, ClosesWhatHasNoRoom) {
  const Pipe pipe;
  const auto before = open_descriptors();
  ASSERT_TRUE(send(std::array{pipe.read.get(), pipe.write.get()}));
  {
    Message message;
    Descriptor came;
    ASSERT_EQ(receive(message, std::span(&came, 1)), static_cast<ssize_t>(sizeof message));
    EXPECT_TRUE(same_file(came.get(), pipe.read.get()));
    EXPECT_EQ(open_descriptors(), before + 1);
  }
  EXPECT_EQ(open_descriptors(), before);
}

TEST_F(DescriptorPassing, RefusesMoreThanAMessageCarries) {
  const Pipe pipe;
  const std::array<int, most_passed_descriptors + 1> many{pipe.read.get(), pipe.read.get(), pipe.read.get()};
  EXPECT_FALSE(send(many));
}

TEST_F(DescriptorPassing, TellsThatThePeerHasGone) {
  ends_.first.reset();
  Message message;
  std::array<Descriptor, 2> came;
  EXPECT_EQ(receive(message, came), 0);
  ends_ = SocketPair(SOCK_SEQPACKET);
  ends_.second.reset();
  EXPECT_FALSE(send({}));
}

}  // namespace
}  // namespace parallax
