// SPDX-License-Identifier: MIT
//
// GoogleTest's main(), of a program that can be started once more as a worker, as `bench` can.
#include <gmock/gmock.h>

#include "benches/probes/life/starter.hpp"

int main(int words, char** arguments) {
  if (int status = 0; parallax::serve_as_hello_worker(words, arguments, status)) return status;
  ::testing::InitGoogleMock(&words, arguments);
  return RUN_ALL_TESTS();
}
