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
#include <vector>

#include "benches/harness/cell.hpp"
#include "benches/harness/conductor/host_process.hpp"
#include "benches/harness/conductor/launcher.hpp"
#include "benches/origin/origin_service.hpp"
#include "benches/support/interruption.hpp"
#include "runtimes/support/descriptor.hpp"

namespace parallax {

class Conductor {
 public:
  struct Options {
    std::vector<std::string> host_command;      // the program that is a host, and its arguments
    std::vector<std::string> rank_command{};    // the program that is a rank, and its arguments
    std::optional<Launcher> launcher{};         // of ranks
    std::chrono::milliseconds timeout{60'000};  // for one host, from its start to its answer
    Settings settings;                          // but for the number of workers, which the cell has
    std::string corpus;
    std::vector<std::string> origin_command{};      // the program that is our own origin, and its arguments
    std::string origin_address = loopback_address;  // where it listens
    std::string origin_url{};  // of an HTTP server to be used instead of our own; or empty
  };

  // `interruption` must outlive the conductor.
  Conductor(Options options, Interruption& interruption);

  // Runs the cell's jobs this many times in a host of its own, with an origin beside it if the kernel sends
  // requests. The first time a kernel and case are seen,
  // another host makes the serial answer, which is kept for all later ones.
  Outcome run(const Cell& cell, std::int64_t iterations);

  // The signal that interrupted a run, 0 if none.
  int interrupted() const { return interruption_.signal(); }

 private:
  Outcome measure(const Cell& cell, std::int64_t iterations);
  Outcome conduct(Order order, const std::string& label, int result_file);
  Outcome converse(HostProcess& host, const std::string& program);
  HostCommand host_for(const Order& order) const;
  Order order_for(const Cell& cell);

  Options options_;
  Interruption& interruption_;
  std::optional<LauncherEnvironment> launcher_environment_;  // made when it is first needed
  OriginService origin_;
  struct Reference {
    Descriptor file;
    AnswerDigest digest;
  };
  std::map<std::string, Reference> references_;          // serial answers, by kernel and case
  std::map<std::string, Outcome> timed_out_references_;  // those that took too long
};

}  // namespace parallax
