// SPDX-License-Identifier: MIT
//
// Messages in memory that processes share, from one sender at a time to one receiver at a time, without a
// lock between the two.
//
// A row of entries, each a cache line with a stamp, goes round: the receiver watches the stamp of the next
// entry, and a small message lies in the same line, so that one line travels between the processors and no
// other. The bytes of larger messages go through a second ring, in pieces with an entry each: the receiver
// takes the first piece out while the sender puts in the next, and no message is too large.
//
//   cache line   written by                meaning
//   entries      sender                    stamp (number + 1 once it counts), sizes, small messages
//   sending      sender                    how far it has come
//   receiving    receiver                  how far it has come
//   freed        receiver, now and then    how far the sender may go
//   asleep       who sleeps, and who wakes
//
// Whoever dies, dies between two stores of which one makes an entry count: what the next sender or receiver
// finds is whole but for a message of several pieces, and one that was begun and not ended is skipped. Who
// takes over from the dead calls recover_...() first; that there is one sender and one receiver at a time is
// for others to see to (ring-shared does it with two robust locks).
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "benches/probes/channels/doorbell.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/futex.hpp"

namespace parallax {

class MessageRing {
 public:
  static constexpr std::size_t entry_count = 1024;    // messages that fit at most
  static constexpr std::size_t ring_bytes = 262'144;  // bytes of messages that are not small
  static constexpr std::size_t piece_bytes = ring_bytes / 8;
  static constexpr std::size_t small_bytes = 40;

  explicit MessageRing(std::chrono::nanoseconds spin);

  // Throws ChannelClosed if it is full and no receiver is left.
  void send(std::span<const std::byte> message);
  // Nothing when no sender is left and all has been received; WorkerDied if the last message is not whole.
  // `to` has room for it.
  std::optional<std::size_t> receive(std::span<std::byte> to);

  void recover_sender();
  void recover_receiver();

  void stop_sending();
  void stop_receiving();

 private:
  struct alignas(64) Entry {
    std::atomic<std::uint64_t> stamp;
    std::uint64_t bytes_end;  // bytes that have gone through the second ring, this piece included
    std::uint32_t size;       // of this piece
    std::uint32_t rest : 31;  // of the message, behind this piece; sizes are below 2 GiB
    std::uint32_t first : 1;  // a message begins here
    std::byte small[small_bytes];
  };
  static_assert(sizeof(Entry) == 64);

  // Numbers only grow; where something lies is their remainder.
  struct Position {
    std::atomic<std::uint64_t> entries = 0, bytes = 0;
  };

  struct Shared {
    alignas(128) Position sending;
    Position known_freed;  // what the sender has seen of `freed`
    alignas(128) Position receiving;
    Position known_to_sender;  // what the receiver has put into `freed`
    alignas(128) Position freed;
    alignas(128) FutexWord sender_asleep = 0;
    alignas(128) FutexWord receiver_asleep = 0;
    alignas(128) Entry entries[entry_count];
    alignas(128) std::byte bytes[ring_bytes];
  };

  void send_piece(std::span<const std::byte> piece, std::size_t rest, bool first);
  void wait_for_room(std::size_t bytes);
  bool room_for(std::size_t bytes);
  // Null at the end of the stream.
  const Entry* wait_for_entry();
  void take(const Entry& entry, std::byte* to) const;
  void done_with(const Entry& entry);
  void free();

  Mapping memory_;
  Shared& shared_;
  std::chrono::nanoseconds spin_;
  Doorbell data_, room_;
};

}  // namespace parallax
