// SPDX-License-Identifier: MIT
//
// A kernel under a runtime, or joined by hand with the runtime's library, as the subject of a cell.
#include "benches/harness/host/measuring.hpp"
#include "benches/harness/subject.hpp"
#include "runtimes/mpi/service.hpp"

namespace parallax {
namespace {

class KernelSubject : public Subject {
 public:
  KernelSubject(const KernelEntry& kernel, const RuntimeEntry& runtime)
      : kernel_(kernel), runtime_(runtime) {}

  std::string_view kernel() const override { return kernel_.facts.name; }
  std::string_view runtime() const override { return runtime_.facts.name; }
  std::string_view folder() const override { return kernel_.folder; }
  std::array<std::string_view, max_parameters> parameter_names() const override {
    return names_of(kernel_.facts.parameters);
  }
  std::string parameter_text(std::string_view parameter, std::uint64_t value) const override {
    return value_text(kernel_.facts, parameter, value);
  }
  const LibraryKernel* library() const override { return kernel_.library; }
  bool needs_origin() const override { return kernel_.facts.origin; }
  bool needs_launcher() const override { return runtime_.facts.launched; }
  int processes(int workers) const override {
    return runtime_.facts.processes && !runtime_.facts.launched ? workers : 0;
  }

  // Items do not depend on how many of them make a chunk.
  std::optional<Case> reference(const Case& parameters) const override {
    Case one_chunk = parameters;
    one_chunk.grain = std::max<std::size_t>(parameters.size, 1);
    return kernel_.guidance.reference_case(one_chunk);
  }

  std::uint64_t items(const Case& parameters) const override { return kernel_.items(parameters); }
  bool is_tree() const override { return kernel_.nodes != nullptr; }
  bool is_graph() const override { return kernel_.tasks != nullptr; }
  std::size_t bytes_per_item(const Case&) const override { return kernel_.facts.bytes_per_item; }
  std::chrono::nanoseconds least_time(const Case& parameters, int workers) const override {
    return kernel_.guidance.least_time(parameters, workers);
  }

  Overhead overhead(const Case& parameters, int workers) const override {
    const Facts& facts = runtime_.facts;
    const double per_chunk = facts.worker_per_chunk ? (facts.processes ? 1e-3 : 50e-6)
                             : facts.processes      ? 1e-6
                                                    : 0.1e-6;
    const double per_worker = facts.launched ? 0.1 : facts.processes ? 1e-3 : 60e-6;
    const std::uint64_t grain = !kernel_.is_map() ? 1 : std::max<std::size_t>(parameters.grain, 1);
    const std::uint64_t chunks = (kernel_.items(parameters) + grain - 1) / grain;
    return {.start_seconds = (facts.launched ? 0.6 : 0.01) + per_worker * workers,
            .iteration_seconds = per_chunk * static_cast<double>(chunks)};
  }

  Measurement measure(const Order& order, const ConductorLink& conductor) const override {
    const bool is_elsewhere = runtime_.facts.launched && order.settings.workers > 1;
    return measure_kernel(
        kernel_, {.start = runtime_.start, .is_elsewhere = is_elsewhere, .steals = runtime_.facts.steals},
        order, conductor);
  }
  Measurement make_reference(const Order& order, const ConductorLink& conductor) const override {
    return parallax::make_reference(kernel_, {.start = runtime_.start}, order, conductor);
  }

  void release(Ranks& ranks) const override { end_service(ranks); }
  // The same data at the same addresses as on rank 0, made before anything else could take them.
  void serve(const Order& order, Ranks& ranks) const override {
    Arena arena;
    std::unique_ptr<Work> work;
    std::string problem;
    try {
      work = prepare(kernel_, order, arena);
    } catch (const std::exception& error) {
      problem = error.what();
    } catch (...) {
      problem = "an exception that is not a std::exception";
    }
    RankService(ranks, problem).serve();
  }

 protected:
  const KernelEntry& kernel_;
  const RuntimeEntry& runtime_;
};

class ControlSubject final : public KernelSubject {
 public:
  ControlSubject(const KernelEntry& kernel, const Control& control, const RuntimeEntry& twin)
      : KernelSubject(kernel, twin), control_(control) {}

  bool control() const override { return true; }
  Measurement measure(const Order& order, const ConductorLink& conductor) const override {
    return measure_kernel(kernel_, {.start = control_.start, .is_counted = false}, order, conductor);
  }
  void release(Ranks& ranks) const override { ranks.mpi().end_by_hand(control_on_ranks(runtime())); }
  void serve(const Order&, Ranks& ranks) const override {
    ranks.mpi().serve_by_hand(control_on_ranks(runtime()));
  }

 private:
  const Control& control_;
};

}  // namespace

std::shared_ptr<const Subject> kernel_subject(const KernelEntry& kernel, const RuntimeEntry& runtime) {
  return std::make_shared<KernelSubject>(kernel, runtime);
}

std::shared_ptr<const Subject> control_subject(const KernelEntry& kernel, const Control& control,
                                               const RuntimeEntry& twin) {
  return std::make_shared<ControlSubject>(kernel, control, twin);
}

}  // namespace parallax
