// SPDX-License-Identifier: MIT
//
// fork-pipe: forked processes that share nothing. Every input travels to its worker through a pipe, every
// result travels back through another; the caller hands out and collects, and computes nothing itself.
#include "runtimes/process/message_pool.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {
namespace {

class ForkPipe {
 public:
  static constexpr Facts facts{.name = "fork-pipe",
                               .summary = "forked processes that share nothing, a pair of pipes for each",
                               .library = {},
                               .processes = true,
                               .most_workers = 64,
                               .most_chunks = 100'000};

  explicit ForkPipe(const Settings& settings) : pool_({.workers = settings.workers}) {}

  void map(const MapJob& job) { pool_.map(job); }
  Usage usage() { return pool_.usage(); }
  void stop() { pool_.stop(); }

 private:
  MessagePool pool_;
};

}  // namespace

PARALLAX_RUNTIME(fork_pipe, ForkPipe);

}  // namespace parallax
