// SPDX-License-Identifier: MIT
#include "benches/harness/host/accounts/totals.hpp"

#include <algorithm>

namespace parallax {
namespace {

constexpr double second = 1e-9;

// Fewer looks than these do not tell when a worker was done.
constexpr std::uint64_t fewest_looks = 8;

// A look changes what it sees by up to 20 ns: what follows it finds the processor's caches and pipeline empty.
constexpr double shortest_call = 200e-9;

// Clocks of two machines differ by more.
constexpr std::int64_t same_clock = 1'000'000;

}  // namespace

bool Accounts::knows_computing() const { return computing >= shortest_call * static_cast<double>(chunks); }

Totals::Totals(int workers, LookPlan plan, double clock_nanoseconds)
    : workers_(workers), plan_(plan), clock_(clock_nanoseconds), sums_(static_cast<std::size_t>(workers)) {}

double Totals::at_work(double region, std::int64_t begin, std::int64_t end, const WorkerAccount& account,
                       std::uint64_t chunks) const {
  if (account.chunks == 0) return chunks >= static_cast<std::uint64_t>(workers_) ? region : 0;
  if (account.looked_at == 0 || (plan_.every > 1 && account.looked_at < fewest_looks)) return region;
  const auto span = static_cast<double>(account.last_end - account.first_begin);
  const auto known = static_cast<double>(account.chunks - account.after_last);
  const double rest = span / known * static_cast<double>(account.after_last);
  const bool elsewhere = account.first_begin < begin - same_clock || account.last_end > end + same_clock;
  const double until = elsewhere ? span : static_cast<double>(account.last_end - begin);
  return std::clamp(until + rest, 0.0, region);
}

void Totals::add(std::int64_t begin, std::int64_t end, std::span<const WorkerAccount> accounts) {
  const auto region = static_cast<double>(std::max<std::int64_t>(end - begin, 1));
  std::uint64_t chunks = 0;
  for (const WorkerAccount& account : accounts) chunks += account.chunks;
  double longest = 0;
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    const WorkerAccount& account = accounts[i];
    const double busy = at_work(region, begin, end, account, chunks);
    at_work_ += busy;
    longest = std::max(longest, busy);
    Sum& sum = sums_[i];
    sum.closely += static_cast<double>(account.closely);
    sum.plainly += static_cast<double>(account.plainly);
    sum.waited_in_close += static_cast<double>(account.waited_in_close);
    sum.chunks += account.chunks;
    sum.items += account.items;
    sum.looked_at += account.looked_at;
  }
  longest_ += longest * workers_;
  all_ += region * workers_;
}

Accounts Totals::sum(std::span<const WorkerAccount> accounts) const {
  Accounts total;
  double computing = 0, waited = 0, asleep = 0;
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    const Sum& sum = sums_[i];
    const auto on_processor = static_cast<double>(accounts[i].on_processor);
    const auto waited_here = static_cast<double>(accounts[i].waited);
    // A chunk that was not looked at closely had its share of the waiting.
    const double rest = std::max(0.0, waited_here - sum.waited_in_close);
    const double awake = on_processor + rest;
    const double in_plain = awake > 0 ? std::min(rest, sum.plainly * rest / awake) : 0;
    const double looked = static_cast<double>(sum.looked_at);
    const double seen = std::max(0.0, sum.closely + sum.plainly - in_plain - clock_ * looked);
    if (sum.looked_at != 0) computing += seen * static_cast<double>(sum.chunks) / looked;
    waited += waited_here;
    asleep += std::max(0.0, static_cast<double>(accounts[i].span) - on_processor - waited_here);
    total.chunks += sum.chunks;
    total.items += sum.items;
  }
  const double at_work = std::max(at_work_, 1.0), longest = std::max(longest_, at_work);
  computing = std::clamp(computing, 0.0, at_work);
  waited = std::clamp(waited, 0.0, at_work - computing);
  total.all = all_ * second;
  total.computing = computing * second;
  total.runnable = waited * second;
  total.getting_work = (at_work - computing - waited + all_ - longest) * second;
  total.waiting_for_others = (longest - at_work) * second;
  total.asleep = std::min(asleep, all_) * second;
  total.balance = at_work / longest;
  total.processors = (at_work - waited) / at_work;
  total.hand_out = at_work > waited ? computing / (at_work - waited) * longest / all_ : 1;
  return total;
}

}  // namespace parallax
