// SPDX-License-Identifier: MIT
//
// What a kernel is: pure, deterministic work over an index range, written once and run by every runtime.
//
// The usual kernel is a small struct that says what one item is; MapKernel below states what it must have,
// and MapWork makes a MapJob of it. A kernel of several steps (see kernels/mixed/wordcount.cpp) implements
// Work itself. Either way the last line of its file registers it, and the file's name is its name.
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "benches/result.hpp"
#include "benches/support/library_kernel.hpp"
#include "benches/support/origin_address.hpp"
#include "runtimes/arena.hpp"
#include "runtimes/graph_job.hpp"
#include "runtimes/job.hpp"
#include "runtimes/not_supported.hpp"
#include "runtimes/support/histogram.hpp"
#include "runtimes/support/topology.hpp"
#include "runtimes/tree_job.hpp"
#include "runtimes/worker.hpp"
#include "support/file_name.hpp"
#include "support/saturated.hpp"

namespace parallax {

inline constexpr std::size_t max_parameters = 6;

// How large a piece of work is. Plain data: it travels to the host as it is.
struct Case {
  std::size_t size = 0;                                // items
  std::size_t grain = 1;                               // items per chunk
  std::array<std::uint64_t, max_parameters> values{};  // of KernelFacts::parameters, in their order

  auto operator<=>(const Case&) const = default;
};

// A parameter whose values are words: 0 is the first of them.
struct ParameterWords {
  std::string_view parameter;
  std::span<const std::string_view> words;
};

// What a kernel or a probe is told beside its case. Values out of its range are refused before anything is measured.
struct Parameter {
  std::string_view name;
  std::uint64_t least = 0, most = std::numeric_limits<std::uint64_t>::max();

  constexpr Parameter() = default;
  constexpr Parameter(const char* named) : name(named) {}
  constexpr Parameter(std::string_view named, std::uint64_t from, std::uint64_t to)
      : name(named), least(from), most(to) {}
};

inline constexpr std::uint64_t day_in_microseconds = 86'400'000'000;

struct KernelFacts {
  std::string_view name;                               // the file's name and the first part of a cell's name
  std::string_view summary;                            // one line for people: what an item is
  std::array<Parameter, max_parameters> parameters{};  // unused ones have no name
  bool origin = false;                                 // sends requests to the origin
  std::size_t bytes_per_item = 0;  // moved to and from memory, where that is what an item is about
  std::span<const ParameterWords> words{};
};

// A parameter's value as people write it.
inline std::string value_text(const KernelFacts& facts, std::string_view parameter, std::uint64_t value) {
  for (const ParameterWords& one : facts.words) {
    if (one.parameter == parameter && value < one.words.size()) return std::string(one.words[value]);
  }
  return std::to_string(value);
}

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

// A kernel as people write it. An object of it is made in the host, before the runtime starts, from the case
// and the inputs; it may hold what its items need (an open file). Items see only plain data: Params, inputs,
// their index.
//
//   struct In, Out, Params;            plain data
//   static constexpr KernelFacts facts;
//   static constexpr std::array cases  what is measured by default; the smallest size first
//   K(const Case&, const Inputs&), or with a third parameter Arena&
//   Params params() const;
//   std::size_t inputs() const;        how many In there are
//   void fill(std::span<In>) const;    the inputs: the same bytes, everywhere and always
//   static Out item(const Params&, std::span<const In>, std::size_t i, Worker&);
//   std::optional<std::string> mistake(std::span<const Out>) const;      see Work::mistake
//
// and what it may have: latencies() as in Work, the functions of Guidance, and of these what is true:
//   std::string note() const           see Work::note
//   static constexpr bool reads_own_input = true
//       there is an In for each item and item i reads no other (then workers without shared memory are sent
//       no more than that)
//   static constexpr bool params_are_local = true
//       Params name descriptors: workers on other machines use those that their own process has made
//   static std::optional<std::string> check_side_effect(const Params&, std::size_t i)
//       what is wrong with what item i has left in this process beside its result, if anything is; spoils it.
//       See Work::check_side_effects
//   static void settle(const Params&)
//       finishes what those checks have begun, such as writing to a device: the next run, which may be timed,
//       is not to wait for it
//   static bool chunks_share(const Case&)
//       chunks tell each other something while they run: such work cannot be spread over machines
template <class K>
concept MapKernel = (std::constructible_from<K, const Case&, const Inputs&> ||
                     std::constructible_from<K, const Case&, const Inputs&, Arena&>)&&std::
    is_trivially_copyable_v<typename K::In>&& std::is_trivially_copyable_v<typename K::Params>&& Comparable<
        typename K::Out>&& requires(const K& kernel, const typename K::Params& params,
                                    std::span<typename K::In> to, std::span<const typename K::In> in,
                                    std::span<const typename K::Out> out, Worker& worker) {
  { K::facts } -> std::convertible_to<KernelFacts>;
  { kernel.params() } -> std::same_as<typename K::Params>;
  { kernel.inputs() } -> std::convertible_to<std::size_t>;
  { kernel.fill(to) } -> std::same_as<void>;
  { K::item(params, in, std::size_t(), worker) } -> std::same_as<typename K::Out>;
  { kernel.mistake(out) } -> std::same_as<std::optional<std::string>>;
};

// For kernels that have none of these.
struct None {};

template <MapKernel K>
class MapWork final : public Work {
 public:
  MapWork(const Case& parameters, const Inputs& inputs, Arena& arena)
      : kernel_(make(parameters, inputs, arena)) {
    using In = typename K::In;
    using Out = typename K::Out;
    using Params = typename K::Params;
    const std::span<Params> params = arena.allocate_array<Params>(1);
    params[0] = kernel_.params();
    const std::span<In> in = arena.allocate_array<In>(kernel_.inputs());
    kernel_.fill(in);
    job_ = {.kernel = K::facts.name,
            .items = parameters.size,
            .grain = parameters.grain,
            .params = std::as_bytes(params),
            .in = std::as_bytes(in),
            .in_per_item = own_input(),
            .out = std::as_writable_bytes(arena.allocate_array<Out>(parameters.size)),
            .params_are_local = params_are_local(),
            .chunks_share = chunks_share(parameters),
            .run = run};
  }

