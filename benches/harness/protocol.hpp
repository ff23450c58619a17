// SPDX-License-Identifier: MIT
//
// What conductor and host say to each other: one Order one way, then Messages the other way, plain data over
// a socket that keeps message borders. Both ends are the same program, so there is no version to agree on.
#pragma once

#include <sys/types.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "benches/harness/answer_digest.hpp"
#include "benches/harness/trace_slice.hpp"
#include "benches/kernel.hpp"
#include "benches/support/command.hpp"
#include "benches/support/fixed_text.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/first_touch.hpp"
#include "runtimes/support/places.hpp"

namespace parallax {

// The descriptors a host finds open: the conductor's socket, and the file of the expected result.
inline constexpr int host_socket = 3;
inline constexpr int host_result_file = 4;

// One of the numbers that a kernel or a runtime has for itself: "latency_p99", "gil_switches".
struct NamedValue {
  Text<32> name;  // empty: this and all that follow are unused
  double value = 0;
};

// One host's whole task.
struct Order {
  enum class Task : std::uint8_t {
    reference,  // run serially once and write the result to the result file
    measure,    // verify against the result file, time, verify
    describe,   // load a shared library and write what it offers to the result file
    greet       // of ranks: say that they are there
  };

  Task task = Task::measure;
  pid_t conductor = 0;   // the sender
  bool control = false;  // not the runtime, but the hand-written control of this name
  Text<64> kernel;
  Text<64> runtime;
  Case parameters;
  Settings settings;
  std::int64_t iterations = 1;
  Pin pin = Pin::none;                          // where workers stay
  FirstTouch first_touch = FirstTouch::caller;  // of what the kernel has; ranks each touch what is theirs
  bool accounts = false;  // after the timed run, one more that tells where its time went
  bool trace = false;     // and one that tells what workers do and when; only with accounts
  Text<4096> corpus;
  LibraryKernel library{};  // if the kernel is of one
  Command command{};        // if it is no kernel but a program
  OriginAddress origin{};
  AnswerDigest answer{};  // for launched hosts, which have no file of it
};
static_assert(std::is_trivially_copyable_v<Order>);

// What a host has measured, per iteration unless it says otherwise.
struct Measurement {
  double seconds = 0;                     // wall time of all iterations together
  double cpu_seconds = 0;                 // CPU time of all workers, all iterations together; 0: not known
  double start_seconds = 0;               // starting the workers
  double stop_seconds = 0;                // stopping them
  double context_switches = 0;            // of all workers, all iterations together
  double pss_bytes = 0;                   // of all workers at the end of the timed run
  std::array<NamedValue, 40> counters{};  // what the runtime and the kernel have counted
  Text<256> note{};                       // what the runtime says about itself
};

// A host announces each stage before it begins, so that its death can be placed, tells pieces of its timeline if it was
// asked for one, and ends with one of the last four.
struct Message {
  enum class Kind : std::uint8_t { stage, traced, measured, wrong, failed, not_supported };

  Kind kind = Kind::stage;
  Text<1024> text;  // the stage ("timing"), or what went wrong
  Measurement measurement;
  std::array<TraceSlice, 10> slices{};  // of a timeline
  std::uint32_t slice_count = 0;        // so many of them
};
static_assert(std::is_trivially_copyable_v<Message>);

}  // namespace parallax
