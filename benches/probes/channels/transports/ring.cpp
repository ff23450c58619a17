// SPDX-License-Identifier: MIT
//
// ring: a ring in shared memory between one sender and one receiver (message_ring.hpp), without a lock and,
// as long as both are awake, without a system call.
#include "benches/probes/channels/ring_channel.hpp"

namespace parallax {
namespace {

class Ring final : public RingChannel {
 public:
  static constexpr ChannelFacts facts{
      .name = "ring", .summary = "a lock-free ring in shared memory", .copies = 2};

  using RingChannel::RingChannel;

  void send(std::span<const std::byte> message) override {
    require_size(message);
    ring_.send(message);
  }
  std::optional<std::size_t> receive(std::span<std::byte> to) override {
    require_room(to);
    return ring_.receive(to);
  }
};

}  // namespace

PARALLAX_CHANNEL(ring, Ring);

}  // namespace parallax