  std::span<const MapJob> jobs() const override { return {&job_, 1}; }
  std::optional<std::string> mistake() const override {
    return kernel_.mistake(view_as<const typename K::Out>(job_.out));
  }

  std::optional<std::string> check_side_effects() const override {
    if constexpr (leaves_something) {
      for (std::size_t i = 0; i < job_.items; ++i) {
        if (auto mistake = K::check_side_effect(kernel_.params(), i)) return mistake;
      }
      settle(kernel_.params());
    }
    return {};
  }

  Work::SideEffectCheck side_effect_check() const override {
    if constexpr (leaves_something) {
      return [](const MapJob& job, std::size_t item) {
        const auto params = view_as<typename K::Params>(job.params)[0];
        if (const auto mistake = K::check_side_effect(params, item)) throw std::runtime_error(*mistake);
        settle(params);
      };
    }
    return {};
  }

  std::string note() const override {
    if constexpr (requires { kernel_.note(); }) return kernel_.note();
    return {};
  }

  Histogram* latencies() const override {
    if constexpr (requires { kernel_.latencies(); }) return kernel_.latencies();
    return nullptr;
  }

 private:
  static constexpr bool leaves_something = requires(const typename K::Params& params, std::size_t i) {
    K::check_side_effect(params, i);
  };

  static void settle(const typename K::Params& params) {
    if constexpr (requires { K::settle(params); }) K::settle(params);
  }

  static constexpr std::size_t own_input() {
    if constexpr (requires { K::reads_own_input; }) return K::reads_own_input ? sizeof(typename K::In) : 0;
    return 0;
  }

  static constexpr bool params_are_local() {
    if constexpr (requires { K::params_are_local; }) return K::params_are_local;
    return false;
  }

  static bool chunks_share(const Case& parameters) {
    if constexpr (requires { K::chunks_share(parameters); }) return K::chunks_share(parameters);
    return false;
  }

  static K make(const Case& parameters, const Inputs& inputs, Arena& arena) {
    if constexpr (std::constructible_from<K, const Case&, const Inputs&, Arena&>) {
      return K(parameters, inputs, arena);
    } else {
      return K(parameters, inputs);
    }
  }

  static void run(const MapJob& job, Range range, Worker& worker) {
    // Copies, so that the compiler need not reload them after each store to `out`.
    const auto params = view_as<typename K::Params>(job.params)[0];
    const auto in = view_as<typename K::In>(job.in);
    typename K::Out* const out = view_as<typename K::Out>(job.out).data();
    for (std::size_t i = range.begin; i < range.end; ++i) out[i] = K::item(params, in, i, worker);
  }

  K kernel_;
  MapJob job_;
};

// What a kernel knows about its cases, for the matrix and the conductor: static functions of the kernel, each
// of which it may leave out.
struct Guidance {
  // How long an item waits, at least. Such items are worth more workers than there are processors, as many as
  // there are items; cases that could not end within a while are not measured by default.
  std::chrono::nanoseconds (*waiting)(const Case&) = [](const Case&) { return std::chrono::nanoseconds(0); };
  // The numbers of workers to measure with by default, where 1, 2, 4, ... would not make sense; empty: they
  // do. `serial` is measured only if 1 is among them. Any other number that is asked for must work as well.
  std::vector<int> (*workers)(const Case&) = [](const Case&) { return std::vector<int>(); };
  // A case as it is measured by default on this machine: with chunks enough for its workers, with more memory than
  // its caches hold.
  Case (*fitted)(Case, const Topology&) = [](Case parameters, const Topology&) { return parameters; };
  // A case with the same result that takes less time, for the one that makes the serial answer.
  Case (*reference_case)(Case) = [](Case parameters) { return parameters; };

  // How long a case waits at least with this many workers.
  std::chrono::nanoseconds least_time(const Case& parameters, int count) const {
    const auto at_once = static_cast<std::size_t>(count);
    return saturated_product(waiting(parameters), (parameters.size + at_once - 1) / at_once);
  }

