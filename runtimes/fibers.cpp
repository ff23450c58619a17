// SPDX-License-Identifier: MIT
//
// fibers: every worker is a stackful fiber; a few threads (one by default: the caller) carry them. Where a
// kernel waits its fiber steps aside, and the thread goes on with another. So a worker costs a stack and no
// thread, and kernels run as they are written.
//
// A fiber claims chunk after chunk. A further one begins only where all others wait, or one offers to step
// aside in the middle of its chunk (checkpoint()): a job that does neither is run by one fiber for each
// thread, without a switch.
//
// Trees and graphs are shared by the threads as `steal` does it, each with a deque and a part of the points. A fiber
// takes what nobody has begun, and another one begins when it waits.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/version.hpp>
#include <cstdlib>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "runtimes/runtime.hpp"
#include "runtimes/stealing/stealing.hpp"
#include "runtimes/support/blocking_pool.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/epoll_reactor.hpp"
#include "runtimes/support/fiber_carrier.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/support/thread_team.hpp"
#include "runtimes/support/uring_reactor.hpp"

namespace parallax {
namespace {

// "Boost.Context 1.74, liburing 2.3"; Boost's macro has _ for the point.
constexpr auto library_text = [] {
  auto text = std::to_array("Boost.Context " BOOST_LIB_VERSION ", liburing " PARALLAX_LIBURING_VERSION);
  for (char& c : text) c = c == '_' ? '.' : c;
  return text;
}();
constexpr std::string_view library(library_text.data(), library_text.size() - 1);

// More calls than this that may wait at a time are not needed to keep a loop going.
constexpr std::size_t most_blocking_threads = 32;

constexpr Setting fiber_threads{.name = "fiber_threads",
                                .summary = "How many threads carry the fibers of `fibers`",
                                .default_value = 1,
                                .most = 1024};

class Fibers {
 public:
  static constexpr std::array settings{fiber_threads};
  static constexpr Facts facts{
      .name = "fibers",
      .summary = "stackful fibers on an event loop: io_uring, or epoll where that is forbidden",
      .library = library,
      .most_workers = 10'000,
      .settings = settings};

  explicit Fibers(const Settings& chosen)
      : pool_(most_blocking_threads),
        note_(start_carriers(std::min(static_cast<int>(chosen.value(fiber_threads)), chosen.workers),
                             chosen.workers)),
        memory_(Mapping::shared(Stealing::bytes(threads()))),
        stealing_(memory_.bytes(), threads(), spin_budget_for(threads())),
        team_(threads(), spin_budget_for(threads()), [this](int index) {
          carriers_[static_cast<std::size_t>(index)].work(team_, is_map_ ? nullptr : &stealing_);
        }) {}

  void map(const MapJob& job) {
    is_map_ = true;
    team_.map(job);
  }
  void tree(const TreeJob& job) { steal(job); }
  void graph(const GraphJob& job) { steal(job); }

  void restart_counters() { not_handed_out_before_ = stealing_.not_handed_out(); }
  std::vector<Counter> counters() const {
    return not_handed_out_counter(stealing_.not_handed_out() - not_handed_out_before_);
  }
  std::string note() const { return note_; }

 private:
  int threads() const { return static_cast<int>(carriers_.size()); }

  void steal(const auto& job) {
    is_map_ = false;
    stealing_.open(job);
    team_.run();
  }

  // On io_uring if that can be had, for all or for none. Returns what there is to say about it.
  std::string start_carriers(int threads, int workers) {
    const char* const wanted = std::getenv("PARALLAX_FIBERS_REACTOR");
    std::string note = "epoll, as PARALLAX_FIBERS_REACTOR says";
    if (wanted == nullptr || std::string_view(wanted) != "epoll") {
      try {
        make_carriers(threads, workers, make_uring_reactor);
        return "io_uring";
      } catch (const std::exception& error) {
        note = fmt::format("epoll, because io_uring is not available: {}", error.what());
      }
    }
    make_carriers(threads, workers, [](int, FiberQueue& ready) { return make_epoll_reactor(ready); });
    return note;
  }

  void make_carriers(int threads, int workers, FiberLoop::MakeReactor make_reactor) {
    carriers_.clear();
    for (int first = 0; first < threads; ++first)
      carriers_.emplace_back(first, threads, workers, make_reactor, pool_);
  }

  // In this order: helpers end first, then calls that are on their way back to a loop, then the loops.
  std::deque<FiberCarrier> carriers_;
  BlockingPool pool_;
  std::string note_;
  Mapping memory_;
  Stealing stealing_;
  std::uint64_t not_handed_out_before_ = 0;
  bool is_map_ = true;
  ThreadTeam team_;
};

}  // namespace

PARALLAX_RUNTIME(fibers, Fibers);

}  // namespace parallax
