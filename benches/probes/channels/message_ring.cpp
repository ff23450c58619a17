// SPDX-License-Identifier: MIT
//
// Both sides sleep by the same pair of steps: announce it, then look again; and after each change look
// whether the other one sleeps. All four are sequentially consistent, so that one of the two sees the other.
#include "benches/probes/channels/message_ring.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include "benches/probes/channels/channel.hpp"
#include "runtimes/support/spin.hpp"

namespace parallax {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;
constexpr auto in_total_order = std::memory_order_seq_cst;

// Only one of those who come by rings.
void wake(FutexWord& asleep, const Doorbell& doorbell) {
  if (asleep.load(in_total_order) != 0 && asleep.exchange(0, in_total_order) != 0) doorbell.ring();
}

}  // namespace

MessageRing::MessageRing(std::chrono::nanoseconds spin)
    : memory_(Mapping::shared(sizeof(Shared))), shared_(*new (memory_.bytes().data()) Shared), spin_(spin) {}

void MessageRing::send(std::span<const std::byte> message) {
  if (message.size() <= small_bytes) return send_piece(message, 0, true);
  for (std::size_t begin = 0; begin < message.size(); begin += piece_bytes) {
    const auto piece = message.subspan(begin, std::min(piece_bytes, message.size() - begin));
    send_piece(piece, message.size() - begin - piece.size(), begin == 0);
  }
}

void MessageRing::send_piece(std::span<const std::byte> piece, std::size_t rest, bool first) {
  // What is the end of a larger message goes the way of its beginning.
  const bool small = first && piece.size() <= small_bytes;
  const std::size_t bytes = small ? 0 : piece.size();
  if (!room_for(bytes)) wait_for_room(bytes);
  const std::uint64_t number = shared_.sending.entries.load(relaxed);
  const std::uint64_t from = shared_.sending.bytes.load(relaxed);
  Entry& entry = shared_.entries[number % entry_count];
  if (small) {
    if (!piece.empty()) std::memcpy(entry.small, piece.data(), piece.size());
  } else {
    const std::size_t at = from % ring_bytes;
    const std::size_t straight = std::min(bytes, ring_bytes - at);
    std::memcpy(shared_.bytes + at, piece.data(), straight);
    if (straight < bytes) std::memcpy(shared_.bytes, piece.data() + straight, bytes - straight);
  }
  entry.bytes_end = from + bytes;
  entry.size = static_cast<std::uint32_t>(piece.size());
  entry.rest = static_cast<std::uint32_t>(rest) & 0x7fffffffu;
  entry.first = first;
  entry.stamp.store(number + 1, in_total_order);  // now it counts
  shared_.sending.bytes.store(from + bytes, relaxed);
  shared_.sending.entries.store(number + 1, relaxed);
  wake(shared_.receiver_asleep, data_);
}

bool MessageRing::room_for(std::size_t bytes) {
  const auto enough = [&] {
    return shared_.sending.entries.load(relaxed) - shared_.known_freed.entries.load(relaxed) < entry_count &&
           shared_.sending.bytes.load(relaxed) + bytes - shared_.known_freed.bytes.load(relaxed) <=
               ring_bytes;
  };
  if (enough()) return true;
  shared_.known_freed.bytes.store(shared_.freed.bytes.load(in_total_order), relaxed);
  shared_.known_freed.entries.store(shared_.freed.entries.load(in_total_order), relaxed);
  return enough();
}

void MessageRing::wait_for_room(std::size_t bytes) {
  if (spin_until([&] { return room_for(bytes); }, spin_)) return;
  for (bool receivers = true;;) {
    shared_.sender_asleep.store(1, in_total_order);
    if (room_for(bytes)) break;
    if (!receivers) throw ChannelClosed();
    receivers = room_.wait();
  }
  shared_.sender_asleep.store(0, relaxed);
}

