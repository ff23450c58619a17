// SPDX-License-Identifier: MIT
//
// Part of every program of tests: signals do what they do at a terminal, however the tests were started. In the background of a
// shell, or under nohup, they would be ignored, by programs under test, too.
#include <signal.h>

#include <initializer_list>

namespace {

[[maybe_unused]] const bool are_default = [] {
  for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE}) signal(number, SIG_DFL);
  return true;
}();

}  // namespace
