// SPDX-License-Identifier: MIT
//
// The format: "Trace Event Format", of which these events are used: "M" names a process or a row, "X" is a piece of time.
// Pieces of one row lie within each other or beside each other, never across.
#include "benches/harness/trace/trace_json.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "benches/harness/cell.hpp"

namespace parallax {
namespace {

// In ASCII without what JSON has other plans for.
std::string json_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

class Events {
 public:
  void name_process(std::size_t process, std::string_view name) {
    add(R"({{"ph":"M","name":"process_name","pid":{},"args":{{"name":{}}}}})", process, json_text(name));
    add(R"({{"ph":"M","name":"process_sort_index","pid":{},"args":{{"sort_index":{}}}}})", process, process);
  }
  void name_row(std::size_t process, std::size_t row, std::string_view name) {
    add(R"({{"ph":"M","name":"thread_name","pid":{},"tid":{},"args":{{"name":{}}}}})", process, row,
        json_text(name));
    add(R"({{"ph":"M","name":"thread_sort_index","pid":{},"tid":{},"args":{{"sort_index":{}}}}})", process,
        row, row);
  }
  // `arguments`: an object's members, in JSON.
  void piece(std::size_t process, std::size_t row, std::string_view name, std::int64_t begin,
             std::int64_t end, std::string_view arguments = {}) {
    add(R"({{"ph":"X","name":{},"pid":{},"tid":{},"ts":{},"dur":{},"args":{{{}}}}})", json_text(name),
        process, row, microseconds(begin), microseconds(end - begin), arguments);
  }
  std::string text() const { return text_; }

 private:
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    if (!text_.empty()) text_ += ",\n";
    text_ += fmt::format(format, std::forward<Args>(args)...);
  }
  static std::string microseconds(std::int64_t nanoseconds) {
    return fmt::format("{}.{:03}", nanoseconds / 1000, nanoseconds % 1000);
  }

  std::string text_;
};

std::string arguments_of(const TraceSlice& calls, std::string_view call) {
  std::string text = fmt::format(R"("calls":{},"items":{})", calls.calls, calls.items);
  if (call == "chunk") text += fmt::format(R"(,"first item":{})", calls.first_item);
  const auto span = std::max<std::int64_t>(calls.end - calls.begin, 1);
  if (calls.calls > 1)
    text += fmt::format(R"(,"share in calls":{:.3f})",
                        static_cast<double>(calls.computing) / static_cast<double>(span));
  return text;
}

void add_span(Events& events, std::size_t process, std::size_t row, const Span& span,
              const Timeline& timeline) {
  const bool is_call = span.doing == Doing::calls;
  std::string name{name_of(span.doing, timeline)};
  if (is_call && span.calls.calls > 1) name += 's';
  events.piece(process, row, name, span.begin, span.end,
               is_call ? arguments_of(span.calls, timeline.call) : "");
  const std::string_view unplaced = R"("place":"somewhere within")";
  if (span.asleep > 0) events.piece(process, row, "asleep", span.begin, span.begin + span.asleep, unplaced);
  if (span.waited > 0)
    events.piece(process, row, "without a processor", span.begin + span.asleep,
                 span.begin + span.asleep + span.waited, unplaced);
}

std::string row_name(std::size_t worker, const Timeline::Row& row) {
  std::string name = fmt::format("worker {}", worker);
  if (row.lost > 0) name += fmt::format(" ({} calls had no room)", row.lost);
  if (row.moved) name += " (another clock)";
  return name;
}

void add_timeline(Events& events, std::size_t process, const Timeline& timeline) {
  events.name_process(process, timeline.cell);
  events.name_row(process, 0, "regions");
  for (std::size_t i = 0; i < timeline.regions.size(); ++i)
    events.piece(process, 0, fmt::format("region {}", i + 1), timeline.regions[i].begin,
                 timeline.regions[i].end);
  for (std::size_t worker = 0; worker < timeline.rows.size(); ++worker) {
    events.name_row(process, worker + 1, row_name(worker, timeline.rows[worker]));
    for (const Span& span : timeline.rows[worker].spans)
      add_span(events, process, worker + 1, span, timeline);
  }
}

}  // namespace

std::string trace_json(const std::vector<Timeline>& timelines, const std::vector<std::string>& remarks) {
  Events events;
  for (std::size_t i = 0; i < timelines.size(); ++i) add_timeline(events, i + 1, timelines[i]);
  std::string texts;
  for (const std::string& remark : remarks)
    texts += fmt::format("{}{}", texts.empty() ? "" : ",", json_text(remark));
  return fmt::format(
      "{{\"displayTimeUnit\":\"ns\",\"otherData\":{{\"made by\":\"parallax bench\",\"remarks\":[{}]}},"
      "\n\"traceEvents\":[\n{}\n]}}\n",
      texts, events.text());
}

}  // namespace parallax
