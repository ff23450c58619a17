// SPDX-License-Identifier: MIT
//
// The smallest program that is a worker: it says hello and ends. Linked statically, so that starting it is as
// little as exec can be.
#include "benches/probes/life/hello_program.hpp"

int main(int words, char** arguments) {
  if (!parallax::is_hello(words, arguments)) return 0;
  return parallax::hello_main(arguments);
}
