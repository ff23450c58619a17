// SPDX-License-Identifier: MIT
//
// What a cell is a measurement of: a kernel under a runtime, a kernel's hand-written control, a probe's mechanism,
// or somebody's whole program. Names are resolved once, when the matrix is made, and once more in the host, which gets them by
// message; nobody asks again which of the three it is.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "benches/control/control.hpp"
#include "benches/kernel.hpp"
#include "benches/probe.hpp"
#include "benches/support/command.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

struct ConductorLink;
struct Measurement;
struct Order;
class Ranks;

inline std::array<std::string_view, max_parameters> names_of(
    const std::array<Parameter, max_parameters>& parameters) {
  std::array<std::string_view, max_parameters> names;
  for (std::size_t i = 0; i < max_parameters; ++i) names[i] = parameters[i].name;
  return names;
}

class Subject {
 public:
  virtual ~Subject() = default;

  // The first part of a cell's name: of a kernel, or of a probe's load.
  virtual std::string_view kernel() const = 0;
  // The second part: of a runtime, or of a probe's mechanism.
  virtual std::string_view runtime() const = 0;
  // What a kernel's items do, by its folder: "cpu", "io", "mixed", "trees", "graphs"; else empty.
  virtual std::string_view folder() const { return {}; }
  // Written by hand, without the common interface.
  virtual bool control() const { return false; }
  virtual std::array<std::string_view, max_parameters> parameter_names() const { return {}; }
  // A parameter's value as it stands in a cell's name.
  virtual std::string parameter_text(std::string_view, std::uint64_t value) const {
    return std::to_string(value);
  }
  // Which one it is if its kernel is of a shared library, else null.
  virtual const LibraryKernel* library() const { return nullptr; }
  // Which program it is if it is one, else null.
  virtual const Command* command() const { return nullptr; }

  // How many processes so many workers are; 0 for threads, and for ranks, which may be elsewhere.
  virtual int processes(int) const { return 0; }

  // What the conductor has to have ready.
  virtual bool needs_origin() const { return false; }    // it sends requests
  virtual bool needs_launcher() const { return false; }  // its host is the first of as many ranks as workers
  // The case whose serial answer its result is compared with; nothing if there is none to compare.
  virtual std::optional<Case> reference(const Case&) const { return {}; }

  // What an iteration counts as done.
  virtual std::uint64_t items(const Case& parameters) const { return parameters.size; }
  // Whether its work is a tree of tasks.
  virtual bool is_tree() const { return false; }
  // Whether it is a graph of tasks that wait for each other.
  virtual bool is_graph() const { return false; }
  // Moved by an item; 0 where that is not what an item is about.
  virtual std::size_t bytes_per_item(const Case&) const { return 0; }
  // How long a case lasts at least with so many workers, because its items wait.
  virtual std::chrono::nanoseconds least_time(const Case&, int) const { return {}; }

  // A guess at what the runtime adds, for plans: to a host with so many workers, and to an iteration.
  struct Overhead {
    double start_seconds = 0.01;
    double iteration_seconds = 0;
  };
  virtual Overhead overhead(const Case&, int) const { return {}; }

  // In a host: does the order. Throws NotSupported, WrongResult or whatever kernel and runtime throw.
  virtual Measurement measure(const Order&, const ConductorLink&) const = 0;
  // In a host: makes the serial answer, gives it to the conductor and says what that took.
  virtual Measurement make_reference(const Order&, const ConductorLink&) const;

  // On ranks, for subjects that need a launcher: what rank 0 does once the order is done, and what the others
  // do all the time.
  virtual void release(Ranks&) const;
  virtual void serve(const Order&, Ranks&) const;
};

// The four kinds. The entries must outlive the subject, as those of a program's tables do.
std::shared_ptr<const Subject> kernel_subject(const KernelEntry& kernel, const RuntimeEntry& runtime);
std::shared_ptr<const Subject> control_subject(const KernelEntry& kernel, const Control& control,
                                               const RuntimeEntry& twin);
std::shared_ptr<const Subject> probe_subject(const ProbeEntry& probe, std::string_view mechanism);
std::shared_ptr<const Subject> command_subject(const Command& command);

// By the names that an order has. Throws std::runtime_error if this program has none of these names.
std::shared_ptr<const Subject> subject_of(const Order& order);

}  // namespace parallax
