// SPDX-License-Identifier: MIT
//
// A worker that is a fresh program: this program exec'ed again with a hidden argument. It receives its order
// over a socket, maps the shared memory where its parent has it, and serves.
//
// A program that wants to start such workers calls serve_as_worker() first thing in main().
#pragma once

#include <optional>

#include "runtimes/process/starter.hpp"

namespace parallax {

// The hidden first argument; the second is the number of the socket's descriptor.
inline constexpr const char* worker_argument = "--parallax-worker";

// Exit statuses of a worker that could not begin.
inline constexpr int exit_worker_failed = 70;  // what was to be served threw
inline constexpr int exit_address_taken = 71;  // shared memory could not be mapped at its address

// The worker's whole life and its exit status if the arguments say that this process is a worker; nothing
// otherwise, and from then on this program can start workers in this way.
std::optional<int> serve_as_worker(int argc, char** argv);

// Whether serve_as_worker() has been called.
bool can_be_worker();

// What the parent sends over the socket: this, then `mappings` SharedMappings and `steps` steps of
// WorkerPreparation.
struct WorkerOrder {
  pid_t parent = 0;
  WorkerBody body;
  int number = 0;
  std::size_t mappings = 0;
  std::size_t steps = 0;
};

}  // namespace parallax
