// SPDX-License-Identifier: MIT
#include "reports/results/identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "reports/results/excerpt.hpp"

namespace parallax::reports {
namespace {

// Two languages on one machine have two clocks, and every program its own lists of probes and kernels.
constexpr std::array<std::string_view, 16> of_a_run{
    "date",       "executable",    "arguments",     "load_avg",      "mhz_per_cpu", "memory",
    "seed",       "clock",         "probes",        "timeout_ms",    "budget_s",    "kernels_cpu",
    "kernels_io", "kernels_mixed", "kernels_trees", "kernels_graphs"};

constexpr std::array<std::string_view, 16> asked_first{
    "host_name",    "cpu_model",  "usable_cpus",  "num_cpus", "virtual_machine", "os_kernel",
    "memory",       "topology",   "commit",       "dirty",    "compiler",        "compiler_flags",
    "kernel_flags", "build_type", "march_native", "schema"};

constexpr std::array<std::string_view, 3> must_be_stated{"commit", "compiler", "cpu_model"};

constexpr std::size_t most_differences_told = 3;

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

bool is_identity(std::string_view key) { return !holds(of_a_run, key); }

bool is_stated(const Source& source, std::string_view key) {
  return !source[key].empty() && source[key] != "unknown";
}

std::vector<std::string> context_keys(const std::vector<const Source*>& sources) {
  std::set<std::string> others;
  std::vector<std::string> keys;
  for (const auto* source : sources)
    for (const auto& entry : source->context) others.insert(entry.key);
  for (const auto key : asked_first)
    if (others.erase(std::string(key)) > 0) keys.emplace_back(key);
  keys.insert(keys.end(), others.begin(), others.end());
  return keys;
}

std::vector<ContextDifference> identity_differences(const Source& one, const Source& other) {
  std::vector<ContextDifference> found;
  for (const auto& key : context_keys({&one, &other}))
    if (is_identity(key) && is_stated(one, key) && is_stated(other, key) && one[key] != other[key])
      found.push_back({key, std::string(one[key]), std::string(other[key])});
  return found;
}

std::string differences_text(const std::vector<ContextDifference>& differences) {
  std::string text;
  const auto told = std::min(differences.size(), most_differences_told);
  for (std::size_t i = 0; i < told; ++i)
    text +=
        fmt::format("{}{} ({}; {})",
                    i == 0                        ? ""
                    : i + 1 == differences.size() ? " and "
                                                  : ", ",
                    excerpt(differences[i].key), excerpt(differences[i].one), excerpt(differences[i].other));
  return told < differences.size() ? text + fmt::format(" and {} more", differences.size() - told) : text;
}

std::string_view missing_identity(const Source& source) {
  for (const auto key : must_be_stated)
    if (!is_stated(source, key)) return key;
  return {};
}

}  // namespace parallax::reports
