// SPDX-License-Identifier: MIT
//
// The load of the probe round_trip: a message goes to a peer, which sends it back, one at a time.
//
// In the timed part the caller numbers each message and looks whether what comes back has that size, that
// number at both ends, and one right word between. All bytes are compared outside of it: mistake() sends one
// more message, with other contents, so that a transport which leaves old bytes where they are is found.
#pragma once

#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "benches/probe.hpp"
#include "benches/probes/channels/channel.hpp"
#include "runtimes/process/child.hpp"

namespace parallax {

enum class PeerKind { process, thread };

class RoundTrip final : public Probe {
 public:
  RoundTrip(ChannelPair channels, std::size_t bytes, std::size_t trips, PeerKind kind);
  ~RoundTrip() override;

  void run(std::int64_t iterations) override;
  std::optional<std::string> mistake() override;
  Usage usage() override;

  // For tests.
  const std::optional<Child>& peer() const { return child_; }

 private:
  void trip();
  void echo() const noexcept;
  [[noreturn]] void peer_is_gone();

  ChannelPair channels_;
  std::size_t trips_;
  std::vector<std::byte> message_, answer_;
  std::uint64_t salt_ = 0, number_ = 0;
  std::optional<std::string> mistake_;
  std::optional<Child> child_;
  std::thread thread_;
};

}  // namespace parallax
