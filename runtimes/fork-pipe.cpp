// SPDX-License-Identifier: MIT
//
// fork-pipe: forked processes that share nothing. Every input travels to its worker through a pipe, every
// result travels back through another; the caller hands out and collects, and computes nothing itself. In trees it does
// the nodes near the root and hands out what is below; in graphs it keeps the outputs.
#include <vector>

#include "runtimes/process/message_graph.hpp"
#include "runtimes/process/message_pool.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/tree_frontier.hpp"

namespace parallax {
namespace {

class ForkPipe {
 public:
  static constexpr Facts facts{.name = "fork-pipe",
                               .summary = "forked processes that share nothing, a pair of pipes for each",
                               .library = {},
                               .processes = true,
                               .shares_nothing = true,
                               .most_workers = 64,
                               .most_chunks = 100'000};

  explicit ForkPipe(const Settings& settings)
      : parts_(settings.workers == 1
                   ? 1
                   : static_cast<std::size_t>(settings.workers) * TreeFrontier::parts_per_worker),
        pool_({.workers = settings.workers}) {}

  void map(const MapJob& job) { pool_.map(job); }
  void tree(const TreeJob& job) {
    frontier_.run(job, parts_, caller_, [this](const MapJob& parts) { pool_.map(parts); });
  }
  void graph(const GraphJob& job) { graph_.run(job); }
  Usage usage() { return pool_.usage(); }
  void stop() { pool_.stop(); }

 private:
  std::size_t parts_;
  std::vector<std::byte> memory_ = std::vector<std::byte>(TreeFrontier::memory_bytes);
  TreeFrontier frontier_{memory_};
  Worker caller_{0};
  MessagePool pool_;
  MessageGraph graph_{pool_};
};

}  // namespace

PARALLAX_RUNTIME(fork_pipe, ForkPipe);

}  // namespace parallax
