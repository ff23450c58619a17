// SPDX-License-Identifier: MIT
//
// Peers that are killed: while they wait, in the middle of a message, holding a lock, and at random moments.
// Nobody else hangs, and where a transport says that it survives, the others go on and at most the message of
// the dead one is missing. PARALLAX_KILLS=200 makes it that many random moments; a sanitizer, which sees no more
// of the next one, has few.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <random>
#include <set>
#include <thread>

#include "runtimes/arena.hpp"
#include "runtimes/process/child.hpp"
#include "tests/benches/probes/channels/channel_fixture.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax {
namespace {

using testing::ChannelTest;
using testing::message_of;
using testing::received;
using testing::sanitized;

int kills() {
  const char* const text = std::getenv("PARALLAX_KILLS");
  return text ? std::atoi(text) : sanitized ? 3 : 12;
}

std::mt19937& dice() {
  static std::mt19937 engine{20'081'117};
  return engine;
}

// Ends this process by SIGKILL after a while, whatever it does then.
void die_after(std::chrono::microseconds time) {
  std::thread([time] {
    std::this_thread::sleep_for(time);
    kill(getpid(), SIGKILL);
  }).detach();
}

std::chrono::microseconds some_time() {
  return std::chrono::microseconds(std::uniform_int_distribution<int>(0, 20'000)(dice()));
}

class Killed : public ChannelTest {
 protected:
  static bool survives() { return entry().facts.survives_kills; }

  // Messages that say who sent them and which they are.
  static std::vector<std::byte> numbered(std::uint32_t sender, std::uint32_t number, std::size_t bytes) {
    auto message = message_of(bytes);
    const std::array<std::uint32_t, 2> head{sender, number};
    std::memcpy(message.data(), head.data(), sizeof head);
    return message;
  }
  static std::array<std::uint32_t, 2> head_of(std::span<const std::byte> message, std::size_t bytes) {
    std::array<std::uint32_t, 2> head{};
    if (message.size() != bytes) return {~0u, ~0u};
    std::memcpy(head.data(), message.data(), sizeof head);
    const auto expected = numbered(head[0], head[1], bytes);
    return std::equal(message.begin(), message.end(), expected.begin())
               ? head
               : std::array<std::uint32_t, 2>{~0u, ~0u};
  }

  // Whether the process came to an end that is allowed when another one was killed.
  static void expect_orderly(Child& child) {
    const std::string end = child.reap().text();
    if (survives()) {
      EXPECT_EQ(end, "exited with status 0");
    } else {
      EXPECT_THAT(end, ::testing::AnyOf("exited with status 0", "exited with status 3"));
    }
  }
};

// Runs `body` and ends with status 3 if it finds a peer dead.
template <class Body>
void until_a_peer_died(Body body) {
  try {
    body();
  } catch (const WorkerDied&) {
    _exit(3);
  }
}

TEST_P(Killed, AReceiverThatWaits) {
  const auto channel = make({.bytes = 4096});
  Child receiver([&] {
    channel->stop_sending();
    received(*channel, 4096);
  });
  channel->stop_receiving();
  wait_until_it_waits(receiver.pid());
  receiver.kill();
  EXPECT_THROW(send_until_refused(*channel, 4096), WorkerDied);
}

TEST_P(Killed, ASenderThatIsIdle) {
  const auto channel = make({.bytes = 4096});
  Child sender([&] {
    channel->stop_receiving();
    channel->send(message_of(4096));
    channel->send(message_of(40));
    pause();
  });
  channel->stop_sending();
  EXPECT_EQ(received(*channel, 4096), message_of(4096));
  EXPECT_EQ(received(*channel, 4096), message_of(40));
  sender.kill();
  std::vector<std::byte> to(4096);
  EXPECT_EQ(channel->receive(to), std::nullopt);
}

// One that never did anything with the channel.
TEST_P(Killed, ASenderBeforeItSent) {
  const auto channel = make({.bytes = 64});
  Child sender([&] { pause(); });
  channel->stop_sending();
  sender.kill();
  std::vector<std::byte> to(64);
  EXPECT_EQ(channel->receive(to), std::nullopt);
}

TEST_P(Killed, ASenderInTheMiddleOfALargeMessage) {
  constexpr std::size_t bytes = 4 << 20;
  const auto channel = make_or_skip({.bytes = bytes});
  if (!channel) return;
  Child sender([&] {
    channel->stop_receiving();
    channel->send(message_of(100));
    channel->send(message_of(bytes));
    channel->send(message_of(bytes));
    channel->send(message_of(bytes));
    channel->send(message_of(bytes));
    channel->send(message_of(bytes));
    channel->stop_sending();
  });
  channel->stop_sending();
  wait_until_it_waits(sender.pid());
  EXPECT_EQ(received(*channel, bytes), message_of(100));
  sender.kill();
  std::vector<std::byte> to(bytes);
  const auto drain = [&] {
    while (const auto size = channel->receive(to)) {
      EXPECT_EQ(*size, bytes);
      EXPECT_EQ(to, message_of(bytes));
    }
  };
  // A message that has begun and will not end is an error, not the end of the stream.
  EXPECT_THROW(drain(), WorkerDied);
}

TEST_P(Killed, AReceiverInTheMiddleOfALargeMessage) {
  constexpr std::size_t bytes = 1 << 20;
  for (int i = 0; i < kills(); ++i) {
    const auto channel = make_or_skip({.bytes = bytes});
    if (!channel) return;
    const auto time = some_time();
    Child receiver([&] {
      die_after(time);
      channel->stop_sending();
      for (;;) received(*channel, bytes);
    });
    channel->stop_receiving();
    const auto message = message_of(bytes);
    const auto send_always = [&] {
      for (;;) channel->send(message);
    };
    EXPECT_THROW(send_always(), WorkerDied);
  }
}

// Asleep in send() with the lock of the senders, if there is one.
TEST_P(Killed, ASenderThatHoldsTheLock) {
  if (!entry().facts.several_producers) GTEST_SKIP() << "it has no lock";
  constexpr std::size_t bytes = 4 << 20;
  const auto channel = make_or_skip({.bytes = bytes, .producers = 2});
  if (!channel) return;
  Child victim([&] {
    channel->stop_receiving();
    channel->send(message_of(bytes));
    pause();
  });
  wait_until_it_waits(victim.pid());
  victim.kill();
  victim.reap();
  Child survivor([&] {
    channel->stop_receiving();
    until_a_peer_died([&] {
      channel->send(message_of(100));
      channel->stop_sending();
    });
  });
  channel->stop_sending();
  std::vector<std::byte> to(bytes);
  if (survives()) {
    EXPECT_EQ(received(*channel, bytes), message_of(100));
    EXPECT_EQ(channel->receive(to), std::nullopt);
  } else {
    EXPECT_THROW(channel->receive(to), WorkerDied);
  }
  expect_orderly(survivor);
}

// Asleep in receive() with the lock of the receivers: nothing is half done, so the next one takes over
// everywhere.
TEST_P(Killed, AReceiverThatHoldsTheLock) {
  if (!entry().facts.several_consumers) GTEST_SKIP() << "it has no lock";
  const auto channel = make({.bytes = 4096, .consumers = 2});
  Child victim([&] { received(*channel, 4096); });
  wait_until_it_waits(victim.pid());
  Child survivor([&] {
    channel->stop_sending();
    for (std::size_t i = 0; i < 100; ++i) {
      if (received(*channel, 4096) != message_of(4000 + i % 90)) _exit(1);
    }
  });
  channel->stop_receiving();
  wait_until_it_waits(survivor.pid());
  victim.kill();
  victim.reap();
  for (std::size_t i = 0; i < 100; ++i) channel->send(message_of(4000 + i % 90));
  EXPECT_TRUE(survivor.reap().clean());
}

// Two senders, of which one is killed at a random moment.
TEST_P(Killed, OneOfTwoSendersAtAnyMoment) {
  if (!entry().facts.several_producers) GTEST_SKIP() << "it has one";
  for (const std::size_t bytes : {24, 8000}) {
    for (int i = 0; i < kills(); ++i) {
      const std::uint32_t count = bytes < 100 ? 3000 : 1000;
      const auto channel = make({.bytes = bytes, .producers = 2});
      const auto time = some_time();
      Child victim([&] {
        die_after(time);
        channel->stop_receiving();
        for (std::uint32_t n = 0;; ++n) channel->send(numbered(1, n, bytes));
      });
      Child survivor([&] {
        channel->stop_receiving();
        until_a_peer_died([&] {
          for (std::uint32_t n = 0; n < count; ++n) channel->send(numbered(2, n, bytes));
          channel->stop_sending();
        });
      });
      channel->stop_sending();
      std::array<std::uint32_t, 3> next{};
      const auto drain = [&] {
        std::vector<std::byte> to(bytes);
        while (const auto size = channel->receive(to)) {
          const auto [sender, number] = head_of(std::span(to).first(*size), bytes);
          ASSERT_TRUE(sender == 1 || sender == 2) << "a damaged message";
          ASSERT_EQ(number, next[sender]++);
        }
        ASSERT_EQ(next[2], count);
      };
      if (survives()) {
        drain();
      } else {
        try {
          drain();
        } catch (const WorkerDied&) {
          channel->stop_receiving();
        }
      }
      expect_orderly(survivor);
      if (HasFatalFailure()) return;
    }
  }
}

// Two receivers, of which one is killed at a random moment.
TEST_P(Killed, OneOfTwoReceiversAtAnyMoment) {
  if (!entry().facts.several_consumers) GTEST_SKIP() << "it has one";
  for (const std::size_t bytes : {24, 8000}) {
    const std::uint32_t count = bytes < 100 ? 20'000 : 3000;
    for (int i = 0; i < kills(); ++i) {
      Arena arena;
      const auto times = arena.allocate_array<std::uint32_t>(count);  // how often it was received
      const auto channel = make({.bytes = bytes, .consumers = 2});
      const auto receive_all = [&] {
        channel->stop_sending();
        std::vector<std::byte> to(bytes);
        while (const auto size = channel->receive(to)) {
          const auto [sender, number] = head_of(std::span(to).first(*size), bytes);
          if (sender != 1 || number >= count) _exit(1);
          std::atomic_ref(times[number]).fetch_add(1);
        }
      };
      const auto time = some_time();
      Child victim([&] {
        die_after(time);
        receive_all();
        pause();
      });
      Child survivor([&] { until_a_peer_died(receive_all); });
      channel->stop_receiving();
      std::uint32_t sent = 0;
      const auto send_all = [&] {
        // As long as the victim lives, and somewhat longer.
        for (; sent < count; ++sent) channel->send(numbered(1, sent, bytes));
        channel->stop_sending();
      };
      if (survives()) {
        send_all();
      } else {
        try {
          send_all();
        } catch (const WorkerDied&) {
        }
      }
      try {
        channel->stop_sending();
      } catch (const WorkerDied&) {
      }
      expect_orderly(survivor);
      victim.reap();
      EXPECT_TRUE(std::none_of(times.begin(), times.end(), [](std::uint32_t n) { return n > 1; }));
      if (survives()) {
        EXPECT_LE(std::count(times.begin(), times.end(), 0u), 1);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Transports, Killed, testing::every_channel(), testing::channel_name);

}  // namespace
}  // namespace parallax
