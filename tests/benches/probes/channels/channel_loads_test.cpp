// SPDX-License-Identifier: MIT
//
// The loads of the probes round_trip and throughput: nothing is wrong with any transport, and whatever can be
// wrong with a channel is found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "benches/probe.hpp"
#include "benches/probes/channels/floors.hpp"
#include "benches/probes/channels/marked_message.hpp"
#include "benches/probes/channels/round_trip.hpp"
#include "benches/probes/channels/throughput.hpp"
#include "tests/benches/probes/channels/channel_fixture.hpp"

namespace parallax {

extern const ProbeEntry probe_round_trip, probe_throughput;

namespace {

using testing::ChannelTest;
using ::testing::HasSubstr;
using ::testing::Optional;
using ::testing::ThrowsMessage;

class Loads : public ChannelTest {};

TEST_P(Loads, RoundTripsAreRight) {
  for (const PeerKind kind : {PeerKind::process, PeerKind::thread}) {
    for (const std::size_t bytes : {8, 9, 17, 300, 4096, 8192}) {
      RoundTrip load(entry().make_pair({.bytes = bytes}), bytes, 50, kind);
      load.run(1);
      EXPECT_EQ(load.mistake(), std::nullopt) << bytes;
      load.run(3);
      EXPECT_EQ(load.mistake(), std::nullopt) << bytes;
    }
  }
}

TEST_P(Loads, ThroughputIsRight) {
  for (const int producers : {1, 3}) {
    for (const int consumers : {1, 2}) {
      if (producers > 1 && !entry().facts.several_producers) continue;
      if (consumers > 1 && !entry().facts.several_consumers) continue;
      for (const std::size_t bytes : {8, 300, 8192}) {
        const ThroughputLoad load{
            .bytes = bytes, .producers = producers, .consumers = consumers, .messages = 1000};
        Throughput throughput(make({.bytes = bytes, .producers = producers, .consumers = consumers}), load);
        throughput.run(1);
        EXPECT_EQ(throughput.mistake(), std::nullopt) << producers << " to " << consumers << ", " << bytes;
        throughput.restart_counters();
        throughput.run(3);
        EXPECT_GT(throughput.counters().front().value, 0);
        // The kernel adds up what runs on another processor at its ticks only.
        while (throughput.usage().cpu_seconds <= 0) throughput.run(3);
        EXPECT_EQ(throughput.mistake(), std::nullopt) << producers << " to " << consumers << ", " << bytes;
      }
    }
  }
}

TEST_P(Loads, ARoundTripWithADeadPeerSaysHowItDied) {
  RoundTrip load(entry().make_pair({.bytes = 8}), 8, 10, PeerKind::process);
  load.run(1);
  kill(load.peer()->pid(), SIGKILL);
  const auto run_on = [&] {
    for (;;) load.run(1);
  };
  EXPECT_THAT(run_on, ThrowsMessage<WorkerDied>(HasSubstr("was killed by signal 9")));
}

INSTANTIATE_TEST_SUITE_P(Transports, Loads, testing::every_channel(), testing::channel_name);

// What can be wrong with a channel, each now and then, done to a sound one by its receivers.
enum class Fault {
  none,
  loses,
  repeats,
  swaps,
  cuts,
  damages_first,
  damages_middle,
  damages_last,
  keeps_old
};

class FaultyChannel final : public Channel {
 public:
  FaultyChannel(std::unique_ptr<Channel> sound, Fault fault, std::size_t bytes)
      : sound_(std::move(sound)), fault_(fault), held_(bytes), old_(bytes) {}

  void send(std::span<const std::byte> message) override { sound_->send(message); }

  std::optional<std::size_t> receive(std::span<std::byte> to) override {
    if (pending_) {
      std::copy(held_.begin(), held_.end(), to.begin());
      return std::exchange(pending_, {});
    }
    auto size = sound_->receive(to);
    if (!size || ++received_ % 8 != 0) return size;
    switch (fault_) {
      case Fault::none:
        break;
      case Fault::loses:
        return sound_->receive(to);
      case Fault::repeats:
        std::copy_n(to.begin(), held_.size(), held_.begin());
        pending_ = size;
        break;
      case Fault::swaps:
        std::copy_n(to.begin(), held_.size(), held_.begin());
        pending_ = size;
        return sound_->receive(to);
      case Fault::cuts:
        return *size - 1;
      case Fault::damages_first:
        to[0] ^= std::byte{1};
        break;
      case Fault::damages_middle:
        to[*size / 2] ^= std::byte{1};
        break;
      case Fault::damages_last:
        to[*size - 1] ^= std::byte{1};
        break;
      case Fault::keeps_old:  // but for the numbers at both ends
        std::copy(old_.begin() + 8, old_.end() - 8, to.begin() + 8);
        break;
    }
    return size;
  }

  void stop_sending() override { sound_->stop_sending(); }
  void stop_receiving() override { sound_->stop_receiving(); }

