// SPDX-License-Identifier: MIT
//
// How ranks notice that others have gone. MPI does not tell: whoever waits for a rank that has died, or whose
// host has been cut off, waits for ever. So every rank keeps a TCP connection to rank 0 beside MPI, on which
// nothing is said. The kernel's keepalive asks the other side every second, without waking anybody; a thread
// of each rank sleeps until its connection ends.
//
//  - A rank that dies is noticed by rank 0 at once, one that is cut off after about 5 s.
//  - A rank whose rank 0 has gone ends itself at once, and first the launcher's daemon that started it if it
//    is cut off, because then nobody else can.
#pragma once

#include <netinet/in.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

#include "support/descriptor.hpp"

namespace parallax {

// Where rank 0 can be reached: plain data, broadcast to all.
struct WatchAddress {
  std::array<in_addr, 16> addresses{};  // of its host; unused ones are 0
  std::uint16_t port = 0;               // in network order
  std::uint64_t key = 0;                // so that no stranger is taken for a rank
};

class Watch {
 public:
  // Rank 0: listens, on loopback only if all ranks are on its host. Throws std::system_error.
  explicit Watch(bool one_host);
  // Another rank: connects to rank 0, over loopback if it is on the same host. Throws std::runtime_error.
  Watch(const WatchAddress& root, int rank, bool same_host);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  const WatchAddress& address() const { return address_; }
  // Rank 0: waits until ranks 1 ... size-1 have connected, then watches them. Throws std::runtime_error
  // naming those that have not within 30 s.
  void accept_all(int size);
  // The first rank that has gone without a farewell.
  std::optional<int> lost() const {
    const int rank = lost_.load(std::memory_order_acquire);
    return rank < 0 ? std::optional<int>() : rank;
  }
  // Says that what ends now ends in order.
  void farewell();

 private:
  void watch_ranks();
  void watch_root();

  WatchAddress address_;
  Descriptor listener_;
  Descriptor stop_;                  // an eventfd
  std::vector<Descriptor> sockets_;  // by rank; of other ranks than 0 only [0]
  std::atomic<int> lost_ = -1;
  std::thread thread_;
};

}  // namespace parallax
