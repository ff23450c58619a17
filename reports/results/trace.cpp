// SPDX-License-Identifier: MIT
// An event is an object of the list "traceEvents". Of its members those that a report draws are kept until it ends: "ph"
// ("M" names, "X" is a piece), "pid", "tid", "ts" and "dur" in microseconds, "name", and the name among its "args".
#include "reports/results/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "reports/results/json_events.hpp"
#include "reports/results/result_text.hpp"
#include "reports/results/results.hpp"

namespace parallax::reports {
namespace {

// Objects and lists that are open while an event's members are read.
constexpr int in_list = 2, in_event = 3, in_arguments = 4;

constexpr std::size_t most_pieces = 4'000'000;

Doing doing_of(std::string_view name) {
  if (name == "getting work") return Doing::getting;
  if (name == "stealing") return Doing::stealing;
  if (name == "waiting for the others") return Doing::waiting;
  if (name == "asleep") return Doing::asleep;
  if (name == "without a processor") return Doing::no_processor;
  return Doing::calls;
}

class TraceReader final : public JsonEvents {
 public:
  explicit TraceReader(std::string file) : file_(std::move(file)) {}

  void key(std::string_view name) override {
    key_ = name;
    if (depth_ == 1) is_list_ = name == "traceEvents";
  }

  void scalar(const JsonScalar& value) override {
    if (!is_list_) return;
    if (depth_ == in_arguments && key_ == "name") named_ = value.text;
    if (depth_ != in_event) return;
    if (key_ == "name") name_ = value.text;
    if (key_ == "ph") phase_ = value.text;
    if (key_ == "pid") process_ = value.number;
    if (key_ == "tid") row_ = value.number;
    if (key_ == "ts") begin_ = value.number * 1e-6;
    if (key_ == "dur") duration_ = value.number * 1e-6;
  }

  void open(JsonKind kind) override {
    if (++depth_ == in_list && is_list_ && kind == JsonKind::array) knows_list_ = true;
    if (depth_ == in_event) {
      name_ = named_ = phase_ = {};
      process_ = row_ = begin_ = duration_ = 0;
    }
  }

  void close() override {
    if (depth_-- == in_event && is_list_) end_of_event();
  }

  std::vector<TraceCell> cells() {
    if (!knows_list_)
      throw ResultsError(
          fmt::format("{}: no timelines: it has no \"traceEvents\", which bench --trace writes", file_));
    std::vector<TraceCell> all;
    for (auto& [process, cell] : cells_) {
      TraceCell& read = all.emplace_back(TraceCell{cell.name, std::move(cell.regions), {}});
      for (auto& [row, worker] : cell.rows) {
        if (row > 0 && !worker.pieces.empty()) read.workers.push_back(std::move(worker));
      }
    }
    std::erase_if(all, [](const TraceCell& cell) { return cell.workers.empty() || cell.name.empty(); });
    return all;
  }

 private:
  struct Process {
    std::string name;
    std::vector<TracePiece> regions;
    std::map<double, TraceRow> rows;
  };

  void end_of_event() {
    Process& cell = cells_[process_];
    if (phase_ == "M" && name_ == "process_name") cell.name = named_;
    if (phase_ == "M" && name_ == "thread_name") cell.rows[row_].name = named_;
    const bool is_piece =
        phase_ == "X" && std::isfinite(begin_) && std::isfinite(duration_) && begin_ >= 0 && duration_ >= 0;
    if (!is_piece) return;
    if (++pieces_ > most_pieces)
      throw ResultsError(fmt::format("{}: more pieces than any timeline has", file_));
    const TracePiece piece{doing_of(name_), begin_, begin_ + duration_};
    if (row_ == 0)
      cell.regions.push_back(piece);
    else
      cell.rows[row_].pieces.push_back(piece);
  }

  std::string file_;
  std::map<double, Process> cells_;
  int depth_ = 0;
  bool is_list_ = false, knows_list_ = false;
  std::string key_, name_, named_, phase_;
  double process_ = 0, row_ = 0, begin_ = 0, duration_ = 0;
  std::size_t pieces_ = 0;
};

std::vector<TraceCell> read_from(JsonInput& text) {
  TraceReader reader(text.file());
  parse_json(text, reader);
  return reader.cells();
}

}  // namespace

std::vector<TraceCell> read_trace(const std::filesystem::path& file) {
  const ResultText text(file);
  JsonInput input(text.name(), text.read());
  return read_from(input);
}

std::vector<TraceCell> parse_trace(std::string_view text, const std::string& file) {
  JsonInput input(file, text);
  return read_from(input);
}

}  // namespace parallax::reports
