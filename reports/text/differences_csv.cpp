// SPDX-License-Identifier: MIT
#include "reports/text/differences_csv.hpp"

#include <unordered_map>

#include "reports/text/csv_line.hpp"

namespace parallax::reports::text {
namespace {

constexpr std::string_view differences_heading =
    "result,files,name,kernel,runtime,workers,size,grain,parameters,control,status,repetitions,median_s,low_"
    "s,high_s,"
    "confidence,ratio_to_first,ratio_low,ratio_high,resolved_from_first\r\n";

void add_estimate(CsvLine& line, const std::optional<Estimate>& estimate) {
  const auto* interval = estimate && estimate->interval() ? &*estimate->interval() : nullptr;
  line.add(estimate ? std::optional(estimate->point()) : std::nullopt);
  line.add(interval ? std::optional(interval->low) : std::nullopt);
  line.add(interval ? std::optional(interval->high) : std::nullopt);
}

std::string compared_line(const ComparedResult& result, const Row& row, const OneDifference* difference) {
  CsvLine line;
  line.add(result.name)
      .add(result.files)
      .add(row.name)
      .add(row.id.kernel)
      .add(row.id.runtime)
      .add(row.id.workers);
  line.add(row.id.size).add(row.id.grain).add(parameters_text(row.id)).add(row.id.control ? "yes" : "no");
  line.add(status_name(row.status)).add(std::optional(static_cast<std::int64_t>(row.repetitions)));
  add_estimate(line, row.seconds);
  line.add(row.seconds && row.seconds->interval() ? std::optional(row.seconds->interval()->confidence)
                                                  : std::nullopt);
  add_estimate(line, difference ? difference->ratio.estimate : std::nullopt);
  line.add(!difference || !difference->ratio.estimate ? "" : difference->resolved ? "yes" : "no");
  return line.text();
}

}  // namespace

std::string differences_csv(const Differences& found, const std::vector<Views>& results) {
  std::string text(differences_heading);
  for (std::size_t k = 0; k < results.size(); ++k) {
    std::unordered_map<std::size_t, const OneDifference*> of_rows;
    if (k > 0)
      for (const auto& cell : found.cells)
        if (const auto& one = cell.others[k - 1]; one.row) of_rows.emplace(*one.row, &one);
    for (std::size_t i = 0; i < results[k].rows.size(); ++i) {
      const auto difference = of_rows.find(i);
      text += compared_line(found.results[k], results[k].rows[i],
                            difference == of_rows.end() ? nullptr : difference->second);
    }
  }
  return text;
}

}  // namespace parallax::reports::text
