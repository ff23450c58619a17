// SPDX-License-Identifier: MIT
#include "tests/benches/probes/channels/channel_fixture.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "runtimes/process/usage.hpp"
#include "tests/runtimes/asleep.hpp"

namespace parallax::testing {

std::vector<std::byte> message_of(std::size_t size) {
  std::vector<std::byte> message(size);
  for (std::size_t i = 0; i < size; ++i)
    message[i] = static_cast<std::byte>(i * 131 + i / 256 * 7 + size * 29);
  return message;
}

std::vector<std::byte> received(Channel& channel, std::size_t most) {
  std::vector<std::byte> to(most);
  const auto size = channel.receive(to);
  if (!size) throw std::runtime_error("the stream has ended");
  to.resize(*size);
  return to;
}

// Here, when the channel of the test is gone.
ChannelTest::~ChannelTest() {
  const Leftovers now = settled_leftovers(before_);
  EXPECT_TRUE(not_more(now, before_))
      << ::testing::PrintToString(now) << " after " << ::testing::PrintToString(before_);
}

std::unique_ptr<Channel> ChannelTest::make_or_skip(const ChannelShape& shape) {
  try {
    return make(shape);
  } catch (const NotSupported& reason) {
    EXPECT_EQ(entry().facts.name, "posix-queue") << reason.what();
    return nullptr;
  }
}

void ChannelTest::wait_until_it_waits(pid_t pid) {
  double cpu = -1;
  EXPECT_TRUE(eventually([&] {
    const double before = std::exchange(cpu, usage_of(pid).cpu_seconds);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return all_asleep(pid) && cpu - before < 0.001 && before >= 0;
  }));
}

void ChannelTest::expect_to_wait_without_a_processor(pid_t pid) {
  wait_until_it_waits(pid);
  const double before = usage_of(pid).cpu_seconds;
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  EXPECT_LT(usage_of(pid).cpu_seconds - before, 0.02);
}

void ChannelTest::send_until_refused(Channel& channel, std::size_t bytes) {
  for (std::size_t sent = 0; sent < (std::size_t{256} << 20); sent += bytes) channel.send(message_of(bytes));
}

std::string channel_name(const ::testing::TestParamInfo<const ChannelEntry*>& info) {
  std::string name(info.param->facts.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace parallax::testing
