// SPDX-License-Identifier: MIT
#include "benches/harness/line_channel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>

#include "benches/harness/answer_digest.hpp"
#include "benches/harness/conductor/launcher.hpp"
#include "benches/harness/protocol.hpp"
#include "benches/support/usage_error.hpp"
#include "support/pipe.hpp"

namespace parallax {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Lines : public ::testing::Test {
 protected:
  // What a reader makes of these bytes, arriving in one piece or one by one.
  void arrive(const std::string& text, bool one_by_one = false) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t some = one_by_one ? 1 : std::min<std::size_t>(text.size() - at, 60'000);
      ASSERT_EQ(write(pipe_.write.get(), text.data() + at, some), static_cast<ssize_t>(some));
      for (std::size_t read = 0; read < some; read += 16'384)
        ASSERT_TRUE(reader_.read_some(pipe_.read.get()));
      at += some;
    }
  }

  Pipe pipe_;
  LineReader reader_;
};

Message stage(std::string_view text) {
  Message message;
  message.text = text;
  return message;
}

std::string line(const Message& message) { return line_of(std::as_bytes(std::span(&message, 1))); }

TEST_F(Lines, BringPlainDataThroughAStreamOfText) {
  for (const bool one_by_one : {false, true}) {
    arrive(line(stage("timing")) + line(stage("stopping")), one_by_one);
    const auto first = reader_.next<Message>(), second = reader_.next<Message>();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(std::string_view(first->text), "timing");
    EXPECT_EQ(std::string_view(second->text), "stopping");
    EXPECT_FALSE(reader_.next<Message>());
  }
}

// Of somebody who never ends a line the beginning is kept, and what comes after the line is read as usual.
TEST_F(Lines, DropWhatIsLongerThanAnyLineOfOurs) {
  const std::string much(60'000, 'x');
  for (int i = 0; i < 100; ++i) {
    arrive(much);
    EXPECT_FALSE(reader_.next<Message>());
  }
  arrive("\n" + line(stage("timing")));
  const auto message = reader_.next<Message>();
  ASSERT_TRUE(message);
  EXPECT_EQ(std::string_view(message->text), "timing");
  EXPECT_EQ(reader_.text(), std::string(400, 'x'));
}

TEST_F(Lines, PassOverWhatNobodyAsksFor) {
  for (int i = 0; i < 100; ++i) {
    arrive("line " + std::to_string(i) + "\n");
    reader_.pass_over();
  }
  EXPECT_EQ(reader_.text(), "line 60 line 61 line 62");
}

TEST_F(Lines, KeepWhatElseIsSaidAsText) {
  arrive("=====\n  a parallax error of the launcher\n" + line(stage("timing")) + "-----\nand its advice\n");
  const auto message = reader_.next<Message>();
  ASSERT_TRUE(message);
  EXPECT_EQ(std::string_view(message->text), "timing");
  EXPECT_FALSE(reader_.next<Message>());
  EXPECT_EQ(reader_.text(), "a parallax error of the launcher and its advice");
}

TEST_F(Lines, ThatAreLabelledByALauncherAreStillRead) {
  arrive("[1,0]<stdout>: " + line(stage("timing")));
  const auto message = reader_.next<Message>();
  ASSERT_TRUE(message);
  EXPECT_EQ(std::string_view(message->text), "timing");
}

TEST_F(Lines, ThatAreDamagedAreToldFromWhole) {
  std::string damaged = line(stage("timing"));
  damaged[damaged.size() / 2] = '!';
  arrive(damaged);
  EXPECT_THROW(reader_.next<Message>(), std::runtime_error);
}

TEST_F(Lines, EndWithTheStream) {
  pipe_.write.reset();
  EXPECT_FALSE(reader_.read_some(pipe_.read.get()));
}

TEST(LauncherText, BecomesACommand) {
  const Launcher launcher("srun -n {workers} --ntasks={workers}");
  EXPECT_THAT(launcher.command(12, {"./bench", "--rank"}),
              ElementsAre("srun", "-n", "12", "--ntasks=12", "./bench", "--rank"));
  EXPECT_THROW(Launcher("mpirun -n 2"), UsageError);
  EXPECT_THROW(Launcher(" "), UsageError);
}

TEST(LauncherText, NamesAProgramThatIsThereOrNot) {
  EXPECT_FALSE(Launcher("sh {workers}").missing());
  EXPECT_FALSE(Launcher("/bin/sh {workers}").missing());
  EXPECT_THAT(Launcher("no-such-launcher {workers}").missing().value_or(""),
              HasSubstr("no-such-launcher in PATH"));
  EXPECT_THAT(Launcher("/etc/passwd {workers}").missing().value_or(""), HasSubstr("Permission denied"));
}

TEST(AnswerDigest, IsThatOfItsBytesAndTheirNumber) {
  const std::array<std::byte, 3> abc{std::byte{'a'}, std::byte{'b'}, std::byte{'c'}};
  const AnswerDigest digest = digest_of(abc);
  EXPECT_EQ(digest.bytes, 3u);
  EXPECT_EQ(digest.sha256[0], std::byte{0xba});  // FIPS 180: ba7816bf 8f01cfea ...
  EXPECT_EQ(digest.sha256[31], std::byte{0xad});
  EXPECT_EQ(digest, digest_of(abc));
  EXPECT_THAT(digest, Not(digest_of(std::span(abc).first(2))));
}

}  // namespace
}  // namespace parallax
