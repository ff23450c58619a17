// SPDX-License-Identifier: MIT
//
// throughput: an item is one message of many, from producers that send as fast as they can to consumers that
// do nothing but look at it. Mechanisms are all transports; those with one producer or one consumer have no
// cases with more.
#include "benches/probes/channels/throughput.hpp"

#include "benches/probe.hpp"
#include "benches/probes/channels/channels.hpp"
#include "benches/probes/channels/marked_message.hpp"

namespace parallax {
namespace {

struct ThroughputProbe {
  static constexpr ProbeFacts facts{
      .name = "throughput",
      .summary = "messages from producers to consumers, without answers",
      .parameters = {Parameter{"producers", 1, 64}, Parameter{"consumers", 1, 64},
                     Parameter{"bytes", 8, 1 << 30}}};

  static std::vector<Mechanism> mechanisms() {
    std::vector<Mechanism> all;
    for (const ChannelEntry* entry : channels())
      all.push_back({.name = entry->facts.name, .summary = description_of(*entry)});
    return all;
  }

  static std::vector<Case> cases(std::string_view mechanism) {
    const auto sized = [](std::size_t messages, std::uint64_t producers, std::uint64_t consumers,
                          std::uint64_t bytes) {
      return Case{.size = messages, .grain = 1, .values = {producers, consumers, bytes}};
    };
    std::vector<Case> all{sized(10'000, 1, 1, 8), sized(10'000, 1, 1, 256), sized(10'000, 1, 1, 4096)};
    // Larger messages are beyond what a system allows by default.
    if (mechanism != "posix-queue") {
      all.push_back(sized(1000, 1, 1, 65'536));
      all.push_back(sized(100, 1, 1, 1 << 20));
      all.push_back(sized(10, 1, 1, 16 << 20));
    }
    const ChannelFacts& transport = find_channel(mechanism)->facts;
    if (transport.several_producers) all.push_back(sized(10'000, 2, 1, 8));
    if (transport.several_consumers) all.push_back(sized(10'000, 1, 2, 8));
    if (transport.several_producers && transport.several_consumers) {
      all.push_back(sized(10'000, 2, 2, 8));
      all.push_back(sized(10'000, 2, 2, 4096));
    }
    return all;
  }

  static int workers(const Case& parameters) {
    return static_cast<int>(parameters.values[0]) + static_cast<int>(parameters.values[1]);
  }
  static std::size_t bytes_per_item(const Case& parameters) { return parameters.values[2]; }

  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    const std::uint64_t producers = parameters.values[0], consumers = parameters.values[1],
                        bytes = parameters.values[2];
    if (bytes < MarkedMessage::least_bytes)
      throw NotSupported("a message that can be checked has 8 bytes at least");
    if (std::max(producers, consumers) > Throughput::most_peers)
      throw NotSupported("at most 64 producers and 64 consumers");
    const ThroughputLoad load{.bytes = bytes,
                              .producers = static_cast<int>(producers),
                              .consumers = static_cast<int>(consumers),
                              .messages = parameters.size};
    return std::make_unique<Throughput>(
        find_channel(mechanism)->make(
            {.bytes = load.bytes, .producers = load.producers, .consumers = load.consumers}),
        load);
  }
};

}  // namespace

PARALLAX_PROBE(throughput, ThroughputProbe);

}  // namespace parallax
