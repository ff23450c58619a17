// SPDX-License-Identifier: MIT
//
// The usual kernel: a small struct that says what one item is. MapKernel states what it must have, and MapWork makes
// a MapJob of it.
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "benches/kernel_facts.hpp"
#include "benches/result.hpp"
#include "benches/work.hpp"
#include "runtimes/arena.hpp"
#include "runtimes/job.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

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

}  // namespace parallax
