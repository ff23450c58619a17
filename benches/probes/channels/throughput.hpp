// SPDX-License-Identifier: MIT
//
// The load of the probe throughput: producers send messages as fast as they can, consumers take them out. The
// caller is the first producer, all others are processes.
//
// In the timed part every consumer looks whether a message has its size, its number at both ends and one
// right word between, whether its producer's numbers only grow, and adds the numbers up, so that a message
// that is lost, comes twice or overtakes another is noticed. All bytes are compared outside of it: mistake()
// sends some more messages, each with other contents.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "benches/probe.hpp"
#include "benches/probes/channels/channel.hpp"
#include "benches/probes/channels/doorbell.hpp"
#include "runtimes/process/child.hpp"
#include "runtimes/support/histogram.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/futex.hpp"

namespace parallax {

struct ThroughputLoad {
  std::size_t bytes = 8;
  int producers = 1, consumers = 1;
  std::size_t messages = 1;  // in an iteration, of all producers together
  // A message that has not come after nothing has come for so long will not come.
  std::chrono::milliseconds patience{10'000};
};

class Throughput final : public Probe {
 public:
  static constexpr int most_peers = 64;  // producers, and consumers

  Throughput(std::unique_ptr<Channel> channel, const ThroughputLoad& load);
  ~Throughput() override;

  void run(std::int64_t iterations) override;
  std::optional<std::string> mistake() override;
  Usage usage() override;
  void restart_counters() override { sending_.reset(); }
  std::vector<Counter> counters() override;

 private:
  // What a consumer has got from a producer.
  struct Tally {
    std::uint64_t messages = 0, sum = 0, last = 0;
  };
  struct alignas(128) Consumed {
    std::array<Tally, most_peers> from{};
    std::uint64_t overtaken = 0, damaged = 0;
  };
  struct Shared {
    alignas(128) FutexWord run = 0;
    std::atomic<bool> compare_all = false;
    std::array<std::atomic<std::uint64_t>, most_peers> to_send{};
    std::atomic<std::uint64_t> expected = 0;
    alignas(128) std::atomic<std::uint64_t> received = 0;
    std::array<Consumed, most_peers> consumed{};
  };

  void exchange(std::uint64_t messages, bool compare_all);
  void produce_always(int producer);
  void produce(int producer, bool sampled);
  void consume_always(int consumer);
  void look_at(int consumer, std::span<const std::byte> message);
  void wait_for_the_last();
  [[noreturn]] void throw_worker_died(Child& child);

  std::unique_ptr<Channel> channel_;
  ThroughputLoad load_;
  Mapping memory_;
  Shared& shared_;
  Doorbell all_received_;
  std::vector<std::byte> message_;
  std::uint64_t number_ = 0;         // of this producer's last message
  std::vector<std::uint64_t> sent_;  // by each producer so far
  Histogram sending_;                // of the caller's sends
  std::vector<Child> children_;
};

}  // namespace parallax
