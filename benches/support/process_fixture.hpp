// SPDX-License-Identifier: MIT
//
// An object of any type that a job's items read, which cannot lie in shared memory because it has pointers or
// constructors. Every process that is a program of its own makes one for itself: the host, each worker that is
// a fresh program before it serves, each rank. Threads and forked workers have that of the process which they
// came from. Items find it by a number that means the same in all of these processes.
#pragma once

#include <cstdint>
#include <memory>

#include "runtimes/arena.hpp"
#include "runtimes/process/worker_preparation.hpp"
#include "runtimes/support/program_function.hpp"

namespace parallax {

class ProcessFixture {
 public:
  using Made = std::shared_ptr<const void>;
  // `seed` is plain data in the arena: all that the object may depend on.
  using Make = ProgramFunction<Made(const void* seed)>;

  // Makes the object here, and in all workers that are started from now on. Before any runtime starts. Throws
  // what `make` throws, and std::length_error if there are too many at once (64).
  ProcessFixture(Arena& arena, Make make, const void* seed);
  // After the last runtime has ended.
  ~ProcessFixture();
  ProcessFixture(const ProcessFixture&) = delete;
  ProcessFixture& operator=(const ProcessFixture&) = delete;

  std::uint32_t slot() const { return recipe_.slot; }
  // What this process has made for a slot. Throws std::logic_error if that is nothing.
  static const void* at(std::uint32_t slot);

 private:
  struct Recipe {
    std::uint32_t slot = 0;
    Make make;
    const void* seed = nullptr;
  };
  static void make(const void* recipe);

  const Recipe& recipe_;
  WorkerPreparation in_workers_;
};

}  // namespace parallax
