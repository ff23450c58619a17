// SPDX-License-Identifier: MIT
//
// gil-ticks: the threads of `gil` under the lock that came before: Python 2's (support/tick_lock.hpp), which
// is offered every so many checkpoints and not after a time.
//
// Compared with `gil` it shows what the lock of 3.2 has changed. A checkpoint stands for a bytecode; a kernel
// has far fewer of them than an interpreter has bytecodes, so the ticks of a kernel are long.
#include "runtimes/runtime.hpp"
#include "runtimes/support/locked_team.hpp"
#include "runtimes/support/tick_lock.hpp"

namespace parallax {
namespace {

constexpr Setting gil_check_interval{.name = "gil_check_interval",
                                     .summary = "After how many checkpoints `gil-ticks` lets go of its lock",
                                     .default_value = 100};  // Python 2's

class GilTicks {
 public:
  static constexpr std::array settings{gil_check_interval};
  static constexpr Facts facts{.name = "gil-ticks",
                               .summary = "threads under one lock, as in Python 2: released every 100 ticks",
                               .library = {},
                               .most_workers = 512,
                               .settings = settings};

  explicit GilTicks(const Settings& chosen)
      : lock_(static_cast<int>(chosen.value(gil_check_interval)), chosen.workers),
        team_(chosen.workers, lock_) {}

  void map(const MapJob& job) { team_.map(job); }
  void tree(const TreeJob& job) { team_.tree(job); }
  void graph(const GraphJob& job) { team_.graph(job); }

  void restart_counters() {
    switches_before_ = lock_.switches();
    releases_before_ = lock_.releases();
  }

  std::vector<Counter> counters() const {
    return {{"gil_switches", static_cast<double>(lock_.switches() - switches_before_), true},
            {"gil_releases", static_cast<double>(lock_.releases() - releases_before_), true}};
  }

 private:
  TickLock lock_;
  std::uint64_t switches_before_ = 0, releases_before_ = 0;
  LockedTeam<TickLock> team_;
};

}  // namespace

PARALLAX_RUNTIME(gil_ticks, GilTicks);

}  // namespace parallax
