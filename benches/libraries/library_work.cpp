// SPDX-License-Identifier: MIT
#include "benches/libraries/library_work.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <fstream>
#include <limits>
#include <string>

#include "benches/libraries/library.hpp"
#include "benches/libraries/library_table.hpp"
#include "benches/support/process_fixture.hpp"

namespace parallax {
namespace {

using Form = LibraryKernel::Form;

// By which every process makes the same; in the arena.
struct Seed {
  LibraryKernel kernel;
  Case parameters;
};

// What a process has made of it.
class LoadedKernel {
 public:
  explicit LoadedKernel(const Seed& seed) : library_(path_of(seed.kernel)) {
    if (library_.sha256() != seed.kernel.sha256)
      throw LibraryError(path_of(seed.kernel) + ": the library was changed since this run began");
    if (seed.kernel.form != Form::table) {
      function_ = library_.at(seed.kernel.distance);
      return;
    }
    entry_ = &entry_of(library_, seed.kernel);
    parallax_case chosen{.size = seed.parameters.size, .grain = seed.parameters.grain, .values = {}};
    std::copy_n(seed.parameters.values.begin(), std::size(chosen.values), std::begin(chosen.values));
    if (!entry_->make) return;
    data_ = entry_->make(&chosen);
    if (!data_)
      throw LibraryError(
          fmt::format("{}: make() of the kernel {} has failed", path_of(seed.kernel), entry_->name));
  }
  ~LoadedKernel() {
    if (entry_ && entry_->free && data_) entry_->free(data_);
  }
  LoadedKernel(const LoadedKernel&) = delete;
  LoadedKernel& operator=(const LoadedKernel&) = delete;

  static std::shared_ptr<const void> made(const void* seed) {
    return std::make_shared<LoadedKernel>(*static_cast<const Seed*>(seed));
  }

  void* function() const { return function_; }
  const parallax_kernel* entry() const { return entry_; }  // null for functions
  const void* data() const { return data_; }

 private:
  static std::string path_of(const LibraryKernel& kernel) {
    return std::string{std::string_view(kernel.path)};
  }

  Library library_;
  void* function_ = nullptr;
  const parallax_kernel* entry_ = nullptr;
  void* data_ = nullptr;
};

const LoadedKernel& loaded(const MapJob& job) {
  return *static_cast<const LoadedKernel*>(ProcessFixture::at(view_as<std::uint32_t>(job.params)[0]));
}

template <class Number>
void run_function(const MapJob& job, Range range, Worker&) {
  const auto function = reinterpret_cast<Number (*)(Number)>(loaded(job).function());
  Number* const out = view_as<Number>(job.out).data();
  for (std::size_t i = range.begin; i < range.end; ++i) out[i] = function(static_cast<Number>(i));
}

void run_items(const MapJob& job, Range range, Worker&) {
  const LoadedKernel& kernel = loaded(job);
  const auto item = kernel.entry()->item;
  const void* const data = kernel.data();
  const std::size_t bytes = kernel.entry()->result_bytes;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (const int status = item(data, i, job.out.data() + i * bytes))
      throw std::runtime_error(
          fmt::format("item {} of {} has failed with status {}", i, kernel.entry()->name, status));
  }
}

// What the system could still give, in bytes; all there can be if it does not say.
std::size_t available_memory() {
  std::ifstream file("/proc/meminfo");
  for (std::string word; file >> word;) {
    if (std::size_t kibibytes = 0; word == "MemAvailable:" && file >> kibibytes) return kibibytes * 1024;
  }
  return std::numeric_limits<std::size_t>::max();
}

// The results are there twice at least: the serial ones, and those that are compared with them. Without this a
// mistyped size would be told by the kernel's killing one process after the other.
std::size_t bytes_of_results(std::size_t items, std::size_t bytes) {
  const bool countable = items <= std::numeric_limits<std::size_t>::max() / bytes;
  if (!countable || items * bytes > available_memory() / 3)
    throw std::runtime_error(
        fmt::format("{} results of {} bytes, twice, need more than two thirds of the memory that there is",
                    items, bytes));
  return items * bytes;
}

class LibraryWork final : public Work {
 public:
  LibraryWork(const Case& parameters, const LibraryKernel& kernel, Arena& arena)
      : seed_(arena.make<Seed>(Seed{kernel, parameters})), fixture_(arena, &LoadedKernel::made, &seed_) {
    const auto params = arena.allocate_array<std::uint32_t>(1);
    params[0] = fixture_.slot();
    const parallax_kernel* const entry = own().entry();
    const std::size_t bytes = entry ? entry->result_bytes : sizeof(std::uint64_t);
    job_.kernel = seed_.kernel.name;
    job_.items = parameters.size;
    job_.grain = parameters.grain;
    job_.params = std::as_bytes(params);
    job_.out = arena.allocate(bytes_of_results(parameters.size, bytes));
    job_.run = kernel.form == Form::integers ? run_function<std::uint64_t>
               : kernel.form == Form::reals  ? run_function<double>
                                             : run_items;
  }

  std::span<const MapJob> jobs() const override { return {&job_, 1}; }
  bool knows_answer() const override { return own().entry() && own().entry()->mistake; }
  std::optional<std::string> mistake() const override {
    if (!knows_answer()) return {};
    const char* const text = own().entry()->mistake(own().data(), job_.out.data());
    return text ? std::optional<std::string>(text) : std::nullopt;
  }

 private:
  const LoadedKernel& own() const {
    return *static_cast<const LoadedKernel*>(ProcessFixture::at(fixture_.slot()));
  }

  const Seed& seed_;
  ProcessFixture fixture_;
  MapJob job_;
};

}  // namespace

std::unique_ptr<Work> prepare_library_work(const Case& parameters, const Inputs& inputs, Arena& arena) {
  return std::make_unique<LibraryWork>(parameters, inputs.library, arena);
}

}  // namespace parallax
