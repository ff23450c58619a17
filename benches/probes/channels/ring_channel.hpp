// SPDX-License-Identifier: MIT
//
// What the channels on a MessageRing have in common.
#pragma once

#include "benches/probes/channels/channel.hpp"
#include "benches/probes/channels/message_ring.hpp"
#include "runtimes/support/cpus.hpp"

namespace parallax {

class RingChannel : public Channel {
 public:
  explicit RingChannel(const ChannelShape& shape)
      : ring_(spin_budget_for(shape.producers + shape.consumers)), most_bytes_(shape.bytes) {
    if (shape.bytes >= std::size_t{1} << 31)
      throw NotSupported("the ring carries messages of less than 2 GiB");
  }

  void stop_sending() override { ring_.stop_sending(); }
  void stop_receiving() override { ring_.stop_receiving(); }

 protected:
  void require_size(std::span<const std::byte> message) const {
    if (message.size() > most_bytes_)
      throw std::length_error("the message is larger than the channel's largest");
  }
  void require_room(std::span<std::byte> to) const {
    if (to.size() < most_bytes_)
      throw std::length_error("there is no room for the channel's largest message");
  }

  MessageRing ring_;

 private:
  std::size_t most_bytes_;
};

}  // namespace parallax
