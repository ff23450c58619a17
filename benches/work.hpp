// SPDX-License-Identifier: MIT
//
// One kernel's data for one case, as a host prepares, runs and verifies it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <type_traits>

#include "benches/support/library_kernel.hpp"
#include "benches/support/origin_address.hpp"
#include "runtimes/graph_job.hpp"
#include "runtimes/job.hpp"
#include "runtimes/support/histogram.hpp"
#include "runtimes/tree_job.hpp"

namespace parallax {

// What the command line may give to a kernel beyond its case.
struct Inputs {
  std::string corpus;       // a text file for `wordcount`; empty for the generated text
  OriginAddress origin{};   // for kernels that say so in their facts
  LibraryKernel library{};  // which one it is, if the kernel is of a shared library
};

// One kernel's data for one case: everything its jobs point to lies in the arena it was prepared in.
class Work {
 public:
  virtual ~Work() = default;

  // One iteration: these jobs, one after the other.
  virtual std::span<const MapJob> jobs() const = 0;
  // Or one tree, and then no jobs.
  virtual const TreeJob* tree() const { return nullptr; }
  // Or one graph, and then neither.
  virtual const GraphJob* graph() const { return nullptr; }
  // What an iteration leaves: the last job's `out`, or what a tree or a graph has written.
  virtual std::span<std::byte> result() const { return jobs().back().out; }

  // Compares the result with the answer that mathematics gives, by another way than the kernel's own. Nothing
  // if it is right, else what is wrong with it.
  virtual std::optional<std::string> mistake() const = 0;
  // Whether it can: if not, all that is known of a result is that it is the serial one.
  virtual bool knows_answer() const { return true; }
  // What readers of the result should know about this case; nothing if it is as it is meant to be.
  virtual std::string note() const { return {}; }

  // Of jobs that leave something beside their results, in this process (a file of its own): whether it is
  // right, as far as all items ran here. Spoils it, so that the next run has to leave it again, and leaves
  // nothing for that run to do in its place.
  virtual std::optional<std::string> check_side_effects() const { return {}; }
  // The same for one item, on the worker that ran it, for workers that are elsewhere: throws if it is not
  // right.
  using SideEffectCheck = ProgramFunction<void(const MapJob& job, std::size_t item)>;
  virtual SideEffectCheck side_effect_check() const { return {}; }

  // Of the requests that the jobs make; null for kernels that make none.
  virtual Histogram* latencies() const { return nullptr; }
};

// A view of a job's bytes as values; the arena has aligned them to a page.
template <class T>
std::span<const T> view_as(std::span<const std::byte> bytes) {
  static_assert(std::is_trivially_copyable_v<T>);
  return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

template <class T>
std::span<T> view_as(std::span<std::byte> bytes) {
  static_assert(std::is_trivially_copyable_v<T>);
  return {reinterpret_cast<T*>(bytes.data()), bytes.size() / sizeof(T)};
}

}  // namespace parallax
