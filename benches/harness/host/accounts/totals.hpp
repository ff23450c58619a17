// SPDX-License-Identifier: MIT
//
// From what each worker has entered to where the time of all workers went. Arithmetic alone.
//
// A region is one call of the runtime. Of its time T, worker i is at work for a_i: from the beginning until its last
// chunk is done. Of that it computes for c_i and waits for a processor for r_i; the rest it spends on getting work.
// Sums over n workers and all regions:
//
//   computing   C = sum of c_i            share of all time that computes: C / nT = product of
//   at work     A = sum of a_i            balance     A / M         all are at work as long as the last one
//   longest     M = sum of n * max a_i    processors  (A - R) / A   R = sum of r_i
//   all         nT                        hand-out    C / (A - R) * M / nT
//
// So waiting for the others at the end of a region is a matter of balance, everything else between chunks of
// hand-out. A worker that got none of at least as many chunks as there are workers has come too late: all its time
// was spent on getting work.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "benches/harness/host/accounts/worker_account.hpp"

namespace parallax {

// Seconds of all workers of all regions together; the four parts are shares.
struct Accounts {
  double all = 0;  // n times the time of the regions
  double computing = 0, getting_work = 0, waiting_for_others = 0, runnable = 0;
  double asleep = 0;  // of all time, as the scheduler tells
  std::uint64_t chunks = 0, items = 0;
  double balance = 1, hand_out = 1, processors = 1;

  // Whether a call of kernel code lasts for so long that looking at it does not change what is seen.
  bool knows_computing() const;
};

class Totals {
 public:
  // Of so many workers, who look as `plan` says. A reading of the clock takes so many nanoseconds.
  Totals(int workers, LookPlan plan, double clock_nanoseconds);

  // A region is over; begin and end as the caller's clock tells. `accounts` of all workers, since it began.
  void add(std::int64_t begin, std::int64_t end, std::span<const WorkerAccount> accounts);
  // All of them; what the scheduler told of each worker is in `accounts`.
  Accounts sum(std::span<const WorkerAccount> accounts) const;

 private:
  double at_work(double region, std::int64_t begin, std::int64_t end, const WorkerAccount& account,
                 std::uint64_t chunks) const;

  int workers_;
  LookPlan plan_;
  double clock_;
  double all_ = 0, at_work_ = 0, longest_ = 0;
  struct Sum {
    double closely = 0, plainly = 0, waited_in_close = 0;
    std::uint64_t chunks = 0, items = 0, looked_at = 0;
  };
  std::vector<Sum> sums_;  // of each worker
};

}  // namespace parallax
