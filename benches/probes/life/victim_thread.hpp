// SPDX-License-Identifier: MIT
//
// A process of several threads of which one crashes: a real SIGSEGV, by a write to memory that it may not
// write to. It ends all of them, and the parent learns of it as of any process' end.
#pragma once

#include <thread>

#include "benches/probes/life/victim_process.hpp"
#include "support/futex.hpp"

namespace parallax {

class ThreadVictim final : public VictimProcess {
 public:
  static constexpr int threads = 4;  // the first one included, which is not the one that crashes

  ThreadVictim();

  void kill() override;
  void notice(std::chrono::milliseconds patience) override;
  std::int64_t killed_at() const override { return shared_.crashed_at; }
  int signal() const override { return SIGSEGV; }

 private:
  struct Shared {
    FutexWord order = 0;
    std::atomic<std::int64_t> crashed_at = 0;
  };

  void prepare_parent() override;
  void prepare_child() override;
  [[noreturn]] void wait_and_crash();

  Mapping memory_, forbidden_;
  Shared& shared_;
  std::vector<std::thread> threads_;  // in the child alone, where they are never joined
};

}  // namespace parallax
