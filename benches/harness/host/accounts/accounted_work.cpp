// SPDX-License-Identifier: MIT
#include "benches/harness/host/accounts/accounted_work.hpp"

#include <algorithm>
#include <limits>

#include "benches/harness/host/enclosed_job.hpp"
#include "runtimes/worker.hpp"

namespace parallax {
namespace {

// Nobody knows how many calls a tree makes; so it is run once to count them, with hardly a look.
constexpr LookPlan hardly{1'000'000, 1};

// A timeline of more pieces is no longer looked at, and one of more regions shows the same again and again.
constexpr std::size_t most_slices = 2048;
constexpr std::uint32_t most_regions = 64;

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
  std::span<WorkerAccount> accounts;
  std::span<TraceLog> logs;
  LookPlan plan{};
  std::int64_t began = 0;  // the run, by the caller's clock
  std::uint32_t region = 0;
};

namespace {

// Calls `call` between the beginning and the end of an entry.
template <class Entry, class Call>
auto entered(Entry entry, std::size_t items, Call call) {
  if constexpr (std::is_void_v<decltype(call())>) {
    call();
    entry.end(items);
  } else {
    const auto result = call();
    entry.end(items);
    return result;
  }
}

}  // namespace

// A call is entered in an account.
struct AccountedWork::InAccounts {
  template <class Call>
  static auto call(const Shared& shared, std::size_t index, std::uint64_t, std::size_t items, Call call) {
    WorkerAccount& account = shared.accounts[std::min(index, shared.accounts.size() - 1)];
    return entered(AccountEntry(account, shared.plan, shared.began), items, call);
  }
};

// The same in the log of a timeline.
struct AccountedWork::InLogs {
  template <class Call>
  static auto call(const Shared& shared, std::size_t index, std::uint64_t first, std::size_t items,
                   Call call) {
    TraceLog& log = shared.logs[std::min(index, shared.logs.size() - 1)];
    const bool closely = shared.plan.every == 1 && shared.plan.close_every == 1;
    return entered(TraceEntry(log, shared.region, closely, shared.began, first), items, call);
  }
};

AccountedWork::AccountedWork(const Work& work, Arena& arena, int workers, bool traced)
    : shared_(arena.make<Shared>()),
      accounts_(arena.allocate_array<WorkerAccount>(static_cast<std::size_t>(workers))),
      workers_(workers) {
  if (traced) {
    room_ = arena.allocate_array<TraceSlice>(TraceLog::room_for(workers, most_slices));
    logs_ = TraceLog::of_workers(arena, workers, room_);
  }
  shared_.accounts = accounts_;
  shared_.logs = logs_;
  using In = Enclosing<Shared, InAccounts>;
  if (work.tree()) {
    tree_ = In::around(*work.tree(), arena, shared_);
  } else if (work.graph()) {
    graph_ = In::around(*work.graph(), arena, shared_);
  } else {
    for (const MapJob& job : work.jobs()) maps_.push_back(In::around(job, arena, shared_));
  }
}

AccountedWork::~AccountedWork() = default;

template <class Enter>
void AccountedWork::enter_calls() {
  using In = Enclosing<Shared, Enter>;
  for (MapJob& job : maps_) In::set_functions(job);
  if (tree_) In::set_functions(*tree_);
  if (graph_) In::set_functions(*graph_);
}

template <class Before, class After>
void AccountedWork::run_regions(AnyRuntime& runtime, std::uint64_t round, Before before, After after) {
  const auto run = [&](auto region) {
    before();
    const std::int64_t begin = account_clock();
    region();
    after(begin, account_clock());
  };
  if (tree_) run([&] { runtime.tree(*tree_); });
  if (graph_) {
    graph_->round = round;
    run([&] { runtime.graph(*graph_); });
  }
  for (const MapJob& job : maps_) run([&] { runtime.map(job); });
}

void AccountedWork::run_once(AnyRuntime& runtime, std::uint64_t round, Totals* totals) {
  const auto restart = [&] {
    for (WorkerAccount& account : accounts_) account.restart();
    runtime.push(std::as_bytes(accounts_));
  };
  run_regions(runtime, round, restart, [&](std::int64_t begin, std::int64_t end) {
    runtime.pull(std::as_bytes(accounts_), [&](std::span<const std::byte> copy) {
      const auto theirs = view_as<WorkerAccount>(copy);
      for (std::size_t i = 0; i < accounts_.size(); ++i) {
        if (theirs[i].chunks != 0) accounts_[i] = theirs[i];
      }
    });
    if (totals) totals->add(begin, end, accounts_);
  });
}

void AccountedWork::share(AnyRuntime& runtime) { runtime.push(std::as_bytes(std::span(&shared_, 1))); }

void AccountedWork::begin(AnyRuntime& runtime, LookPlan plan) {
  shared_.plan = plan;
  shared_.began = account_clock();
  share(runtime);
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    accounts_[i] = {};
    accounts_[i].dice = static_cast<std::uint32_t>(i + 1);
  }
}

