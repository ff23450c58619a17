// SPDX-License-Identifier: MIT
#include "reports/results/given_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

#include "reports/results/file_kind.hpp"
#include "reports/results/result_text.hpp"
#include "support/suggestion.hpp"

namespace parallax::reports {
namespace {

namespace fs = std::filesystem;

// Regular files of an ending, the newest first. A folder that cannot be read has none.
std::vector<fs::path> newest_first(const fs::path& folder, std::string_view ending) {
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const auto name = entry->path().filename().string();
    std::error_code gone;
    const auto changed = fs::last_write_time(entry->path(), gone);
    if (!gone && entry->is_regular_file(gone) && name.size() > ending.size() &&
        name.compare(name.size() - ending.size(), ending.size(), ending) == 0)
      found.emplace_back(changed, entry->path());
  }
  std::sort(found.rbegin(), found.rend());
  std::vector<fs::path> files;
  for (auto& [changed, file] : found) files.push_back(std::move(file));
  return files;
}

// What is in a folder without results, as far as it helps.
std::string instead_of_results(const fs::path& folder) {
  if (const auto packed = newest_first(folder, ".json.gz"); !packed.empty())
    return fmt::format("report {} shows what is packed", packed.front().string());
  if (newest_results(folder / "results")) return fmt::format("{} does", (folder / "results").string());
  return "scripts/bench makes one";
}

// Of a file that is not there: one of nearly the same name, or the newest of all.
std::string instead_of_missing(const fs::path& file) {
  std::error_code ignored;
  if (const fs::path journal = file.string() + ".journal"; fs::exists(journal, ignored))
    return fmt::format("its run was cut off, and {} has what it had measured", journal.string());
  if (const auto ending = file.extension(); ending == ".html" || ending == ".htm")
    return fmt::format("-o {} says where the page goes", file.string());
  const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::vector<std::string> names;
  for (const auto& there : newest_first(folder, ".json")) names.push_back(there.filename().string());
  if (const auto near = nearest(file.filename().string(), names); !near.empty())
    return fmt::format("did you mean {}?", (file.parent_path() / near).string());
  if (const auto newest = newest_results("results"))
    return fmt::format("the newest here is {}", newest->string());
  return "scripts/bench makes result files, in results/";
}

}  // namespace

std::optional<fs::path> newest_results(const fs::path& folder) {
  for (const auto& file : newest_first(folder, ".json"))
    if (kind_of_file(file) == FileKind::results) return file;
  return {};
}

fs::path results_named(const fs::path& name) {
  std::error_code error;
  if (!fs::is_directory(name, error)) return name;
  if (const auto newest = newest_results(name)) return *newest;
  throw ResultsError(
      fmt::format("{}: is a folder without a result file; {}", name.string(), instead_of_results(name)));
}

Results read_given(const fs::path& file) {
  std::error_code ignored;
  const bool is_stream = file == "-";
  if (!is_stream && fs::status(file, ignored).type() == fs::file_type::not_found)
    throw ResultsError(fmt::format("{}: there is no such file; {}", file.string(), instead_of_missing(file)));
  const ResultText text(file);
  try {
    return read_results(text);
  } catch (const ResultsError& error) {
    const auto kind = kind_of_text(text.beginning());  // of what is in it, if it was packed
    // Results were found between other lines.
    const bool is_syntax = dynamic_cast<const JsonError*>(&error) != nullptr;
    if (!is_syntax && (kind == FileKind::text || kind == FileKind::console || kind == FileKind::other)) throw;
    if (const auto json = fs::path(file).replace_extension(".json");
        json != file && (kind == FileKind::page || kind == FileKind::text) && fs::exists(json, ignored))
      throw ResultsError(fmt::format("{}: is {}, not a result file; did you mean {}?", file.string(),
                                     kind_name(kind), json.string()));
    if (const auto why = wrong_kind_text(file, FileKind::results, kind); !why.empty())
      throw ResultsError(why);
    throw;
  }
}

}  // namespace parallax::reports
