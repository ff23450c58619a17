// SPDX-License-Identifier: MIT
#include "benches/harness/host/accounts/accounted_work.hpp"

#include <algorithm>
#include <limits>

#include "runtimes/worker.hpp"

namespace parallax {
namespace {

// Nobody knows how many calls a tree makes; so it is run once to count them, with hardly a look.
constexpr LookPlan hardly{1'000'000, 1};

// What an iteration makes of calls of kernel code, at least.
std::size_t calls_of(std::span<const MapJob> jobs) {
  std::size_t calls = 0;
  for (const MapJob& job : jobs) calls += chunk_count(job);
  return std::max<std::size_t>(calls, 1);
}

// The smallest of some, for others may have the processor in between.
double clock_nanoseconds() {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (int i = 0; i < 100; ++i) {
    const std::int64_t begin = account_clock();
    least = std::min(least, account_clock() - begin);
  }
  return static_cast<double>(least);
}

}  // namespace

// What all workers read. Where they have copies of memory, a change reaches them by push().
struct AccountedWork::Shared {
  LookPlan plan;
  std::int64_t began = 0;  // the run, by the caller's clock
};

// What the params of a wrapped job are. Workers may have copies of it, so it only points.
struct AccountedWork::AccountedMap {
  MapJob job;
  const Shared* shared;
  std::span<WorkerAccount> accounts;
};

struct AccountedWork::AccountedTree {
  TreeJob job;
  const Shared* shared;
  std::span<WorkerAccount> accounts;
};

namespace {

// Whose call it is that has no worker: expand() follows a visit() of the same thread.
thread_local WorkerAccount* of_this_thread = nullptr;

template <class Accounted>
const Accounted& accounted_of(std::span<const std::byte> params) {
  return *reinterpret_cast<const Accounted*>(params.data());
}

// Calls `call` and enters it as `items` items.
template <class Accounted, class Call>
auto entered(const Accounted& accounted, std::size_t index, std::size_t items, Call call) {
  WorkerAccount& account = accounted.accounts[std::min(index, accounted.accounts.size() - 1)];
  AccountEntry entry(account, accounted.shared->plan, accounted.shared->began);
  if constexpr (std::is_void_v<decltype(call())>) {
    call();
    entry.end(items);
  } else {
    const auto result = call();
    entry.end(items);
    return result;
  }
}

std::size_t index_of(const Worker& worker) { return static_cast<std::size_t>(worker.index()); }

}  // namespace

AccountedWork::AccountedWork(const Work& work, Arena& arena, int workers)
    : shared_(arena.make<Shared>()),
      accounts_(arena.allocate_array<WorkerAccount>(static_cast<std::size_t>(workers))),
      workers_(workers) {
  if (work.tree()) {
    const auto params = arena.allocate(sizeof(AccountedTree));
    new (params.data()) AccountedTree{*work.tree(), &shared_, accounts_};
    tree_ = *work.tree();
    tree_->params = params;
    tree_->visit = visit;
    tree_->expand = expand;
    tree_->join = join;
    tree_->run = run_whole;
    return;
  }
  for (const MapJob& job : work.jobs()) {
    const auto params = arena.allocate(sizeof(AccountedMap));
    new (params.data()) AccountedMap{job, &shared_, accounts_};
    MapJob& wrapped = maps_.emplace_back(job);
    wrapped.params = params;
    wrapped.params_are_local = false;  // what it points to is on every rank
    wrapped.run = run_chunk;
  }
}

AccountedWork::~AccountedWork() = default;

void AccountedWork::run_chunk(const MapJob& wrapped, Range range, Worker& worker) {
  const auto& accounted = accounted_of<AccountedMap>(wrapped.params);
  const auto run = [&](const MapJob& job) {
    entered(accounted, index_of(worker), range.size(), [&] { job.run(job, range, worker); });
  };
  const bool is_shared =
      wrapped.in.data() == accounted.job.in.data() && wrapped.out.data() == accounted.job.out.data();
  if (is_shared) return run(accounted.job);
  // Where the caller's memory is not shared, inputs and results lie where the worker has them.
  MapJob job = accounted.job;
  job.in = wrapped.in;
  job.out = wrapped.out;
  run(job);
}

std::size_t AccountedWork::visit(const TreeJob& wrapped, const std::byte* node, std::byte* value,
                                 Worker& worker) {
  const auto& accounted = accounted_of<AccountedTree>(wrapped.params);
  of_this_thread = &accounted.accounts[std::min(index_of(worker), accounted.accounts.size() - 1)];
  return entered(accounted, index_of(worker), 1,
                 [&] { return accounted.job.visit(accounted.job, node, value, worker); });
}

void AccountedWork::expand(const TreeJob& wrapped, const std::byte* node, std::byte* children,
                           std::size_t stride, std::size_t count) {
  const auto& accounted = accounted_of<AccountedTree>(wrapped.params);
  const auto index =
      of_this_thread ? static_cast<std::size_t>(of_this_thread - accounted.accounts.data()) : 0;
  entered(accounted, index, 0, [&] { accounted.job.expand(accounted.job, node, children, stride, count); });
}

void AccountedWork::join(const TreeJob& wrapped, const std::byte* node, const std::byte* values,
                         std::size_t stride, std::size_t count, std::byte* value, Worker& worker) {
  const auto& accounted = accounted_of<AccountedTree>(wrapped.params);
  entered(accounted, index_of(worker), 0,
          [&] { accounted.job.join(accounted.job, node, values, stride, count, value, worker); });
}

void AccountedWork::run_whole(const TreeJob& wrapped, const std::byte* node, std::byte* value,
                              Worker& worker) {
  const auto& accounted = accounted_of<AccountedTree>(wrapped.params);
  entered(accounted, index_of(worker), 1, [&] { accounted.job.run(accounted.job, node, value, worker); });
}

template <class Region>
void AccountedWork::run_region(AnyRuntime& runtime, Totals* totals, Region region) {
  const std::int64_t before = account_clock();
  region();
  const std::int64_t after = account_clock();
  const auto bytes = std::as_bytes(accounts_);
  runtime.pull(bytes, [&](std::span<const std::byte> copy) {
    const auto theirs = view_as<WorkerAccount>(copy);
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
      if (theirs[i].chunks != 0) accounts_[i] = theirs[i];
    }
  });
  if (totals) totals->add(before, after, accounts_);
}