std::optional<Accounts> AccountedWork::run(AnyRuntime& runtime, std::int64_t iterations, double seconds) {
  if (!knows_schedule()) return {};
  std::size_t calls = graph_ ? std::max<std::size_t>(task_count(*graph_), 1) : calls_of(maps_);
  if (tree_) {
    begin(runtime, hardly);
    run_once(runtime, 0, nullptr);
    calls = 0;
    for (const WorkerAccount& account : accounts_) calls += account.chunks;
  }
  const auto plan = LookPlan::of(seconds * workers_ / static_cast<double>(std::max<std::size_t>(calls, 1)));
  begin(runtime, plan);
  Totals totals(workers_, plan, clock_nanoseconds());
  for (std::int64_t i = 1; i <= iterations; ++i)
    run_once(runtime, static_cast<std::uint64_t>(iterations - i), &totals);
  return totals.sum(accounts_);
}

std::vector<TraceSlice> AccountedWork::trace(AnyRuntime& runtime, std::int64_t iterations, bool steals) {
  if (logs_.empty()) return {};
  enter_calls<InLogs>();
  for (TraceLog& log : logs_) log.restart();
  runtime.push(std::as_bytes(logs_));
  runtime.push(std::as_bytes(room_));
  shared_.began = account_clock();
  shared_.region = 0;
  std::vector<TraceSlice> slices;
  for (std::int64_t i = 1; i <= iterations && shared_.region < most_regions; ++i) {
    run_regions(
        runtime, static_cast<std::uint64_t>(iterations - i), [&] { share(runtime); },
        [&](std::int64_t begin, std::int64_t end) {
          slices.push_back(
              {.kind = TraceSlice::Kind::region, .region = shared_.region++, .begin = begin, .end = end});
        });
  }
  // Where workers have copies, each has entered its calls in its own.
  runtime.pull(std::as_bytes(logs_), [&](std::span<const std::byte> copy) {
    const auto theirs = view_as<TraceLog>(copy);
    for (std::size_t i = 0; i < logs_.size(); ++i) {
      if (!theirs[i].is_empty()) logs_[i] = theirs[i];
    }
  });
  const std::size_t each = room_.size() / logs_.size();
  runtime.pull(std::as_bytes(room_), [&](std::span<const std::byte> copy) {
    for (std::size_t i = 0; i < logs_.size(); ++i) {
      const auto theirs = view_as<TraceSlice>(copy).subspan(i * each, each);
      if (theirs.front().calls != 0) std::copy(theirs.begin(), theirs.end(), logs_[i].room().begin());
    }
  });
  for (const TraceLog& log : logs_) {
    for (TraceSlice slice : log.slices()) {
      slice.stolen = slice.stolen && steals && !maps_.empty();
      slices.push_back(slice);
    }
  }
  enter_calls<InAccounts>();
  return slices;
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
