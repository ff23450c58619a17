// SPDX-License-Identifier: MIT
//
// The two pipes between whoever starts workers and those: one way they say hello, the other way they are
// released. Both are made once and serve one worker after the other.
#pragma once

#include <chrono>
#include <optional>

#include "benches/probes/life/hello.hpp"
#include "support/descriptor.hpp"

namespace parallax {

class HelloPipes {
 public:
  // Throws std::system_error("pipe2").
  HelloPipes();

  // The worker's ends, closed in every program that is exec'ed unless it is told otherwise.
  int hello() const { return to_parent_.get(); }
  int leave() const { return from_parent_.get(); }

  // What a worker says, nothing if none does within `patience`.
  std::optional<Hello> receive(std::chrono::milliseconds patience);
  // Lets one worker end that stays.
  void release() const;

 private:
  Descriptor hears_, to_parent_, from_parent_, lets_go_;
};

}  // namespace parallax
