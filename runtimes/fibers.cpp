// SPDX-License-Identifier: MIT
//
// fibers: every worker is a stackful fiber; a few threads (one by default: the caller) carry them. Where a
// kernel waits its fiber steps aside, and the thread goes on with another. So a worker costs a stack and no
// thread, and kernels run as they are written.
//
// A fiber claims chunk after chunk. A further one begins only where all others wait, or one offers to step
// aside in the middle of its chunk (checkpoint()): a job that does neither is run by one fiber for each
// thread, without a switch.
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
#include "runtimes/support/blocking_pool.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/epoll_reactor.hpp"
#include "runtimes/support/fiber_loop.hpp"
#include "runtimes/support/fiber_worker.hpp"
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

// One thread's share of the fibers: those with the numbers first, first + step, ... below workers.
class Carrier {
 public:
  Carrier(int first, int step, int workers, FiberLoop::MakeReactor make_reactor, BlockingPool& pool)
      : loop_((workers - first + step - 1) / step, make_reactor, pool),
        next_(first),
        step_(step),
        workers_(workers) {}

  // Every fiber is idle and ends now. It may be another thread that sees to it.
  ~Carrier() {
    team_ = nullptr;
    for (Carried* carried : idle_) carried->fiber.resume();
  }
  Carrier(const Carrier&) = delete;
  Carrier& operator=(const Carrier&) = delete;

  // What this thread does inside each job. An error of the loop itself leaves fibers in the middle of
  // something, so it ends the program, naming the call.
  void work(ThreadTeam& team) noexcept {
    team_ = &team;
    loop_.start();
    for (bool claimable = true;;) {
      loop_.run_ready();
      if (loop_.any_busy()) loop_.poll_if_due();
      const bool offered = loop_.take_offer();
      const bool may_begin = claimable && (!idle_.empty() || next_ < workers_);
      if (loop_.any_ready() && !(offered && may_begin)) continue;
      if (may_begin) {
        claimable = begin_next_chunk();
      } else if (loop_.any_busy()) {
        loop_.wait();
      } else {
        return;
      }
    }
  }

 private:
  struct Carried {
    Carried(Carrier& carrier, int index)
        : worker(index, carrier.loop_), fiber([this, &carrier] { carrier.carry(*this); }, carrier.workers_) {}

    FiberWorker worker;
    std::size_t chunk = Team::no_chunk;  // what to begin with
    Fiber fiber;
  };

  // In an idle fiber. False if there is no further chunk.
  bool begin_next_chunk() {
    Carried* next = nullptr;
    try {
      next = &one_idle();
    } catch (...) {  // there is no room for its stack
      team_->fail();
      return false;
    }
    next->chunk = team_->claim();
    if (next->chunk == Team::no_chunk) return false;
    idle_.pop_back();
    loop_.run(next->fiber);
    return true;
  }

  Carried& one_idle() {
    if (idle_.empty()) {
      idle_.push_back(&carried_.emplace_back(*this, next_));
      next_ += step_;
    }
    return *idle_.back();
  }

  // The life of a fiber.
  void carry(Carried& self) noexcept {
    while (team_ != nullptr) {
      try {
        for (std::size_t c = self.chunk; c != Team::no_chunk; c = team_->claim()) {
          team_->job().run(team_->job(), chunk(team_->job(), c), self.worker);
          loop_.between_chunks();
        }
      } catch (...) {
        team_->fail();
      }
      idle_.push_back(&self);
      loop_.idle();
    }
  }

  FiberLoop loop_;
  ThreadTeam* team_ = nullptr;  // none: the end
  std::deque<Carried> carried_;
  std::vector<Carried*> idle_;  // the one that ran last on top
  int next_;                    // the number of the next fiber to be made
  const int step_, workers_;
};

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
        team_(threads(), spin_budget_for(threads()),
              [this](int index) { carriers_[static_cast<std::size_t>(index)].work(team_); }) {}

  void map(const MapJob& job) { team_.map(job); }
  std::string note() const { return note_; }

 private:
  int threads() const { return static_cast<int>(carriers_.size()); }

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
  std::deque<Carrier> carriers_;
  BlockingPool pool_;
  std::string note_;
  ThreadTeam team_;
};

}  // namespace

PARALLAX_RUNTIME(fibers, Fibers);

}  // namespace parallax
