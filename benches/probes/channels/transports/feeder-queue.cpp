// SPDX-License-Identifier: MIT
//
// feeder-queue: a limited number of slots, a list in the sender's process and a thread that feeds it into a
// locked pipe: what Queue is in Python (feeder_queue.hpp).
#include "benches/probes/channels/feeder_queue.hpp"

namespace parallax {
namespace {

class Feeder final : public FeederQueue {
 public:
  static constexpr ChannelFacts facts{.name = "feeder-queue",
                                      .summary = "a list and a thread before such a pipe, as Python's Queue",
                                      .several_producers = true,
                                      .several_consumers = true,
                                      .copies = 3};

  using FeederQueue::FeederQueue;
};

}  // namespace

PARALLAX_CHANNEL(feeder_queue, Feeder);

}  // namespace parallax
