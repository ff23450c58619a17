// SPDX-License-Identifier: MIT
#include "benches/harness/chosen_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "benches/harness/conductor/launcher.hpp"
#include "benches/harness/matrix.hpp"
#include "benches/harness/parameter_check.hpp"
#include "benches/harness/process_limit.hpp"
#include "benches/harness/selection.hpp"
#include "benches/harness/time_limit.hpp"
#include "runtimes/registry.hpp"
#include "support/standard_streams.hpp"

namespace parallax {
namespace {

// Of those whose kernel or probe the words or the filter name, or that has other cells.
std::vector<std::string> reasons(const std::vector<Refusal>& refused, const std::vector<Cell>& cells,
                                 const Options& options) {
  const std::string filter = options.benchmark_flag("benchmark_filter").value_or("");
  std::vector<std::string> whys;
  for (const Refusal& one : refused) {
    const auto is_its = [&](const Cell& cell) { return cell.subject->kernel() == one.subject; };
    const auto names_it = [&](const std::string& word) { return word.find(one.subject) != word.npos; };
    if ((names_it(filter) && filter.front() != '-') ||
        std::any_of(options.words.begin(), options.words.end(), names_it) ||
        std::any_of(cells.begin(), cells.end(), is_its))
      whys.push_back(one.why);
  }
  return whys;
}

}  // namespace

std::vector<Cell> chosen_cells(const Options& options) {
  const auto filter = options.benchmark_flag("benchmark_filter").value_or("all");
  std::vector<Refusal> refused;
  std::vector<Cell> cells = matrix(options, refused);
  try {
    cells = named(matching(std::move(cells), filter), options.words);
  } catch (const UsageError&) {
    const auto whys = reasons(refused, {}, options);
    if (whys.empty()) throw;
    throw UsageError(whys.front());  // that is why there are none
  }
  for (const std::string& why : reasons(refused, cells, options)) tell("bench: left out: {}\n", why);
  require_used_parameters(options.parameters, cells);
  const std::string left_out = leave_out_too_slow(cells, options.timeout, options.iterations);
  const std::string too_many = leave_out_too_many_processes(cells, process_limit());
  for (const std::string& text : {left_out, too_many})
    if (!text.empty()) tell("bench: {}\n", text);
  return cells;
}

bool asks_for_ranks(const Options& options) {
  if (options.mpi_launcher != default_launcher) return true;
  const std::string filter = options.benchmark_flag("benchmark_filter").value_or("");
  for (const RuntimeEntry* entry : runtimes()) {
    if (!entry->facts.launched) continue;
    const std::string name(entry->facts.name);
    const auto names_it = [&](const std::string& word) { return word.find(name) != std::string::npos; };
    if (std::count(options.runtimes.begin(), options.runtimes.end(), name) > 0 ||
        std::any_of(options.words.begin(), options.words.end(), names_it) ||
        (names_it(filter) && filter.front() != '-'))
      return true;
  }
  return false;
}

}  // namespace parallax
