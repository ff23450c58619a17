// SPDX-License-Identifier: MIT
//
// What those sleep on who wait for a word in shared memory to change: a pipe, into which those who change it
// write a byte if somebody sleeps.
//
// A futex would do the same for as long as all live. But nothing tells a sleeper on a futex that nobody is
// left who could wake it, while a pipe without writers ends: the kernel watches the peers, also those that
// have died before they did anything, and nobody has to look after them now and then. A wake-up may come
// without a reason.
#pragma once

#include <fcntl.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <climits>

#include "support/descriptor.hpp"
#include "support/pipe.hpp"

namespace parallax {

class Doorbell {
 public:
  Doorbell() {
    Pipe pipe;
    sleeper_ = std::move(pipe.read);
    ringer_ = std::move(pipe.write);
    // Ringing never waits: a full pipe wakes as well as one byte more.
    set_nonblocking(sleeper_);
    set_nonblocking(ringer_);
  }

  // For who changes the word.
  void ring() const {
    const char byte = 0;
    // Nobody there, or bytes enough already: both are fine.
    [[maybe_unused]] const ssize_t written = ringer_.get() < 0 ? 0 : write(ringer_.get(), &byte, 1);
  }
  void stop_ringing() { ringer_.reset(); }

  // For who waits: until it rings, but no longer than this; false if nobody is left who could ring.
  bool wait(std::chrono::milliseconds limit = std::chrono::milliseconds(-1)) const {
    pollfd one{.fd = sleeper_.get(), .events = POLLIN, .revents = 0};
    if (poll(&one, 1, static_cast<int>(limit.count())) <= 0) return true;
    char byte = 0;
    return read(sleeper_.get(), &byte, 1) != 0;
  }
  void stop_waiting() { sleeper_.reset(); }

  // For poll(): readable when it rings, hung up when nobody is left who could.
  int descriptor() const { return sleeper_.get(); }

 private:
  Descriptor sleeper_, ringer_;
};

}  // namespace parallax
