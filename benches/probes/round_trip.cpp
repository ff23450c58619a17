// SPDX-License-Identifier: MIT
//
// round_trip: an item is one message to a peer and back. Mechanisms are all transports, with a process and
// (name-threads) with a thread at the other end, and two floors: what is there between two processes when
// nothing is around it.
#include <fmt/format.h>

#include "benches/probe.hpp"
#include "benches/probes/channels/channels.hpp"
#include "benches/probes/channels/floors.hpp"
#include "benches/probes/channels/marked_message.hpp"
#include "benches/probes/channels/round_trip.hpp"

namespace parallax {
namespace {

constexpr std::string_view with_threads = "-threads", spin_floor = "floor-spin", pipe_floor = "floor-pipe";

Case sized(std::size_t trips, std::uint64_t bytes) { return {.size = trips, .grain = 1, .values = {bytes}}; }

struct RoundTripProbe {
  static constexpr ProbeFacts facts{.name = "round_trip",
                                    .summary = "a message to a process or thread and back",
                                    .parameters = {Parameter{"bytes", 8, 1 << 30}}};

  static std::vector<Mechanism> mechanisms() {
    static const auto names = [] {
      std::vector<std::string> all;
      for (const ChannelEntry* entry : channels())
        all.push_back(fmt::format("{}{}", entry->facts.name, with_threads));
      return all;
    }();
    std::vector<Mechanism> all{
        {.name = spin_floor, .summary = "the least: two processes that watch a cache line each"},
        {.name = pipe_floor, .summary = "the least with the kernel: bare read() and write() of 8 bytes"}};
    for (const ChannelEntry* entry : channels())
      all.push_back({.name = entry->facts.name, .summary = description_of(*entry)});
    for (const std::string& name : names)
      all.push_back({.name = name, .summary = "the same between two threads"});
    return all;
  }

  static std::vector<Case> cases(std::string_view mechanism) {
    if (mechanism == spin_floor || mechanism == pipe_floor) return {sized(1000, 8)};
    // Larger messages are beyond what a system allows by default.
    if (mechanism.starts_with("posix-queue")) return {sized(1000, 8), sized(1000, 256), sized(1000, 4096)};
    if (mechanism.ends_with(with_threads)) return {sized(1000, 8), sized(1000, 4096)};
    return {sized(1000, 8),     sized(1000, 256),   sized(1000, 4096),
            sized(100, 65'536), sized(10, 1 << 20), sized(1, 16 << 20)};
  }

  static int workers(const Case&) { return 2; }
  // There and back.
  static std::size_t bytes_per_item(const Case& parameters) { return 2 * parameters.values[0]; }

  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    const std::size_t bytes = parameters.values[0];
    if (mechanism == spin_floor || mechanism == pipe_floor) {
      if (bytes != 8) throw NotSupported("the floors carry 8 bytes");
      return mechanism == spin_floor ? make_spin_floor(parameters.size) : make_pipe_floor(parameters.size);
    }
    if (bytes < MarkedMessage::least_bytes)
      throw NotSupported("a message that can be checked has 8 bytes at least");
    const bool threads = mechanism.ends_with(with_threads);
    if (threads) mechanism.remove_suffix(with_threads.size());
    return std::make_unique<RoundTrip>(find_channel(mechanism)->make_pair({.bytes = bytes}), bytes,
                                       parameters.size, threads ? PeerKind::thread : PeerKind::process);
  }
};

}  // namespace

PARALLAX_PROBE(round_trip, RoundTripProbe);

}  // namespace parallax
