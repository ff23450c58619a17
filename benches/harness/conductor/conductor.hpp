// SPDX-License-Identifier: MIT
//
// The conductor: measures a cell by having a fresh host do it. It runs no kernel itself; whatever a host does
// or suffers becomes an Outcome.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/harness/conductor/foreign_load.hpp"
#include "benches/harness/conductor/host_process.hpp"
#include "benches/harness/conductor/launch_record.hpp"
#include "benches/harness/conductor/launcher.hpp"
#include "benches/origin/origin_service.hpp"
#include "benches/support/interruption.hpp"
#include "support/descriptor.hpp"

namespace parallax {

class Conductor {
 public:
  struct Options {
    std::vector<std::string> host_command;      // the program that is a host, and its arguments
    std::vector<std::string> rank_command{};    // the program that is a rank, and its arguments
    std::optional<Launcher> launcher{};         // of ranks
    std::chrono::milliseconds timeout{60'000};  // for one host, from its start to its answer
    Pin pin = Pin::none;                        // where workers stay
    FirstTouch first_touch = FirstTouch::caller;
    bool accounts = false;  // each host makes one more run, with accounts
    bool trace = false;     // and another one with a timeline
    Settings settings;      // but for the number of workers, which the cell has
    std::string corpus;
    std::vector<std::string> origin_command{};      // the program that is our own origin, and its arguments
    std::string origin_address = loopback_address;  // where it listens
    int origin_threads = usual_origin_threads();
    std::string origin_url{};  // of an HTTP server to be used instead of our own; or empty
  };

  // `interruption` must outlive the conductor.
  Conductor(Options options, Interruption& interruption);

  // Runs the cell's jobs this many times in a host of its own, with an origin beside it if the kernel sends
  // requests. The first time a kernel and case are seen, another host makes the serial answer, which is kept
  // for all later ones.
  Outcome run(const Cell& cell, std::int64_t iterations);

  // Has a host load a shared library and say what it offers: the bytes that it writes. Else how that went wrong.
  std::variant<std::vector<std::byte>, Outcome> describe(const LibraryKernel& library);

  // Launches so many ranks that only say hello. Why that did not work, or nothing.
  std::optional<std::string> launch_trial(int workers);

  // What the serial answer of the cell's work took, which is made if it is not known yet; nothing if there is
  // none or it could not be made. Where the work waits, the answer may have been made without waiting.
  std::optional<Measurement> serial_answer(const Cell& cell);

  // The signal that interrupted a run, 0 if none.
  int interrupted() const { return interruption_.signal(); }

 private:
  struct Reference {
    Descriptor file;
    AnswerDigest digest;
    Measurement took;
  };
  using ReferenceKey = std::pair<std::string, Case>;  // kernel and case

  Outcome measure(const Cell& cell, std::int64_t iterations);
  bool knows_all_servants(const Cell& cell) const;
  // The serial answer that `order` is compared with, made if it is not known yet; or why there is none.
  std::variant<const Reference*, Outcome> reference_for(Order order, const Case& one_chunk);
  Outcome conduct(const Order& order, const std::string& label, bool launched, int result_file);
  Outcome converse(HostProcess& host, const std::string& program);
  HostCommand host_for(const Order& order, bool launched) const;
  Order order_for(const Cell& cell);

  Options options_;
  Interruption& interruption_;
  std::optional<LauncherEnvironment> launcher_environment_;  // made when it is first needed
  LaunchRecord launches_;
  OriginService origin_;
  ForeignLoad foreign_load_;
  std::map<ReferenceKey, Reference> references_;          // serial answers
  std::map<ReferenceKey, Outcome> timed_out_references_;  // those that took too long
};

}  // namespace parallax