 private:
  std::unique_ptr<Channel> sound_;
  Fault fault_;
  std::vector<std::byte> held_, old_;
  std::optional<std::size_t> pending_;
  std::uint64_t received_ = 0;
};

std::unique_ptr<Channel> faulty(Fault fault, std::size_t bytes) {
  return std::make_unique<FaultyChannel>(find_channel("ring")->make({.bytes = bytes}), fault, bytes);
}

class Faulty : public ::testing::TestWithParam<Fault> {};

TEST_P(Faulty, IsFoundByThroughput) {
  constexpr std::size_t bytes = 64;
  Throughput load(faulty(GetParam(), bytes),
                  {.bytes = bytes, .messages = 4000, .patience = std::chrono::milliseconds(500)});
  load.run(1);
  const auto mistake = load.mistake();
  EXPECT_EQ(mistake.has_value(), GetParam() != Fault::none) << mistake.value_or("");
}

TEST_P(Faulty, IsFoundByRoundTrips) {
  // There is nothing to swap or to lose with one message at a time: its loss is a wait, which the time limit
  // of a cell ends.
  if (GetParam() == Fault::loses || GetParam() == Fault::swaps) GTEST_SKIP() << "one message at a time";
  constexpr std::size_t bytes = 64;
  for (const bool there : {true, false}) {
    ChannelPair pair{faulty(there ? GetParam() : Fault::none, bytes),
                     faulty(there ? Fault::none : GetParam(), bytes)};
    RoundTrip load(std::move(pair), bytes, 400, PeerKind::process);
    load.run(1);
    const auto mistake = load.mistake();
    EXPECT_EQ(mistake.has_value(), GetParam() != Fault::none) << mistake.value_or("");
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, Faulty,
                         ::testing::Values(Fault::none, Fault::loses, Fault::repeats, Fault::swaps,
                                           Fault::cuts, Fault::damages_first, Fault::damages_middle,
                                           Fault::damages_last, Fault::keeps_old));

// One that delivers the body of the message before, but with the numbers of this one: the body is the same
// for all messages of a timed run, so only mistake() can see it.
TEST(RoundTrips, FindABodyThatIsNeverMovedThough) {
  class Lazy final : public Channel {
   public:
    explicit Lazy(std::unique_ptr<Channel> sound) : sound_(std::move(sound)) {}
    void send(std::span<const std::byte> message) override { sound_->send(message); }
    std::optional<std::size_t> receive(std::span<std::byte> to) override {
      const auto size = sound_->receive(to);
      if (!size) return size;
      if (first_.empty()) first_.assign(to.begin(), to.end());
      std::copy(first_.begin() + 8, first_.end() - 8, to.begin() + 8);
      return size;
    }
    void stop_sending() override { sound_->stop_sending(); }
    void stop_receiving() override { sound_->stop_receiving(); }

   private:
    std::unique_ptr<Channel> sound_;
    std::vector<std::byte> first_;
  };
  const auto lazy = [] { return std::make_unique<Lazy>(find_channel("ring")->make({.bytes = 64})); };
  RoundTrip load({lazy(), lazy()}, 64, 100, PeerKind::process);
  load.run(1);
  EXPECT_THAT(load.mistake(), Optional(HasSubstr("damaged")));
}

TEST(MarkedMessages, AreWholeOnlyWithEveryByte) {
  for (std::size_t bytes = 8; bytes < 70; ++bytes) {
    std::vector<std::byte> message(bytes);
    MarkedMessage::fill(message, 7);
    MarkedMessage::number(message, 1234);
    EXPECT_TRUE(MarkedMessage::is_whole(message, 7)) << bytes;
    EXPECT_TRUE(MarkedMessage::looks_whole(message, 7)) << bytes;
    if (bytes > 16) {
      EXPECT_FALSE(MarkedMessage::is_whole(message, 8)) << bytes;
    }
    for (std::size_t at = 0; at < bytes; ++at) {
      message[at] ^= std::byte{0x10};
      EXPECT_FALSE(MarkedMessage::is_whole(message, 7) && MarkedMessage::number_of(message) == 1234)
          << at << " of " << bytes;
      message[at] ^= std::byte{0x10};
    }
  }
}

TEST(Floors, AreRight) {
  for (const auto make : {make_spin_floor, make_pipe_floor}) {
    const auto floor = make(100);
    floor->run(1);
    floor->run(3);
    EXPECT_EQ(floor->mistake(), std::nullopt);
    while (floor->usage().cpu_seconds <= 0) floor->run(3);
  }
}

// The least of each probe's cases, by the way that hosts take.
TEST(ChannelProbes, RunTheirSmallestCases) {
  for (const ProbeEntry* const probe : {&probe_round_trip, &probe_throughput}) {
    for (const Mechanism& mechanism : probe->mechanisms()) {
      Case parameters = probe->cases(mechanism.name).front();
      parameters.size = 20;
      const auto started = probe->start(mechanism.name, parameters);
      started->run(2);
      EXPECT_EQ(started->mistake(), std::nullopt) << mechanism.name;
    }
  }
}

}  // namespace
}  // namespace parallax
