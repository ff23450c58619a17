// SPDX-License-Identifier: MIT
//
// main() of tests whose workers may be fresh programs, this very program again, or ranks: rank 0 runs the
// tests, the others serve it.
#include <gtest/gtest.h>

#include <unistd.h>

#include "runtimes/mpi/plugin.hpp"
#include "runtimes/mpi/service.hpp"
#include "runtimes/process/worker_main.hpp"
#include "tests/support/launched.hpp"

namespace parallax::testing {

bool launched() { return launched_for().has_value(); }

int most_workers() {
  const parallax::Ranks* const ranks = parallax::Ranks::current();
  return ranks ? ranks->size() : 8;
}

namespace {

int main_of_rank(int argc, char** argv) {
  place_shared_mappings(symmetric_memory());
  Ranks ranks;
  int status = 0;
  if (ranks.rank() != 0) {
    RankService(ranks).serve();
  } else {
    ::testing::InitGoogleTest(&argc, argv);
    status = RUN_ALL_TESTS();
    if (ranks.abandoned()) _exit(status);  // what is left of the job does not end in order
    end_service(ranks);
  }
  ranks.leave();
  return status;
}

}  // namespace

}  // namespace parallax::testing

int main(int argc, char** argv) {
  if (const auto status = parallax::serve_as_worker(argc, argv)) return *status;
  if (parallax::testing::launched()) return parallax::testing::main_of_rank(argc, argv);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
