// SPDX-License-Identifier: MIT
//
// What a runtime is: a strategy that brings a job's chunks to its workers.
//
// The contract, which tests/runtimes/conformance_test.cpp holds every runtime to:
//  - Constructing starts the workers, destroying stops them. No thread, process, descriptor or shared
//    memory outlives the object.
//  - The caller is worker 0 and works too (as in OpenMP and oneTBB); a runtime of n workers adds n-1. Or,
//    where work travels as messages, it hands out and collects, and all n are added.
//  - map() runs every chunk exactly once and returns when every byte of the result is visible to the
//    caller. That call is what is timed. Chunks are handed out dynamically, one at a time; a static
//    schedule is another runtime with a name of its own, never a hidden option.
//  - A chunk may wait for chunks with lower numbers, with any number of workers: start chunks in ascending
//    order, unless an idle worker can take the lower ones.
//  - If a kernel throws, map() throws once no worker runs that job any more, and the runtime stays usable.
//    If a worker dies, map() throws WorkerDied at once, every later map() does too, and destruction still
//    works.
//  - Workers on other machines have copies of the memory that was mapped when the runtime was started. What
//    the caller changes later reaches them with the jobs that read it, by push(), or, where the runtime's
//    summary says that inputs are there already, only by push().
//  - A runtime never looks inside a job's bytes, and at most one runtime exists in a process at a time.
//
// For trees (tree_job.hpp) the same holds of tree(), which a runtime may have: it does every node exactly once
// and returns when the value of the root is there. How it distributes nodes is its own matter.
//
// For graphs (graph_job.hpp) likewise of graph(): it runs every task exactly once, after its inputs, and returns when
// all outputs are there. Their params and steps are read where they lie: workers that are forked have them, and those
// with copies of memory as it was when the runtime was started, or as it was pushed.
//
// A capability is an implementation, not a flag: whoever has tree() supports trees, whoever has graph() graphs.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "runtimes/graph_job.hpp"
#include "runtimes/job.hpp"
#include "runtimes/not_supported.hpp"
#include "runtimes/settings.hpp"
#include "runtimes/tree_job.hpp"
#include "support/file_name.hpp"

namespace parallax {

// The things about a runtime that the compiler cannot see for itself.
struct Facts {
  std::string_view name;     // the file's name, the part of a cell's name, the entry of --runtimes
  std::string_view summary;  // one line for people
  std::string_view library;  // what carries it and which version; empty if nothing but the C++ library
  bool processes = false;    // workers beyond the caller are processes of their own
  bool launched = false;     // they are ranks, which an MPI launcher starts together with the caller
  // What a node of a tree or a task of a graph writes beside its value or its output stays where it ran.
  bool shares_nothing = false;
  // Workers have a job's inputs already; differs from its twin only if there are any.
  bool inputs_resident = false;
  int most_workers = 512;  // more are not measured by default, even for work that only waits
  std::size_t most_chunks = std::numeric_limits<std::size_t>::max();  // likewise, chunks of a job
  bool worker_per_chunk = false;  // every chunk has a worker of its own, which keeps nothing for the next
  bool steals = false;            // in a map, a worker's chunks follow each other but where it has stolen
  std::span<const Setting> settings{};  // its own knobs; each is recorded in the result
  // Why it does no trees, if it has no tree(); and no graphs, if it has no graph().
  std::string_view no_trees = "it hands out the items of maps, and no task of it waits for another";
  std::string_view no_graphs = no_trees;
};

// Something that a runtime counts for its own, such as the switches of a lock. `per_iteration`: it grows with
// the work, and is reported divided by the iterations.
struct Counter {
  std::string_view name;
  double value = 0;
  bool per_iteration = false;
};

// What workers outside of this process have used so far. Those inside are seen by getrusage.
struct Usage {
  double cpu_seconds = 0;
  std::uint64_t context_switches = 0;
  std::uint64_t pss_bytes = 0;  // proportional set size: a page shared by n processes counts 1/n in each
  double unsure_seconds =
      0;  // of cpu_seconds: at most so much was used while they were asked, and not before

