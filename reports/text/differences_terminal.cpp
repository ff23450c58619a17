// SPDX-License-Identifier: MIT
#include "reports/text/differences_terminal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/differences_wording.hpp"
#include "reports/text/plain.hpp"
#include "support/units.hpp"

namespace parallax::reports::text {
namespace {

constexpr std::size_t most_listed_cells = 20, most_listed_groups = 60,
                      most_listed_works = 40;  // cells at each end
constexpr std::size_t key_columns = 18, least_value = 12, ratio_columns = 24, matrix_columns = 10,
                      time_room = 10;

class SideBySide {
 public:
  SideBySide(const Differences& found, const std::vector<Views>& results, const TerminalStyle& style)
      : found_(found),
        results_(results),
        style_(style),
        columns_(std::max<std::size_t>(60, style.columns)),
        others_(results.size() - 1),
        shown_(std::min(others_, std::max<std::size_t>(1, (columns_ - 22) / matrix_columns))) {}

  std::string text() {
    for (const auto& sentence : disturbance_sentences(found_, results_))
      text_ += style_.coloured("1;31", wrapped(printable(sentence), columns_)) + '\n';
    heading();
    contexts();
    text_ += '\n' + style_.bold(wrapped(printable(differences_sentence(found_)), columns_));
    if (const auto works = works_sentence(found_); !works.empty())
      text_ += style_.bold(wrapped(printable(works), columns_));
    if (found_.compared == 0) return std::move(text_);
    text_ += style_.dim(wrapped(side_by_side_warning(), columns_));
    text_ += style_.dim(wrapped(surely_sentence(found_), columns_));
    works();
    groups("By kernel, with equal workers (geometric mean)", found_.kernels);
    groups("By kernel and runtime, with equal workers", found_.groups);
    cells();
    if (shown_ < others_)
      text_ += style_.dim(
          wrapped(fmt::format("Only {} of {} results fit beside the first; --csv has all.", shown_, others_),
                  columns_));
    return std::move(text_);
  }

 private:
  void heading() {
    text_ += style_.bold(fmt::format("Parallax · {} results side by side", results_.size())) + '\n';
    for (std::size_t k = 0; k < results_.size(); ++k) {
      const auto& one = found_.results[k];
      text_ += wrapped(fmt::format("  {}  {}: {}, {}", k + 1, printable(one.name), printable(one.files),
                                   cells_sentence(one, k == 0)),
                       columns_, 5);
    }
  }

  // What keeps them apart, and how many lines more differ.
  void contexts() {
    text_ += '\n' + style_.bold("What differs in their contexts") + '\n';
    const auto room = columns_ - 2 - key_columns;
    const auto each = std::max(least_value, room / results_.size());
    const auto shown = std::max<std::size_t>(1, std::min(results_.size(), room / each));
    std::size_t equal = 0;
    std::string head = "  " + left("", key_columns);
    for (std::size_t k = 0; k < shown; ++k) head += left(std::to_string(k + 1), each);
    text_ += style_.dim(trimmed(head)) + '\n';
    for (const auto& line : found_.context) {
      if (!line.differs) {
        ++equal;
        continue;
      }
      std::string row = "  " + left(printable(line.key), key_columns - 1) + ' ';
      for (std::size_t k = 0; k < shown; ++k)
        row += left(line.values[k].empty() ? "–" : printable(line.values[k]), each - 1) + ' ';
      text_ += trimmed(row) + '\n';
    }
    if (shown < results_.size())
      text_ += style_.dim(fmt::format("  (of the first {} results; the page has all)", shown)) + '\n';
    text_ += style_.dim(fmt::format("  {} more {} equal", equal, equal == 1 ? "is" : "are")) + '\n';
  }

  std::string head_of_ratios() const {
    std::string head;
    if (others_ == 1) return right("times as fast as 1", ratio_columns);
    for (std::size_t k = 1; k <= shown_; ++k) head += right(fmt::format("{} / 1", k + 1), matrix_columns);
    return head;
  }

  std::size_t columns_of_ratios() const { return others_ == 1 ? ratio_columns : shown_ * matrix_columns; }

  // One ratio has room for its interval; of a matrix the intervals are on the page.
  std::string ratio(const std::optional<Estimate>& estimate, const char* mark) const {
    if (!estimate) return right("–", others_ == 1 ? ratio_columns : matrix_columns);
    return others_ == 1 ? right(mark + mean_text(estimate), ratio_columns)
                        : right(mark + ratio_text(estimate->point()), matrix_columns);
  }

