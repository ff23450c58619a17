// SPDX-License-Identifier: MIT
//
// A way to start a worker: one at a time, started, heard, joined.
//
// Whatever happens, no worker outlives its starter: destroying one ends the worker that is not joined yet.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "benches/probe.hpp"
#include "benches/probes/life/hello_pipes.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

class Starter {
 public:
  virtual ~Starter() = default;

  // Has a worker started that says hello through the pipes. Returns when the call that starts it does.
  virtual void start(const HelloRequest& request) = 0;
  // The process in which the worker runs that was started last.
  virtual pid_t process() const = 0;
  // Whether it has ended, without waiting; for a worker that is not heard.
  virtual bool ended() = 0;
  // Waits for its end and gives its exit status, -1 if it had none. WorkerDied if that cannot be known.
  virtual int join() = 0;
  // Of all workers that were joined, and of what else there is outside of this process.
  virtual Usage usage() = 0;
  // Whether workers run in this process' memory.
  virtual bool shares_memory() const { return false; }
  // What readers of the result should know about it.
  virtual std::string note() const { return {}; }
};

// All there are, in their order.
std::vector<Mechanism> start_mechanisms();

// Throws NotSupported if this machine or build cannot do it. `pipes` must outlive it.
std::unique_ptr<Starter> make_starter(std::string_view mechanism, const HelloPipes& pipes);

// For programs that can be started once more as workers: to be called first in main(). True if this process
// is one; it has said hello then, and `status` is what it has to end with.
bool serve_as_hello_worker(int words, char** arguments, int& status);

}  // namespace parallax
