// SPDX-License-Identifier: MIT
// From any bytes to a page: either a message that says what is wrong with them, or results that can be shown.
//
// The first byte says how the rest comes: as a whole, or in blocks of so many bytes. Both must say the same.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "reports/html/page.hpp"
#include "reports/html/side_by_side.hpp"
#include "reports/results/allowed_words.hpp"
#include "reports/results/grouping.hpp"
#include "reports/results/json_events.hpp"
#include "reports/results/json_input.hpp"
#include "reports/results/other_lines.hpp"
#include "reports/results/results.hpp"
#include "reports/results/results_reader.hpp"
#include "reports/views/differences.hpp"
#include "reports/views/views.hpp"

namespace {

using namespace parallax::reports;

// What libFuzzer takes for a find.
void require(bool right, const char* what) {
  if (right) return;
  fmt::print(stderr, "results_fuzz: {}\n", what);
  std::abort();
}

bool is_time(double value) { return std::isfinite(value) && value >= 0; }

void check_cell(const Cell& cell) {
  require(cell.repetitions() > 0 || !cell.aggregates.empty(), "a cell of nothing");
  require(cell.cpu_seconds.empty() || cell.seconds.size() == cell.cpu_seconds.size(), "times out of step");
  require(std::all_of(cell.seconds.begin(), cell.seconds.end(), is_time), "no time");
  require(std::all_of(cell.cpu_seconds.begin(), cell.cpu_seconds.end(), is_time), "no CPU time");
  require(!cell.id.kernel.empty() || cell.name.empty(), "a cell of no kernel");
  require(cell.source == 0, "a cell of another file");
  for (const auto& [name, values] : cell.counters) {
    require(!values.empty(), "a counter without a value");
    require(values.size() <= cell.seconds.size() || !cell.aggregates.empty(), "a counter out of step");
    require(std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }),
            "a counter that is no number");
  }
}

void check_results(const Results& results) {
  require(results.sources.size() == 1, "not one file");
  require(!results.cells.empty(), "no cells and no message");
  std::unordered_set<std::string_view> names;
  for (const auto& cell : results.cells) {
    check_cell(cell);
    require(names.insert(cell.name).second, "two cells of one name");
  }
}

void check_message(std::string_view message) {
  require(message.find("f.json") != std::string_view::npos, "a message without its file");
  require(message.size() < 2000, "a message without an end");
  require(std::all_of(message.begin(), message.end(),
                      [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; }),
          "a message with control characters");
}

// Empty if `read` gave results.
template <typename Read>
std::string message_of(std::optional<Results>& results, Read&& read) {
  try {
    results = read();
    return {};
  } catch (const ResultsError& error) {
    return error.what();
  }
}

Results read_in_blocks(std::string_view written, std::size_t block) {
  JsonInput input(
      "f.json",
      [&](char* room, std::size_t size) {
        const auto count = std::min({size, block, written.size()});
        std::memcpy(room, written.data(), count);
        written.remove_prefix(count);
        return count;
      },
      block);
  ResultsReader reader(input.file());
  parse_json(input, reader);
  return reader.take();
}

// The same file twice, as two files: a copy, of which one is used.
void check_joined(const Results& results) {
  const auto groups = group_results({results, results});
  require(groups.results.size() == 1, "a copy is another result");
  require(groups.remarks.size() == 1, "nothing is said of a copy");
  const auto& joined = groups.results.front();
  require(joined.cells.size() == results.cells.size(), "other cells if joined");
  for (std::size_t i = 0; i < results.cells.size(); ++i)
    require(joined.cells[i].repetitions() == results.cells[i].repetitions(), "other repetitions of a copy");
}

// What is no JSON as it stands is looked for in the whole only.
bool may_be_put_right(std::string_view written) {
  try {
    return with_allowed_words(written).count > 0 || !without_other_lines(written, "f.json").lines.empty();
  } catch (const ResultsError&) {
    return true;
  }
}

void check(std::string_view written, std::size_t block) {
  std::optional<Results> results, in_blocks;
  const auto message = message_of(results, [&] { return parse_results(written, "f.json"); });
  if (may_be_put_right(written)) {
    if (results) check_results(*results);
    return results ? void() : check_message(message);
  }
  const auto other = message_of(in_blocks, [&] { return read_in_blocks(written, block); });
  require(message == other, "another message if it comes in blocks");
  if (!results) return check_message(message);
  check_results(*results);
  require(results->cells.size() == in_blocks->cells.size(), "other cells if it comes in blocks");
  check_joined(*results);

  const auto views = make_views(*results);
  require(views.rows.size() == results->cells.size(), "a cell is not shown");
  const auto page = html::page(views);
  require(page.find("</html>") != std::string::npos, "half a page");
  // Only the fuzzer writes this: a dictionary word, which has to come out as text.
  require(page.find("<evil") == std::string::npos, "a name became markup");
  const std::vector<Views> twice{views, views};
  const auto both = html::side_by_side_page(twice, find_differences(twice, {"", ""}));
  require(both.find("</html>") != std::string::npos, "half a page of two results");
  require(both.find("<evil") == std::string::npos, "a name became markup beside another result");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  check({reinterpret_cast<const char*>(data) + 1, size - 1}, 1 + data[0]);
  return 0;
}