  std::string coloured(const OneDifference& one) const {
    const auto text = ratio(one.ratio.estimate, one.resolved || !one.ratio.estimate ? "" : "≈ ");
    if (!one.resolved) return style_.dim(text);
    return style_.coloured(one.ratio.estimate->point() > 1 ? "32" : "31", text);
  }

  // The machine that one would choose: each with the runtime and the workers that suit it.
  void works() {
    if (found_.works.empty()) return;
    text_ += '\n' + style_.bold(wrapped("The fastest way to do each work, with as many workers as it takes",
                                        columns_));
    text_ += style_.dim(wrapped(
        "The fastest is chosen by the same repetitions, which flatters all of them alike.", columns_));
    text_ += style_.dim(right(others_ == 1 ? "times as fast as 1" : "as fast as 1", columns_ - 1)) + '\n';
    for (std::size_t i = 0; i < std::min(found_.works.size(), most_listed_works); ++i) {
      const auto& work = found_.works[i];
      text_ += "  " + shortened(printable(work.kernel + ' ' + work.text), columns_ - 2) + '\n';
      for (std::size_t k = 0; k < results_.size(); ++k) {
        const auto& row = results_[k].rows[k == 0 ? work.first_row : *work.others[k - 1].row];
        const auto name = fmt::format("    {}  {}", k + 1, printable(way_text(row)));
        const auto space = columns_ - time_room - ratio_columns - 1;
        text_ += trimmed(left(name, space) + right(seconds_text(row.seconds->point()), time_room) + ' ' +
                         (k == 0 ? "" : right(difference_text(work.others[k - 1]), ratio_columns))) +
                 '\n';
      }
    }
    more(found_.works.size(), most_listed_works, "works");
  }

  void groups(const char* title, const std::vector<GroupDifference>& groups) {
    if (groups.empty()) return;
    text_ += '\n' + style_.bold(title) + '\n';
    const auto space = name_space();
    text_ += style_.dim("  " + left("", space) + head_of_ratios()) + '\n';
    for (std::size_t i = 0; i < std::min(groups.size(), most_listed_groups); ++i) {
      const auto& group = groups[i];
      const auto cells = *std::max_element(group.cells.begin(), group.cells.end());
      text_ +=
          "  " + left(printable(fmt::format("{} {}{}({} cell{})", group.kernel, group.runtime,
                                            group.runtime.empty() ? "" : " ", cells, cells == 1 ? "" : "s")),
                      space);
      for (std::size_t k = 0; k < shown_; ++k) text_ += ratio(group.means[k], "");
      text_ += '\n';
    }
    more(groups.size(), most_listed_groups, "rows");
  }

  // Both ends of the order: what gains most, and what loses most.
  void cells() {
    text_ += '\n' + style_.bold("By cell, the largest gain first") + '\n';
    const auto space = name_space();
    text_ += style_.dim("  " + left("", space) + head_of_ratios()) + '\n';
    const auto count = found_.cells.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (count > 2 * most_listed_cells && i == most_listed_cells) {
        text_ +=
            style_.dim(fmt::format("  … {} between them: the page and --csv have all", count - 2 * i)) + '\n';
        i = count - most_listed_cells;
      }
      const auto& cell = found_.cells[i];
      const auto name =
          printable(cell.name);  // a long one has a line of its own: its end tells it from others
      text_ += width(name) < space ? "  " + left(name, space)
                                   : "  " + shortened(name, columns_ - 2) + '\n' + left("", space + 2);
      for (std::size_t k = 0; k < shown_; ++k) text_ += coloured(cell.others[k]);
      text_ += '\n';
    }
  }

  std::size_t name_space() const {
    const auto taken = columns_of_ratios() + 2;
    return columns_ > taken + 20 ? columns_ - taken : 20;
  }

  void more(std::size_t all, std::size_t shown, const char* what) {
    if (all > shown)
      text_ += style_.dim(fmt::format("  … and {} {} more: the page has all", all - shown, what)) + '\n';
  }

  static std::string trimmed(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  const Differences& found_;
  const std::vector<Views>& results_;
  const TerminalStyle& style_;
  const std::size_t columns_, others_, shown_;  // others: all but the first; those that there is room for
  std::string text_;
};

}  // namespace

std::string differences_terminal(const Differences& found, const std::vector<Views>& results,
                                 const TerminalStyle& style) {
  return SideBySide(found, results, style).text();
}

}  // namespace parallax::reports::text
