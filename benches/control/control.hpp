// SPDX-License-Identifier: MIT
//
// Controls: a kernel and a runtime joined by hand, without the common interface, measured in the same run. If
// the common interface costs more than the machine's noise, this is where it shows, and it is our bug.
#pragma once

#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <type_traits>

#include "runtimes/mpi/library.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

struct Control {
  std::string_view kernel;   // whose inputs and outputs it uses
  std::string_view runtime;  // whose twin it is
  std::unique_ptr<AnyRuntime> (*start)(const Settings&);
  // Whether it is written for a cell with these values of the kernel's parameters; null: for every cell.
  bool (*is_for)(std::span<const std::uint64_t> parameters) = nullptr;
};

std::span<const Control> openmp_controls();
std::span<const Control> tbb_controls();
std::span<const Control> mpi_controls();

// What the other ranks do while rank 0 runs the control of this runtime.
MpiLibrary::ByHand control_on_ranks(std::string_view runtime);

// All that could be built.
std::span<const Control> controls();
const Control* find_control(std::string_view kernel, std::string_view runtime);

// What a control sees of a job: its numbers. Never `run`, which is the common interface.
inline std::span<const std::uint64_t> numbers_in(const MapJob& job) {
  return {reinterpret_cast<const std::uint64_t*>(job.in.data()), job.in.size() / sizeof(std::uint64_t)};
}
inline std::uint64_t* numbers_out(const MapJob& job) {
  return reinterpret_cast<std::uint64_t*>(job.out.data());
}

// The value of a node of `fib`, as the tree's kernel has it.
struct FibValue {
  std::uint64_t nodes, value;
};
inline FibValue sum_of(const FibValue& left, const FibValue& right) {
  return {1 + left.nodes + right.nodes, left.value + right.value};
}
inline FibValue serial_fib(std::uint64_t n) {
  return n < 2 ? FibValue{1, n} : sum_of(serial_fib(n - 1), serial_fib(n - 2));
}
inline std::uint64_t fib_root(const TreeJob& job) {
  return *reinterpret_cast<const std::uint64_t*>(job.root.data());
}
inline FibValue& fib_out(const TreeJob& job) { return *reinterpret_cast<FibValue*>(job.out.data()); }

// A control as the host runs it: `Base` is started and stopped like the runtime whose twin this is.
template <class Base, class Job = MapJob>
class ControlRuntime final : public AnyRuntime {
 public:
  using Loop = void (*)(Base&, const Job&);
  ControlRuntime(const Settings& settings, Loop loop) : base_(std::in_place, settings), loop_(loop) {}

  void map(const MapJob& job) override { run(job); }
  void tree(const TreeJob& job) override { run(job); }
  void graph(const GraphJob& job) override { run(job); }
  Usage usage() override { return {}; }
  void stop() override { base_.reset(); }

 private:
  void run(const auto& job) {
    if constexpr (std::is_invocable_v<Loop, Base&, decltype(job)>) {
      loop_(*base_, job);
    } else {
      throw std::logic_error("this control is of another shape");
    }
  }

  std::optional<Base> base_;
  Loop loop_;
};

}  // namespace parallax
