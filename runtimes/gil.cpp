// SPDX-License-Identifier: MIT
//
// gil: the threads of `threads` under one lock, which is CPython's (support/gil_lock.hpp).
//
// When a worker holds the lock and when it lets go of it is the matter of support/locked_team.hpp. This
// reproduces a policy of locking, not Python: bytecode, reference counts and allocation are absent.
#include "runtimes/runtime.hpp"
#include "runtimes/support/gil_lock.hpp"
#include "runtimes/support/locked_team.hpp"
#include "runtimes/support/switch_interval.hpp"

namespace parallax {
namespace {

class Gil {
 public:
  static constexpr std::array settings{gil_switch_interval};
  static constexpr Facts facts{.name = "gil",
                               .summary = "threads under one lock, as in CPython 3.2 and later",
                               .library = {},
                               .settings = settings};

  explicit Gil(const Settings& chosen)
      : lock_(chosen.duration(gil_switch_interval)), team_(chosen.workers, lock_) {}

  void map(const MapJob& job) { team_.map(job); }
  void tree(const TreeJob& job) { team_.tree(job); }
  void graph(const GraphJob& job) { team_.graph(job); }

  void restart_counters() {
    switches_before_ = lock_.switches();
    forced_drops_before_ = lock_.forced_drops();
    lock_.waits().reset();
  }

  std::vector<Counter> counters() {
    const auto since = [](std::uint64_t now, std::uint64_t before) {
      return static_cast<double>(now - before);
    };
    const auto seconds = [](std::chrono::nanoseconds wait) {
      return std::chrono::duration<double>(wait).count();
    };
    const Histogram& waits = lock_.waits();
    return {{"gil_switches", since(lock_.switches(), switches_before_), true},
            {"gil_forced_drops", since(lock_.forced_drops(), forced_drops_before_), true},
            {"gil_waits", since(waits.count(), 0), true},
            {"gil_wait_p50", seconds(waits.quantile(0.5))},
            {"gil_wait_p99", seconds(waits.quantile(0.99))},
            {"gil_wait_max", seconds(waits.maximum())}};
  }

 private:
  GilLock lock_;
  std::uint64_t switches_before_ = 0, forced_drops_before_ = 0;
  LockedTeam<GilLock> team_;
};

}  // namespace

PARALLAX_RUNTIME(gil, Gil);

}  // namespace parallax
