// SPDX-License-Identifier: MIT
//
// The contract of channel.hpp, held against every transport, between processes and between threads.
#include "benches/probes/channels/channels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "runtimes/process/child.hpp"
#include "runtimes/process/usage.hpp"
#include "tests/benches/probes/channels/channel_fixture.hpp"
#include "tests/runtimes/asleep.hpp"

namespace parallax {
namespace {

using testing::asleep;
using testing::ChannelTest;
using testing::eventually;
using testing::message_of;
using testing::received;

class EveryChannel : public ChannelTest {
 protected:
  // Sends messages of these sizes from a process, or a thread, and looks at what arrives here.
  void expect_to_arrive(Channel& channel, const std::vector<std::size_t>& sizes, std::size_t most) {
    for (const std::size_t size : sizes) {
      std::vector<std::byte> to(most);
      const auto got = channel.receive(to);
      ASSERT_TRUE(got) << size;
      to.resize(*got);
      ASSERT_EQ(to, message_of(size)) << size;
    }
    std::vector<std::byte> to(most);
    EXPECT_EQ(channel.receive(to), std::nullopt);
    EXPECT_EQ(channel.receive(to), std::nullopt);
  }
};

std::vector<std::size_t> sizes_up_to(std::size_t most) {
  std::vector<std::size_t> sizes;
  for (const std::size_t size : {0, 1, 7, 8, 39, 40, 41, 4091, 4092, 4093, 8187, 8188, 8189}) {
    if (size < most) sizes.push_back(size);
  }
  sizes.push_back(most - 1);
  sizes.push_back(most);
  sizes.push_back(0);
  sizes.push_back(most);
  return sizes;
}

TEST_P(EveryChannel, CarriesMessagesOfEverySizeBetweenProcesses) {
  for (const std::size_t most : {1, 100, 8192, 1 << 20, (5 << 20) + 3}) {
    const auto channel = make_or_skip({.bytes = most});
    if (!channel) continue;
    const auto sizes = sizes_up_to(most);
    Child sender([&] {
      channel->stop_receiving();
      for (const std::size_t size : sizes) channel->send(message_of(size));
      channel->stop_sending();
    });
    channel->stop_sending();
    expect_to_arrive(*channel, sizes, most);
    EXPECT_TRUE(sender.reap().clean());
  }
}

TEST_P(EveryChannel, CarriesMessagesOfEverySizeBetweenThreads) {
  for (const std::size_t most : {1, 100, 8192, 1 << 20}) {
    const auto channel = make_or_skip({.bytes = most});
    if (!channel) continue;
    const auto sizes = sizes_up_to(most);
    std::thread sender([&] {
      for (const std::size_t size : sizes) channel->send(message_of(size));
      channel->stop_sending();
    });
    expect_to_arrive(*channel, sizes, most);
    sender.join();
  }
}

TEST_P(EveryChannel, RefusesWhatIsTooLargeAndGoesOn) {
  const auto channel = make({.bytes = 100});
  EXPECT_THROW(channel->send(message_of(101)), std::length_error);
  channel->send(message_of(100));
  std::vector<std::byte> to(99);
  EXPECT_THROW(channel->receive(to), std::length_error);
  EXPECT_EQ(received(*channel, 100), message_of(100));
}

TEST_P(EveryChannel, RefusesMoreProducersOrConsumersThanItAllows) {
  const ChannelFacts& facts = entry().facts;
  if (!facts.several_producers) {
    EXPECT_THROW(make({.bytes = 8, .producers = 2}), NotSupported);
  }
  if (!facts.several_consumers) {
    EXPECT_THROW(make({.bytes = 8, .consumers = 2}), NotSupported);
  }
  EXPECT_THROW(make({.bytes = 8, .producers = 0}), NotSupported);
}

TEST_P(EveryChannel, KeepsTheOrderOfOneProducer) {
  constexpr std::size_t count = 20'000, most = 300;
  const auto channel = make({.bytes = most});
  Child sender([&] {
    channel->stop_receiving();
    for (std::size_t i = 0; i < count; ++i) channel->send(message_of(i % most));
    channel->stop_sending();
  });
  channel->stop_sending();
  for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(received(*channel, most), message_of(i % most)) << i;
  EXPECT_TRUE(sender.reap().clean());
}

TEST_P(EveryChannel, KeepsTheOrderOfAllIfItSaysSo) {
  if (!entry().facts.order_of_all) GTEST_SKIP() << "it does not say so";
  const auto channel = make({.bytes = 64, .producers = 4});
  for (std::size_t i = 0; i < 4; ++i) {
    Child sender([&] { channel->send(message_of(10 + i)); });
    ASSERT_TRUE(sender.reap().clean());
  }
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(received(*channel, 64), message_of(10 + i));
}

TEST_P(EveryChannel, CarriesBothDirectionsOfAPair) {
  const ChannelPair pair = entry().make_pair({.bytes = 64});
  Child peer([&] {
    pair.be_second();
    for (std::size_t i = 0; i < 100; ++i) pair.back->send(received(*pair.there, 64));
    pair.back->stop_sending();
  });
  pair.be_first();
  for (std::size_t i = 0; i < 100; ++i) {
    pair.there->send(message_of(i % 60));
    ASSERT_EQ(received(*pair.back, 64), message_of(i % 60));
  }
  EXPECT_TRUE(peer.reap().clean());
  std::vector<std::byte> to(64);
  EXPECT_EQ(pair.back->receive(to), std::nullopt);
}

TEST_P(EveryChannel, LetsSendersWaitWhileItIsFullWithoutAProcessor) {
  constexpr std::size_t bytes = 8192, count = 5000;  // 40 MB: more than any of them holds
  const auto channel = make({.bytes = bytes});
  Child sender([&] {
    channel->stop_receiving();
    for (std::size_t i = 0; i < count; ++i) channel->send(message_of(bytes));
    channel->stop_sending();
  });
  channel->stop_sending();
  expect_to_wait_without_a_processor(sender.pid());
  for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(received(*channel, bytes), message_of(bytes)) << i;
  EXPECT_TRUE(sender.reap().clean());
}

TEST_P(EveryChannel, LetsReceiversWaitWhileItIsEmptyWithoutAProcessor) {
  const auto channel = make({.bytes = 64});
  Child receiver([&] {
    channel->stop_sending();
    if (received(*channel, 64) != message_of(64)) _exit(1);
  });
  channel->stop_receiving();
  expect_to_wait_without_a_processor(receiver.pid());
  channel->send(message_of(64));
  EXPECT_TRUE(receiver.reap().clean());
}

TEST_P(EveryChannel, TellsTheSenderThatNobodyReceives) {
  const auto channel = make({.bytes = 8192});
  Child receiver([&] { channel->stop_sending(); });
  channel->stop_receiving();
  ASSERT_TRUE(receiver.reap().clean());
  EXPECT_THROW(send_until_refused(*channel, 8192), ChannelClosed);
}

TEST_P(EveryChannel, WakesASenderThatWaitsWhenTheLastReceiverEnds) {
  const auto channel = make({.bytes = 8192});
  Child sender([&] {
    channel->stop_receiving();
    try {
      send_until_refused(*channel, 8192);
    } catch (const ChannelClosed&) {
      try {
        channel->stop_sending();  // a queue of a thread has one to end
      } catch (const ChannelClosed&) {
      }
      _exit(7);
    }
  });
  EXPECT_TRUE(eventually([&] { return asleep(sender.pid()); }));
  channel->stop_receiving();
  EXPECT_EQ(sender.reap().text(), "exited with status 7");
}

TEST_P(EveryChannel, EndsForAReceiverThatWaitsWhenTheLastSenderEnds) {
  const auto channel = make({.bytes = 64});
  Child receiver([&] {
    channel->stop_sending();
    std::vector<std::byte> to(64);
    if (channel->receive(to)) _exit(1);
  });
  channel->stop_receiving();
  EXPECT_TRUE(eventually([&] { return asleep(receiver.pid()); }));
  channel->stop_sending();
  EXPECT_TRUE(receiver.reap().clean());
}

INSTANTIATE_TEST_SUITE_P(Transports, EveryChannel, testing::every_channel(), testing::channel_name);

TEST(Joinable, JoinsWhenAllTasksAreDoneAndNotBefore) {
  const auto channel = find_channel("joinable-queue")->make({.bytes = 64});
  Child worker([&] {
    channel->stop_sending();
    std::vector<std::byte> to(64);
    while (channel->receive(to)) channel->task_done();
  });
  channel->stop_receiving();
  for (int round = 0; round < 20; ++round) {
    for (std::size_t i = 0; i < 50; ++i) channel->send(message_of(i));
    channel->join();
  }
  channel->stop_sending();
  EXPECT_TRUE(worker.reap().clean());
}

TEST(Joinable, WaitsForTheTaskThatIsNotDone) {
  const auto channel = find_channel("joinable-queue")->make({.bytes = 64});
  std::atomic<pid_t> joiner_id = 0;
  std::atomic<bool> joined = false;
  channel->send(message_of(8));
  EXPECT_EQ(received(*channel, 64), message_of(8));
  std::thread joiner([&] {
    joiner_id = gettid();
    channel->join();
    joined = true;
  });
  EXPECT_TRUE(eventually([&] { return joiner_id != 0 && asleep(joiner_id); }));
  EXPECT_FALSE(joined);
  channel->task_done();
  joiner.join();
}

TEST(Joinable, SaysThatATaskDiedWithItsReceiver) {
  const auto channel = find_channel("joinable-queue")->make({.bytes = 64, .consumers = 2});
  Child victim([&] {
    channel->stop_sending();
    received(*channel, 64);
    raise(SIGKILL);
  });
  Child idle([&] {
    channel->stop_sending();
    pause();
  });
  channel->stop_receiving();
  channel->send(message_of(8));
  EXPECT_THROW(channel->join(), WorkerDied);
}

TEST(Joinable, DoesNotMindADeadReceiverThatHadNothing) {
  const auto channel = find_channel("joinable-queue")->make({.bytes = 64, .consumers = 2});
  const auto work = [&] {
    channel->stop_sending();
    std::vector<std::byte> to(64);
    while (channel->receive(to)) channel->task_done();
  };
  Child victim(work), survivor(work);
  channel->stop_receiving();
  EXPECT_TRUE(eventually([&] { return asleep(victim.pid()) && asleep(survivor.pid()); }));
  victim.kill();
  victim.reap();
  for (std::size_t i = 0; i < 50; ++i) channel->send(message_of(i));
  channel->join();
  channel->stop_sending();
  EXPECT_TRUE(survivor.reap().clean());
}

}  // namespace
}  // namespace parallax
