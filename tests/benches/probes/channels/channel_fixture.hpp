// SPDX-License-Identifier: MIT
//
// What tests of all transports share. Each test leaves the process as it found it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "benches/probes/channels/channels.hpp"
#include "tests/runtimes/leftovers.hpp"

namespace parallax::testing {

// The message of this size: never the same as one of another size, nor as a part of it.
std::vector<std::byte> message_of(std::size_t size);

// The next one; fails the test if there is none.
std::vector<std::byte> received(Channel& channel, std::size_t most);

class ChannelTest : public ::testing::TestWithParam<const ChannelEntry*> {
 protected:
  ~ChannelTest() override;

  static const ChannelEntry& entry() { return *GetParam(); }
  static std::unique_ptr<Channel> make(const ChannelShape& shape) { return entry().make(shape); }
  // Null where the system does not allow messages of this size.
  static std::unique_ptr<Channel> make_or_skip(const ChannelShape& shape);

  // Until this process sleeps and does not do a thing between two looks; then, its CPU time for a while.
  static void wait_until_it_waits(pid_t pid);
  static void expect_to_wait_without_a_processor(pid_t pid);
  // More than any channel holds.
  static void send_until_refused(Channel& channel, std::size_t bytes);

 private:
  Leftovers before_ = leftovers();
};

inline auto every_channel() { return ::testing::ValuesIn(channels().begin(), channels().end()); }
std::string channel_name(const ::testing::TestParamInfo<const ChannelEntry*>& info);

}  // namespace parallax::testing
