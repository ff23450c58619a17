// SPDX-License-Identifier: MIT
//
// ring-shared: the ring of `ring` for several senders and receivers: a robust lock lets one sender in at a
// time, another one receiver. Whoever is killed, wherever, the kernel hands its lock to the next, which finds
// the ring whole (message_ring.hpp). A message that was sent and not announced any more, because its sender
// was killed between the two, is announced by the next sender, or by the end of all.
#include <mutex>

#include "benches/probes/channels/ring_channel.hpp"
#include "benches/probes/primitives/mutex.hpp"

namespace parallax {
namespace {

class SharedRing final : public RingChannel {
 public:
  static constexpr ChannelFacts facts{.name = "ring-shared",
                                      .summary = "the same ring behind a robust lock on either side",
                                      .several_producers = true,
                                      .several_consumers = true,
                                      .order_of_all = true,
                                      .survives_kills = true,
                                      .copies = 2};

  explicit SharedRing(const ChannelShape& shape)
      : RingChannel(shape),
        memory_(Mapping::shared(sizeof(Locks))),
        locks_(*new (memory_.bytes().data()) Locks) {}

  void send(std::span<const std::byte> message) override {
    require_size(message);
    const bool owner_died = locks_.senders.lock() == LockResult::owner_died;
    const std::lock_guard lock(locks_.senders, std::adopt_lock);
    if (owner_died) ring_.recover_sender();
    ring_.send(message);
  }

  std::optional<std::size_t> receive(std::span<std::byte> to) override {
    require_room(to);
    const bool owner_died = locks_.receivers.lock() == LockResult::owner_died;
    const std::lock_guard lock(locks_.receivers, std::adopt_lock);
    if (owner_died) ring_.recover_receiver();
    return ring_.receive(to);
  }

 private:
  struct Locks {
    alignas(128) Mutex senders{Sharing::processes, Robust::yes};
    alignas(128) Mutex receivers{Sharing::processes, Robust::yes};
  };

  Mapping memory_;
  Locks& locks_;
};

}  // namespace

PARALLAX_CHANNEL(ring_shared, SharedRing);

}  // namespace parallax
