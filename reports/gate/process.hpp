// SPDX-License-Identifier: MIT
// Runs a program that is not trusted to end, to be quiet or to clean up.
#pragma once

#include <signal.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "support/descriptor.hpp"

namespace parallax::reports::gate {

struct Launch {
  std::vector<std::string> command;                              // the first is the file; no search in PATH
  std::string file{};                                            // if it is another one than the first word
  std::vector<std::pair<std::string, std::string>> environment;  // added to ours
  double time_limit = 60;                                        // seconds
  std::size_t most_output = 1 << 20;                             // bytes kept of each stream: the last ones
};

struct Ended {
  enum How { exited, signalled, timed_out, interrupted, not_started } how = not_started;
  int code = 0;            // exit status, signal, or errno
  std::string out, error;  // standard output and standard error
  bool out_cut = false;    // there was more output than was kept
  double seconds = 0;      // wall time
  double cpu_seconds = 0;  // of it and all processes that it waited for
  double memory = 0;       // bytes: the largest resident set among them

  // "exited with status 3: <last line of standard error>", "was killed by signal 11 (Segmentation fault)",
  // ...
  std::string text() const;
  // The last line of standard error, without Google Benchmark's greeting.
  std::string last_words() const;
};

// Keeps SIGINT, SIGTERM and SIGHUP from ending this process; they end the program that runs instead.
class Interruptions {
 public:
  Interruptions();
  ~Interruptions();
  Interruptions(const Interruptions&) = delete;
  Interruptions& operator=(const Interruptions&) = delete;

  int descriptor() const { return descriptor_.get(); }
  const sigset_t& original_mask() const { return original_; }
  int signal();  // the first that came, or 0

 private:
  sigset_t original_{};
  Descriptor descriptor_;
  int seen_ = 0;
};

// Runs it to its end in a process group of its own, with address space randomisation on, whatever it would
// rather have. When this returns it has ended, and so have all processes that it left behind. Never throws
// for what the program does; throws std::system_error if we have no descriptors, memory or processes.
Ended run_process(const Launch& launch, Interruptions& interruptions);

}  // namespace parallax::reports::gate