void AccountedWork::run_once(AnyRuntime& runtime, Totals* totals) {
  const auto restart = [&] {
    for (WorkerAccount& account : accounts_) account.restart();
    runtime.push(std::as_bytes(accounts_));
  };
  if (tree_) {
    restart();
    run_region(runtime, totals, [&] { runtime.tree(*tree_); });
  }
  for (const MapJob& job : maps_) {
    restart();
    run_region(runtime, totals, [&] { runtime.map(job); });
  }
}

void AccountedWork::begin(AnyRuntime& runtime, LookPlan plan) {
  shared_ = {plan, account_clock()};
  runtime.push(std::as_bytes(std::span(&shared_, 1)));
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    accounts_[i] = {};
    accounts_[i].dice = static_cast<std::uint32_t>(i + 1);
  }
}

std::optional<Accounts> AccountedWork::run(AnyRuntime& runtime, std::int64_t iterations, double seconds) {
  if (!knows_schedule()) return {};
  std::size_t calls = calls_of(maps_);
  if (tree_) {
    begin(runtime, hardly);
    run_once(runtime, nullptr);
    calls = 0;
    for (const WorkerAccount& account : accounts_) calls += account.chunks;
  }
  const auto plan = LookPlan::of(seconds * workers_ / static_cast<double>(std::max<std::size_t>(calls, 1)));
  begin(runtime, plan);
  Totals totals(workers_, plan, clock_nanoseconds());
  for (std::int64_t i = 0; i < iterations; ++i) run_once(runtime, &totals);
  return totals.sum(accounts_);
}

std::vector<Counter> counters_of(const Accounts& accounts, int workers, std::int64_t iterations,
                                 double timed) {
  const auto per_iteration = [&](double seconds) { return seconds / static_cast<double>(iterations); };
  std::vector<Counter> counters;
  if (accounts.knows_computing())
    counters = {{"part_hand_out", accounts.hand_out},
                {"computing_seconds", per_iteration(accounts.computing)},
                {"getting_work_seconds", per_iteration(accounts.getting_work)}};
  const std::initializer_list<Counter> others{
      {"part_balance", accounts.balance},
      {"part_processors", accounts.processors},
      {"waiting_for_others_seconds", per_iteration(accounts.waiting_for_others)},
      {"runnable_seconds", per_iteration(accounts.runnable)},
      {"asleep_seconds", per_iteration(accounts.asleep)},
      {"accounts_cost", per_iteration(accounts.all) / workers / timed - 1}};
  counters.insert(counters.end(), others);
  return counters;
}

}  // namespace parallax
