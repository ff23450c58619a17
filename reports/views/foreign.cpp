// SPDX-License-Identifier: MIT
#include "reports/views/foreign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "support/units.hpp"

namespace parallax::reports {
namespace {

constexpr std::string_view skipped = "not supported: ";

std::string counter_as_it_is(const std::string& name, double value) {
  if (name == "items_per_second") return fmt::format("items {}/s", scaled_text(value));
  if (name == "bytes_per_second") return fmt::format("bytes {}/s", bytes_text(value));
  return fmt::format("{} {:.5g}", name, value);
}

}  // namespace

bool is_foreign(const Views& views) {
  return std::all_of(views.rows.begin(), views.rows.end(), [](const Row& row) { return is_foreign(row); });
}

std::vector<std::size_t> foreign_rows(const Views& views) {
  std::vector<std::size_t> rows;
  for (std::size_t index = 0; index < views.rows.size(); ++index)
    if (is_foreign(views.rows[index])) rows.push_back(index);
  return rows;
}

std::string foreign_message(const Row& row) {
  if (row.status == Status::not_supported && row.message.rfind(skipped, 0) == 0)
    return "skipped: " + row.message.substr(skipped.size());
  if (row.status == Status::failed && row.message.rfind("failed", 0) != 0) return "failed: " + row.message;
  return row.message;
}

std::string foreign_counters(const Row& row) {
  std::string text;
  const auto add = [&](const std::string& one) { text += (text.empty() ? "" : ", ") + one; };
  for (const auto& [name, estimate] : row.counters) add(counter_as_it_is(name, estimate.value));
  for (const auto& [name, value] : row.odd_counters) add(name + ' ' + value);
  return text;
}

std::string program_of(const Source& source) {
  return source["executable"].empty() ? source.file : std::string(source["executable"]);
}

std::string foreign_counts(const Views& views) {
  return fmt::format("{} benchmark{}, {} failed, {} skipped", views.rows.size(),
                     views.rows.size() == 1 ? "" : "s", views.failures.size(), views.unsupported.size());
}

}  // namespace parallax::reports
