// SPDX-License-Identifier: MIT
//
// The workers of a probe: threads or forked processes that all do the same order at the same time, again and
// again, while whoever gave it waits.
//
// The caller takes no part in the work, so that it never waits for a lock or a message whose owner is dead:
// it sleeps until all have done their order or one of them has ended, and then ends the others. Between
// orders all of them sleep.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "benches/probes/primitives/shared.hpp"
#include "benches/probes/primitives/sharing.hpp"
#include "runtimes/process/child.hpp"
#include "runtimes/runtime.hpp"
#include "support/descriptor.hpp"
#include "support/futex.hpp"

namespace parallax {

class Crew {
 public:
  // What each member does with an order. An exception ends a member that is a process, and this process if it
  // is a thread.
  using Body = std::function<void(int member, std::int64_t order)>;

  // Starts the members, 0 ... members-1. Processes see what the body refers to as it was at this moment, and
  // each has its own copy of it, but for memory that is shared.
  Crew(Sharing sharing, int members, Body body);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  // Has every member do this order; they begin together. Returns when the last has done it. Throws WorkerDied
  // if one ends instead, and from then on always.
  void run(std::int64_t order);
  // Of the members that are processes. Throws as run() does.
  Usage usage();
  // Whether it was an exception that ended a member, if one has ended.
  bool failed() const { return page_->failed; }
  // Of a member that is a process.
  pid_t pid(int member) const { return children_.at(static_cast<std::size_t>(member)).pid(); }

 private:
  struct Page {
    FutexWord orders = 0;  // given so far: what idle members sleep on
    std::atomic<std::int64_t> order = 0;
    std::atomic<bool> ending = false;
    std::atomic<int> present = 0;  // members at the start line
    FutexWord started = 0;         // orders that all have begun
    std::atomic<int> done = 0;     // members that have done this order
    std::atomic<bool> failed = false;
    char error[512] = {};
  };

  void serve(int member);
  void serve_or_tell(int member);
  void line_up(std::uint32_t number);
  void wait_for_all();
  void end();
  [[noreturn]] void throw_worker_died(std::size_t member);
  void require_all();

  const int members_;
  const std::chrono::nanoseconds spin_;
  Body body_;
  Shared<Page> page_;
  Descriptor all_done_;
  std::vector<std::thread> threads_;
  std::vector<Child> children_;
  std::string lost_;  // why there is no crew any more
};

}  // namespace parallax
