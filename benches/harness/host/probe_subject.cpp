// SPDX-License-Identifier: MIT
//
// A probe's mechanism under its load as the subject of a cell. It has no result that could be compared.
#include <string>

#include "benches/harness/host/measuring.hpp"
#include "benches/harness/subject.hpp"
#include "runtimes/mpi/service.hpp"

namespace parallax {
namespace {

class ProbeSubject final : public Subject {
 public:
  ProbeSubject(const ProbeEntry& probe, std::string_view mechanism) : probe_(probe), mechanism_(mechanism) {}

  std::string_view kernel() const override { return probe_.facts.name; }
  std::string_view runtime() const override { return mechanism_; }
  std::array<std::string_view, max_parameters> parameter_names() const override {
    return names_of(probe_.facts.parameters);
  }
  bool needs_launcher() const override { return probe_.facts.launched; }
  std::size_t bytes_per_item(const Case& parameters) const override {
    return probe_.bytes_per_item(parameters);
  }

  Overhead overhead(const Case&, int workers) const override {
    return {.start_seconds = probe_.facts.launched ? 0.6 + 0.1 * workers : 0.02, .iteration_seconds = 0};
  }

  Measurement measure(const Order& order, const ConductorLink& conductor) const override {
    return measure_probe(probe_, order, conductor);
  }

  void release(Ranks& ranks) const override { end_service(ranks); }
  // Rank 0 has the others sent what they need.
  void serve(const Order&, Ranks& ranks) const override { RankService(ranks).serve(); }

 private:
  const ProbeEntry& probe_;
  const std::string mechanism_;
};

}  // namespace

std::shared_ptr<const Subject> probe_subject(const ProbeEntry& probe, std::string_view mechanism) {
  return std::make_shared<ProbeSubject>(probe, mechanism);
}

}  // namespace parallax
