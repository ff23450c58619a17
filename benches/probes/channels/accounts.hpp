// SPDX-License-Identifier: MIT
//
// What threads of several processes owe: a number each, in memory that they share, with a robust lock that
// the thread holds for as long as it lives. So the others can tell who has died, and take over what it owed.
//
// Counted is what somebody is about to do before it does it. One that is killed between the two owes one too
// many, never too few.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <stdexcept>

#include "benches/probes/primitives/mutex.hpp"

namespace parallax {

struct alignas(64) Account {
  std::atomic<std::int64_t> owed = 0;
  Mutex life{Sharing::processes, Robust::yes};
};

class Accounts {
 public:
  // One that nobody holds, held by this thread until it ends. Takes over nothing: what the last holder owed
  // is given to `settle`.
  template <class Settle>
  Account& open(Settle settle) {
    for (Account& account : accounts_) {
      if (account.life.try_lock() == LockResult::busy) continue;
      settle_one(account, settle);
      return account;
    }
    throw std::length_error("the channel has too many threads");
  }

  // Gives settle() what those owed who have ended.
  template <class Settle>
  void settle_the_dead(Settle settle) {
    for (Account& account : accounts_) {
      if (account.owed.load(std::memory_order_relaxed) == 0) continue;
      if (account.life.try_lock() == LockResult::busy) continue;
      settle_one(account, settle);
      account.life.unlock();
    }
  }

 private:
  template <class Settle>
  static void settle_one(Account& account, Settle& settle) {
    if (const std::int64_t owed = account.owed.exchange(0); owed != 0) settle(owed);
  }

  std::array<Account, 128> accounts_;
};

}  // namespace parallax
