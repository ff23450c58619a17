// SPDX-License-Identifier: MIT
#include "benches/harness/trace/trace_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "benches/harness/trace/trace_json.hpp"
#include "benches/support/usage_error.hpp"
#include "support/output_file.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;

std::string_view call_of(const Subject& subject) {
  return subject.is_graph() ? "task" : subject.is_tree() ? "node" : "chunk";
}

// Neither made nor changed by this.
void require_writable(const fs::path& file) {
  std::error_code none;
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const fs::path& what = fs::exists(file, none) ? file : folder;
  const int error = fs::is_directory(file, none) ? EISDIR : access(what.c_str(), W_OK) == 0 ? 0 : errno;
  if (error != 0) throw UsageError(fmt::format("--trace={}: {}", file.string(), std::strerror(error)));
}

}  // namespace

TraceFile::TraceFile(fs::path file, std::size_t room) : file_(std::move(file)), room_(room) {
  require_writable(file_);
  std::error_code none;
  const auto size = fs::file_size(file_, none);
  replaces_ = !none && size > 0;
}

void TraceFile::add(const Cell& cell, const Outcome& outcome) {
  if (outcome.status != Status::value) return;
  const std::string name = cell.name();
  const auto known = places_.find(name);
  if (!outcome.timeline) {
    if (known == places_.end()) left_.emplace(name, false);
    return;
  }
  const std::size_t before = known == places_.end() ? 0 : slices_[known->second];
  if (outcome.timeline->size() > room_ + before) {
    if (known == places_.end()) left_[name] = true;
    return;
  }
  room_ = room_ + before - outcome.timeline->size();
  const std::size_t place = places_.emplace(name, timelines_.size()).first->second;
  if (place == timelines_.size()) {
    timelines_.emplace_back();
    slices_.emplace_back();
  }
  left_.erase(name);
  slices_[place] = outcome.timeline->size();
  timelines_[place] = timeline_of(name, call_of(*cell.subject), cell.workers, *outcome.timeline);
}

std::vector<std::string> TraceFile::remarks() const {
  std::vector<std::string> texts;
  const auto say = [&](bool for_room, std::string_view why) {
    const auto first =
        std::find_if(left_.begin(), left_.end(), [&](const auto& one) { return one.second == for_room; });
    const auto count =
        std::count_if(left_.begin(), left_.end(), [&](const auto& one) { return one.second == for_room; });
    if (count > 0)
      texts.push_back(fmt::format("{} cells have no timeline, e.g. {}: {}", count, first->first, why));
  };
  say(true, "all others have filled the room for timelines; a filter that names fewer cells leaves more");
  say(false,
      "there are accounts only of kernels under runtimes, and only of what this run has measured itself");
  return texts;
}

void TraceFile::write() const { write_whole(file_, trace_json(timelines_, remarks())); }

void TraceFile::write_cut_off() const {
  if (!replaces_ && !timelines_.empty()) write();
}

}  // namespace parallax
