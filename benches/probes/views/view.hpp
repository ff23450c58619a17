// SPDX-License-Identifier: MIT
//
// What all operations of the probe `view` share: a runtime on ranks, seen as ipyparallel shows its engines.
// The rank that calls is the client and the others are engines; where work is divided it takes part like
// them.
//
// Invariant: memory is allocated before start(), because ranks have only what was mapped by then.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "benches/probe.hpp"
#include "benches/probes/views/block.hpp"

namespace parallax {

class View : public Probe {
 public:
  explicit View(int engines)
      : engines_(static_cast<std::size_t>(engines)),
        order_(arena_.allocate_array<FillOrder>(1)),
        filled_(allocate(ranks())) {}

  std::optional<std::string> mistake() override {
    check();
    return std::exchange(wrong_, std::nullopt);
  }
  Usage usage() override { return runtime_->usage(); }
  Usage processor_use() override { return runtime_->processor_use(); }
  std::string note() const override { return runtime_->note(); }

 protected:
  std::size_t engines() const { return engines_; }
  std::size_t ranks() const { return engines_ + 1; }
  Words allocate(std::size_t words) { return arena_.allocate_array<std::uint64_t>(words); }
  // Throws NotSupported if this program has no such runtime.
  void start(std::string_view runtime);
  AnyRuntime& runtime() { return *runtime_; }

  // Has every rank make a block of `words` words, in its own memory and with itself as the owner, so that
  // what comes from it cannot be what the caller had: at `memory`, or, if that has room for all, each at its
  // part of it. Under `mpi-static`, where every rank has an item of such a job.
  void fill_everywhere(Words memory, std::size_t words, std::uint64_t making);

  // Looks at everything that was too much to look at while time was taken, and makes it different.
  virtual void check() {}
  // Keeps the first.
  template <class... Values>
  void wrong(fmt::format_string<Values...> text, Values&&... values) {
    if (!wrong_) wrong_ = fmt::format(text, std::forward<Values>(values)...);
  }

 private:
  struct FillOrder {
    std::uint64_t* memory;
    std::size_t words, stride;
    std::uint64_t making;
  };
  static void fill_own(const MapJob& job, Range chunk, Worker& worker);

  const std::size_t engines_;
  Arena arena_;
  std::span<FillOrder> order_;
  Words filled_;  // who has done it
  std::unique_ptr<AnyRuntime> runtime_;
  std::optional<std::string> wrong_;
};

// Each is made with its memory and its runtime. `bytes` is a multiple of 8; what goes to or comes from one
// engine.
std::unique_ptr<Probe> make_push(int engines, std::size_t bytes);
std::unique_ptr<Probe> make_pull(int engines, std::size_t bytes);
std::unique_ptr<Probe> make_scatter(int engines, std::size_t bytes);
std::unique_ptr<Probe> make_gather(int engines, std::size_t bytes);

// Calls of a function with one argument and one result, of 8 bytes each.
enum class Calls {
  on_every,  // once on every rank
  divided,   // for `size` arguments in equal shares
  one,       // `size` times for one argument, on an engine that has room, each after the other's result
  balanced   // for `size` arguments, each wherever there is room
};
std::unique_ptr<Probe> make_calls(Calls kind, int engines, std::size_t size);

}  // namespace parallax