  Usage& operator+=(const Usage& more) {
    cpu_seconds += more.cpu_seconds;
    context_switches += more.context_switches;
    pss_bytes += more.pss_bytes;
    unsure_seconds += more.unsure_seconds;
    return *this;
  }
};

// A worker's process is gone. The message names worker, signal and kernel.
class WorkerDied : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <class R>
concept Maps = requires(R& runtime, const MapJob& job) {
  { runtime.map(job) } -> std::same_as<void>;
};

template <class R>
concept DoesTrees = requires(R& runtime, const TreeJob& job) {
  { runtime.tree(job) } -> std::same_as<void>;
};

template <class R>
concept DoesGraphs = requires(R& runtime, const GraphJob& job) {
  { runtime.graph(job) } -> std::same_as<void>;
};

template <class R>
concept ReportsUsage = requires(R& runtime) {
  { runtime.usage() } -> std::same_as<Usage>;
};

// Of runtimes whose workers tell of themselves: the same but for memory.
template <class R>
concept ReportsProcessorUse = requires(R& runtime) {
  { runtime.processor_use() } -> std::same_as<Usage>;
};

// Called with the bytes of one worker's copy of something.
using TakeCopy = std::function<void(std::span<const std::byte>)>;

// Of runtimes whose workers do not share the caller's memory: each has a copy of it at the same addresses.
template <class R>
concept HasCopies = requires(R& runtime, std::span<const std::byte> part, const TakeCopy& take) {
  { runtime.push(part) } -> std::same_as<void>;
  { runtime.pull(part, take) } -> std::same_as<void>;
};

template <class R>
concept Counts = requires(R& runtime) {
  { runtime.restart_counters() } -> std::same_as<void>;
  { runtime.counters() } -> std::same_as<std::vector<Counter>>;
};

template <class R>
concept Notes = requires(const R& runtime) {
  { runtime.note() } -> std::same_as<std::string>;
};

template <class R>
concept Runtime = std::constructible_from<R, const Settings&> && Maps<R> && requires {
  { R::facts } -> std::convertible_to<Facts>;
};

// Any runtime behind one indirect call per job.
class AnyRuntime {
 public:
  virtual ~AnyRuntime() = default;
  virtual void map(const MapJob& job) = 0;
  // Throws NotSupported where there are no trees.
  virtual void tree(const TreeJob& job) = 0;
  // Likewise of graphs.
  virtual void graph(const GraphJob& job) = 0;
  // Of all workers outside of this process. Throws WorkerDied if one is gone.
  virtual Usage usage() = 0;
  // The same but for memory, which takes longer to ask for.
  virtual Usage processor_use() { return usage(); }
  // Its counters since the last restart. Not while a job runs.
  virtual void restart_counters() {}
  virtual std::vector<Counter> counters() { return {}; }
  // Makes all workers' copies of `part` what it is here; calls `take` with each worker's. Nothing happens
  // where there are no copies. Not while a job runs.
  virtual void push(std::span<const std::byte>) {}
  virtual void pull(std::span<const std::byte>, const TakeCopy&) {}
  // What readers of the result should know about this very object ("epoll, for the kernel has no io_uring").
  virtual std::string note() const { return {}; }
  // Ends the workers, as destruction does, but throws WorkerDied if one had ended already. Nothing may follow
  // but destruction.
  virtual void stop() = 0;
};

template <Runtime R>
class ErasedRuntime final : public AnyRuntime {
 public:
  explicit ErasedRuntime(const Settings& settings) : runtime_(std::in_place, settings) {}

  void map(const MapJob& job) override { runtime_->map(job); }

  void tree(const TreeJob& job) override {
    if constexpr (DoesTrees<R>) {
      runtime_->tree(job);
    } else {
      static_cast<void>(job);
      throw NotSupported("no trees: " + std::string(R::facts.no_trees));
    }
  }

  void graph(const GraphJob& job) override {
    if constexpr (DoesGraphs<R>) {
      runtime_->graph(job);
    } else {
      static_cast<void>(job);
      throw NotSupported("no graphs: " + std::string(R::facts.no_graphs));
    }
  }

  Usage usage() override {
    if constexpr (ReportsUsage<R>) return runtime_->usage();
    return {};
  }

  Usage processor_use() override {
    if constexpr (ReportsProcessorUse<R>) return runtime_->processor_use();
    return usage();
  }

  void restart_counters() override {
    if constexpr (Counts<R>) runtime_->restart_counters();
  }

  std::vector<Counter> counters() override {
    if constexpr (Counts<R>) return runtime_->counters();
    return {};
  }

  void push(std::span<const std::byte> part) override {
    if constexpr (HasCopies<R>) runtime_->push(part);
  }

  void pull(std::span<const std::byte> part, const TakeCopy& take) override {
    if constexpr (HasCopies<R>) runtime_->pull(part, take);
  }

  std::string note() const override {
    if constexpr (Notes<R>) return runtime_->note();
    return {};
  }

  void stop() override {
    if constexpr (requires { runtime_->stop(); }) runtime_->stop();
    runtime_.reset();
  }

 private:
  std::optional<R> runtime_;
};

// One row of the program's table of runtimes; see registry.hpp.
struct RuntimeEntry {
  Facts facts;
  bool trees, graphs;  // it does them
  std::unique_ptr<AnyRuntime> (*start)(const Settings&);
};

template <Runtime R>
RuntimeEntry runtime_entry() {
  return {R::facts, DoesTrees<R>, DoesGraphs<R>, [](const Settings& settings) -> std::unique_ptr<AnyRuntime> {
            return std::make_unique<ErasedRuntime<R>>(settings);
          }};
}

// The last line of a runtime's file: `identifier` is the file's name with - as _. The build makes the table
// from the names of the files, so that a runtime which forgets this line does not link.
#define PARALLAX_RUNTIME(identifier, Type)                                            \
  static_assert(::parallax::is_name_of_file(Type::facts.name, #identifier, __FILE__), \
                "the name in a runtime's facts is not that of its file");             \
  extern "C" const ::parallax::RuntimeEntry parallax_runtime_##identifier;            \
  const ::parallax::RuntimeEntry parallax_runtime_##identifier = ::parallax::runtime_entry<Type>()

}  // namespace parallax
