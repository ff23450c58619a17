// SPDX-License-Identifier: MIT
#include "reports/views/result_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>

#include "reports/results/excerpt.hpp"
#include "reports/results/identity.hpp"

namespace parallax::reports {
namespace {

constexpr std::size_t commit_letters = 12;

const Source& first_source(const Views& views) { return views.sources.front(); }

std::string files_of(const Views& views) {
  const auto& file = first_source(views).file;
  return views.sources.size() == 1 ? file : fmt::format("{} and {} more", file, views.sources.size() - 1);
}

// What each result is called by one key; nothing if two would be called the same, or one nothing at all.
template <class Name>
std::vector<std::string> names_by(const std::vector<Views>& results, Name name) {
  std::vector<std::string> names;
  std::set<std::string> different;
  for (const auto& views : results) {
    names.push_back(name(first_source(views)));
    if (names.back().empty() || !different.insert(names.back()).second) return {};
  }
  return names;
}

std::vector<std::string> names_of(const std::vector<Views>& results) {
  for (const auto* key : {"host_name", "cpu_model", "commit", "compiler"}) {
    auto names = names_by(results, [&](const Source& source) {
      const auto value = is_stated(source, key) ? excerpt(source[key]) : std::string();
      return std::string_view(key) == "commit" ? value.substr(0, commit_letters) : value;
    });
    if (!names.empty()) return names;
  }
  auto names = names_by(results, [](const Source& source) {
    return excerpt(std::filesystem::path(source.file).stem().string());
  });
  if (names.empty()) names = names_by(results, [](const Source& source) { return excerpt(source.file); });
  for (std::size_t k = 0; names.size() < results.size(); ++k)
    names.push_back(fmt::format("result {}", k + 1));
  return names;
}

}  // namespace

std::vector<ComparedResult> named_results(const std::vector<Views>& results) {
  const auto names = names_of(results);
  std::vector<ComparedResult> named;
  for (std::size_t k = 0; k < results.size(); ++k)
    named.push_back({names[k], files_of(results[k]), {}, 0, 0});
  return named;
}

std::vector<ContextLine> context_lines(const std::vector<Views>& results) {
  std::vector<const Source*> sources;
  for (const auto& views : results) sources.push_back(&first_source(views));
  std::vector<ContextLine> lines;
  for (const auto& key : context_keys(sources)) {
    ContextLine line{key, {}};
    for (const auto* source : sources) line.values.emplace_back((*source)[key]);
    const auto is_other = [&](const std::string& value) { return value != line.values.front(); };
    line.differs = std::any_of(line.values.begin(), line.values.end(), is_other);
    std::set<std::string> stated;
    for (const auto* source : sources)
      if (is_stated(*source, key)) stated.emplace((*source)[key]);
    line.keeps_apart = is_identity(key) && stated.size() > 1;
    lines.push_back(std::move(line));
  }
  std::stable_partition(lines.begin(), lines.end(), [](const ContextLine& line) { return line.keeps_apart; });
  return lines;
}

}  // namespace parallax::reports