  template <class K>
  static constexpr Guidance of() {
    Guidance guidance;
    if constexpr (requires(const Case& parameters) { K::waiting(parameters); }) guidance.waiting = K::waiting;
    if constexpr (requires(const Case& parameters) { K::workers(parameters); }) guidance.workers = K::workers;
    if constexpr (requires(const Case& parameters, const Topology& machine) {
                    K::fitted(parameters, machine);
                  })
      guidance.fitted = K::fitted;
    if constexpr (requires(const Case& parameters) { K::reference_case(parameters); })
      guidance.reference_case = K::reference_case;
    return guidance;
  }
};

// One row of the program's table of kernels; see kernels.hpp.
struct KernelEntry {
  KernelFacts facts;
  std::string_view folder;  // what its items do: "cpu", "io" or "mixed"
  std::span<const Case> cases;
  Guidance guidance;
  bool has_inputs;  // beyond its params
  std::unique_ptr<Work> (*prepare)(const Case&, const Inputs&, Arena&);
  const LibraryKernel* library = nullptr;  // of kernels that are not of the program
  // How many nodes its tree has, 0 where nobody knows; null for kernels that are no trees.
  std::uint64_t (*nodes)(const Case&) = nullptr;
  // How many tasks its graph has; null for kernels that are no graphs.
  std::uint64_t (*tasks)(const Case&) = nullptr;
  // Its nodes or tasks write memory beside their values or outputs.
  bool shares_memory = false;

  // Only maps have chunks.
  bool is_map() const { return !nodes && !tasks; }
  // What is counted as done by an iteration: items, tasks, or nodes as far as their number is known.
  std::uint64_t items(const Case& parameters) const {
    const std::uint64_t known = nodes ? nodes(parameters) : tasks ? tasks(parameters) : 0;
    return known != 0 ? known : parameters.size;
  }
};

// Kernels of several steps read at least what an earlier one has made.
template <class K>
constexpr bool has_inputs() {
  if constexpr (requires { typename K::In; }) return !std::is_same_v<typename K::In, None>;
  return true;
}

// W is the kernel's Work.
template <class W>
KernelEntry work_entry(const KernelFacts& facts, std::span<const Case> cases, const Guidance& guidance,
                       bool has_inputs, std::string_view file) {
  return {facts,
          folder_of_file(file),
          cases,
          guidance,
          has_inputs,
          [](const Case& parameters, const Inputs& inputs, Arena& arena) -> std::unique_ptr<Work> {
            return std::make_unique<W>(parameters, inputs, arena);
          },
          nullptr};
}

template <class K>
concept HasInputs = requires {
  typename K::In;
};

// The Work of a kernel that names none: for those with inputs MapWork, for all others see own_kernel.hpp.
template <class K>
struct UsualWork;

// W is the kernel's Work; K has its facts and cases.
template <class K, class W = void>
KernelEntry kernel_entry(std::string_view file) {
  if constexpr (!std::is_void_v<W>) {
    return work_entry<W>(K::facts, K::cases, Guidance::of<K>(), has_inputs<K>(), file);
  } else if constexpr (HasInputs<K>) {
    // Asked here, so that what is told is this and not all that follows from it.
    constexpr bool is_plain = std::is_trivially_copyable_v<typename K::In> &&
                              std::is_trivially_copyable_v<typename K::Params> && Comparable<typename K::Out>;
    static_assert(is_plain,
                  "In, Out and Params are plain data without padding, since they travel to other "
                  "processes: data of any other type, such as std::string, are a fixture (own_kernel.hpp)");
    if constexpr (is_plain) {
      return work_entry<MapWork<K>>(K::facts, K::cases, Guidance::of<K>(), has_inputs<K>(), file);
    } else {
      return {};
    }
  } else {
    return work_entry<typename UsualWork<K>::Type>(K::facts, K::cases, Guidance::of<K>(), false, file);
  }
}

template <class K, class = void>
consteval std::string_view kernel_name() {
  return K::facts.name;
}

// The last line of a kernel's file: `identifier` is the file's name. The build makes the table from the names
// of the files, so that a kernel which forgets this line does not link. Further arguments: the kernel's type,
// and its Work if that is not MapWork.
#define PARALLAX_KERNEL(identifier, ...)                                      \
  PARALLAX_KERNEL_ENTRY(identifier, ::parallax::kernel_name<__VA_ARGS__>()) = \
      ::parallax::kernel_entry<__VA_ARGS__>(__FILE__)

// C's linkage, so that a kernel may stand in any namespace that has a name.
#define PARALLAX_KERNEL_ENTRY(identifier, ...)                                     \
  static_assert(::parallax::is_name_of_file((__VA_ARGS__), #identifier, __FILE__), \
                "the name in a kernel's facts is not that of its file");           \
  extern "C" const ::parallax::KernelEntry parallax_kernel_##identifier;           \
  const ::parallax::KernelEntry parallax_kernel_##identifier

}  // namespace parallax
