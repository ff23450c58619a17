// SPDX-License-Identifier: MIT
//
// locked-queue: a pipe with a lock for senders and one for receivers, what SimpleQueue is in Python
// (locked_pipe.hpp).
#include "benches/probes/channels/channel.hpp"
#include "benches/probes/channels/locked_pipe.hpp"

namespace parallax {
namespace {

class LockedQueue final : public Channel {
 public:
  static constexpr ChannelFacts facts{.name = "locked-queue",
                                      .summary = "a pipe with two locks, as Python's SimpleQueue",
                                      .several_producers = true,
                                      .several_consumers = true,
                                      .order_of_all = true,
                                      .copies = 2};

  explicit LockedQueue(const ChannelShape& shape) : pipe_(shape.bytes) {}

  void send(std::span<const std::byte> message) override { pipe_.send(message); }
  std::optional<std::size_t> receive(std::span<std::byte> to) override {
    return pipe_.receive(to, [] {});
  }
  void stop_sending() override { pipe_.stop_sending(); }
  void stop_receiving() override { pipe_.stop_receiving(); }

 private:
  LockedPipe pipe_;
};

}  // namespace

PARALLAX_CHANNEL(locked_queue, LockedQueue);

}  // namespace parallax