std::optional<std::size_t> MessageRing::receive(std::span<std::byte> to) {
  for (std::size_t have = 0, expected = 0;;) {
    const Entry* const entry = wait_for_entry();
    if (entry == nullptr && expected != 0) throw WorkerDied("the sender ended in the middle of a message");
    if (entry == nullptr) return {};
    if (entry->first) {  // also in the middle of another one, whose sender has died
      have = 0;
      expected = std::size_t{entry->size} + entry->rest;
    } else if (expected == 0) {  // the end of one whose receiver has died
      done_with(*entry);
      continue;
    }
    const std::size_t size = entry->size;
    const bool last = entry->rest == 0;
    take(*entry, to.data() + have);
    done_with(*entry);
    have += size;
    if (last) return have;
  }
}

const MessageRing::Entry* MessageRing::wait_for_entry() {
  const std::uint64_t number = shared_.receiving.entries.load(relaxed);
  const Entry& entry = shared_.entries[number % entry_count];
  const auto counts = [&] { return entry.stamp.load(acquire) == number + 1; };
  if (counts()) return &entry;
  free();
  if (spin_until(counts, spin_)) return &entry;
  for (bool senders = true;;) {
    shared_.receiver_asleep.store(1, in_total_order);
    if (entry.stamp.load(in_total_order) == number + 1) break;
    if (!senders) return nullptr;
    senders = data_.wait();
  }
  shared_.receiver_asleep.store(0, relaxed);
  return &entry;
}

void MessageRing::take(const Entry& entry, std::byte* to) const {
  const std::size_t size = entry.size;
  if (entry.first && entry.rest == 0 && size <= small_bytes) {
    if (size != 0) std::memcpy(to, entry.small, size);
    return;
  }
  const std::size_t at = (entry.bytes_end - size) % ring_bytes;
  const std::size_t straight = std::min(size, ring_bytes - at);
  std::memcpy(to, shared_.bytes + at, straight);
  if (straight < size) std::memcpy(to + straight, shared_.bytes, size - straight);
}

// Room is given back a quarter at a time, or when there is nothing else to do: the line that says so travels
// to the sender.
void MessageRing::done_with(const Entry& entry) {
  const std::uint64_t entries = shared_.receiving.entries.load(relaxed) + 1;
  const std::uint64_t bytes = entry.bytes_end;
  shared_.receiving.entries.store(entries, relaxed);  // from here on nobody gets it again
  shared_.receiving.bytes.store(bytes, release);      // behind it, so that never too much is given back
  if (entries - shared_.known_to_sender.entries.load(relaxed) >= entry_count / 4 ||
      bytes - shared_.known_to_sender.bytes.load(relaxed) >= ring_bytes / 4)
    free();
}

void MessageRing::free() {
  const std::uint64_t entries = shared_.receiving.entries.load(relaxed);
  const std::uint64_t bytes = shared_.receiving.bytes.load(relaxed);
  if (entries == shared_.known_to_sender.entries.load(relaxed)) return;
  shared_.freed.bytes.store(bytes, in_total_order);
  shared_.freed.entries.store(entries, in_total_order);
  shared_.known_to_sender.bytes.store(bytes, relaxed);
  shared_.known_to_sender.entries.store(entries, relaxed);
  wake(shared_.sender_asleep, room_);
}

// The last one may have died after its entry counted and before it had counted on.
void MessageRing::recover_sender() {
  std::uint64_t number = shared_.sending.entries.load(relaxed);
  if (shared_.entries[number % entry_count].stamp.load(acquire) == number + 1) ++number;
  const std::uint64_t bytes = number == 0 ? 0 : shared_.entries[(number - 1) % entry_count].bytes_end;
  shared_.sending.bytes.store(bytes, relaxed);
  shared_.sending.entries.store(number, relaxed);
  data_.ring();
}

// The last one may have died before it counted the bytes of its last entry, which the next entry puts right,
// and before it gave room back: so it is given back again.
void MessageRing::recover_receiver() {
  const std::uint64_t number = shared_.receiving.entries.load(relaxed);
  if (number != 0) {
    shared_.known_to_sender.entries.store(number - 1, relaxed);
    free();
  }
  room_.ring();
}

void MessageRing::stop_sending() {
  data_.stop_ringing();
  room_.stop_waiting();
}

void MessageRing::stop_receiving() {
  data_.stop_waiting();
  room_.stop_ringing();
}

}  // namespace parallax
