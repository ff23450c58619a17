// SPDX-License-Identifier: MIT
//
// main() of tests whose workers may be fresh programs: this very program again.
#include <gtest/gtest.h>

#include "runtimes/process/worker_main.hpp"

int main(int argc, char** argv) {
  if (const auto status = parallax::serve_as_worker(argc, argv)) return *status;
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
