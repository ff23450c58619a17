// SPDX-License-Identifier: MIT
// From top to bottom: where, what, per kind of work the answer and the ranking, the smallest tasks and jobs,
// failures.
#include "reports/text/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "reports/answer_wording.hpp"
#include "reports/estimate_text.hpp"
#include "reports/loss_wording.hpp"
#include "reports/sweep_wording.hpp"
#include "reports/text/cell_lines.hpp"
#include "reports/text/plain.hpp"
#include "reports/views/foreign.hpp"
#include "reports/wording.hpp"
#include "support/units.hpp"

namespace parallax::reports::text {
namespace {

constexpr std::size_t shortest_name = 16, longest_name = 24, number_columns = 22, most_failures = 20,
                      most_cells = 20, most_foreign = 1000;
constexpr std::size_t kernel_columns = 12, kind_columns = 8, most_swept_kernels = 3;
constexpr std::size_t indentation = 4;  // of what continues a line

class Terminal {
 public:
  Terminal(const Views& views, const TerminalStyle& style)
      : views_(views), style_(style), columns_(std::max<std::size_t>(60, style.columns)) {
    for (const auto& runtime : views.runtimes)
      name_columns_ = std::clamp(width(printable(runtime)), name_columns_, longest_name);
  }

  std::string text() {
    if (const auto disturbed = disturbance_sentence(views_); !disturbed.empty())
      text_ += style_.coloured("1;31", wrapped(disturbed, columns_)) + '\n';
    heading();
    for (const auto& answer : views_.answers) add(answer);
    const bool is_small = views_.disturbance.rows.empty() || views_.rows.size() <= most_cells;
    if (views_.answers.empty() && views_.probes.empty() && is_small && !is_foreign(views_)) unranked();
    foreign();
    by_kernel();
    smallest();
    for (const auto& probe : views_.probes) add(probe);
    if (!is_foreign(views_)) failures();
    notes();
    remarks();
    return std::move(text_);
  }

 private:
  void heading() {
    const auto& source = views_.sources.front();
    std::string where = is_foreign(views_) ? "Results of " + printable(program_of(source)) : "Parallax";
    for (const auto* key : {"cpu_model", "compiler", "date"})
      if (!source[key].empty() && source[key] != "unknown") where += " · " + printable(source[key]);
    if (const auto commit = source["commit"]; !commit.empty() && commit != "unknown")
      where += " · " + printable(commit.substr(0, 12));
    text_ += style_.bold(wrapped(where, columns_));
    if (is_foreign(views_)) {
      text_ += wrapped(foreign_counts(views_), columns_);
      return;
    }
    text_ += wrapped(counts_text(views_), columns_);
  }

  std::string bar(double share, std::size_t columns) const {
    constexpr std::array eighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const auto length = std::clamp(share, 0.0, 1.0) * static_cast<double>(columns);
    const auto whole = static_cast<std::size_t>(length);
    std::string drawn;
    for (std::size_t i = 0; i < whole; ++i) drawn += style_.unicode ? "█" : "#";
    if (style_.unicode && whole < columns)
      drawn += eighths[static_cast<std::size_t>((length - static_cast<double>(whole)) * 8)];
    return left(drawn, columns);
  }

  void add(const Answer& answer) {
    const auto title = kind_title(answer.kind);
    text_ += '\n' + style_.bold(title) + "  " +
             style_.dim(shortened(kind_meaning(answer.kind),
                                  std::min(columns_ - width(title) - 2, width(kind_meaning(answer.kind))))) +
             '\n';
    text_ += wrapped(printable(answer_sentence(answer)), columns_);
    if (const auto size = size_sentence(answer, views_); !size.empty()) text_ += wrapped(size, columns_);
    if (const auto losses = loss_sentence(answer, views_); !losses.empty())
      text_ += wrapped(printable(losses), columns_);
    text_ += style_.dim(wrapped(sureness_sentence(answer, views_), columns_));
    if (const auto more = resolving_sentence(answer); !more.empty())
      text_ += style_.dim(wrapped(printable(more), columns_));
    for (const auto& one : answer.ranking) add(one);
  }

  void add(const Ranked& one) {
    const auto& place = one.place;
    const auto name = "  " + left(printable(one.runtime), name_columns_) + ' ';
    const auto space = columns_ - width(name) - number_columns - 1;
    if (!place.takes_part) {
      text_ += name +
               style_.dim(shortened(fmt::format("not ranked: lacks {} of the works", place.missing), space)) +
               '\n';
      return;
    }
    const auto number =
        place.is_best ? "least time" : (place.resolved ? "  " : "≈ ") + ratio_with_interval(place.slowdown);
    const auto* colour = place.is_best             ? "32"
                         : !place.resolved         ? "36"
                         : one.runtime == "serial" ? "37"
                                                   : "34";
    text_ += name + style_.coloured(colour, bar(1 / place.slowdown.point(), space)) + ' ' +
             shortened((place.is_best ? "  " : "") + number, number_columns) + '\n';
  }

  // A run that is too small for an answer is small enough to be shown as it is.
  void unranked() {
    text_ += '\n';
    if (views_.disturbance.rows.empty())
      text_ += wrapped("Nothing is ranked: that takes two runtimes at the same work.", columns_);
    std::vector<std::size_t> rows;
    for (std::size_t index = 0; index < views_.rows.size(); ++index)
      if (views_.rows[index].seconds && !is_foreign(views_.rows[index])) rows.push_back(index);
    if (!rows.empty()) text_ += cell_lines(views_, rows, most_cells, style_, columns_);
  }

  // Those of other programs have no kernel and no runtime by which they could be summed up.
  void foreign() {
    const auto rows = foreign_rows(views_);
    if (rows.empty()) return;
    text_ += '\n';
    if (rows.size() < views_.rows.size()) text_ += style_.bold("Other benchmarks") + '\n';
    text_ += cell_lines(views_, rows, most_foreign, style_, columns_);
  }

  // A line for each kernel, so that computing and waiting are seen side by side.
  void by_kernel() {
    if (views_.kernel_answers.size() < 2) return;
    text_ += '\n' + style_.bold("Kernel by kernel") +
             style_.dim("  least time, and its gain against serial") + '\n';
    for (const auto& answer : views_.kernel_answers) {
      const auto* best = answer.best();
      std::string line = "  " + left(printable(answer.kernels.front()), kernel_columns) + ' ' +
                         left(std::string(kind_name(answer.kind)), kind_columns) + ' ';
      if (!best) {
        text_ += wrapped(line + "no runtime did all of its works", columns_, indentation);
        continue;
      }
      line += printable(best->runtime);
      if (answer.gain) line += ' ' + ratio_with_interval(*answer.gain);
      std::size_t equals = 0;
      for (const auto& one : answer.ranking)
        equals += one.place.takes_part && !one.place.is_best && !one.place.resolved ? 1 : 0;
      if (equals > 0) line += fmt::format(", ≈ {} other{}", equals, equals == 1 ? "" : "s");
      text_ += wrapped(line, columns_, indentation);
    }
  }

  // METG(75 %) and break-even, runtime by runtime, of each kernel that was swept.
  void smallest() {
    std::set<std::string> kernels;
    for (const auto& sweep : views_.grain_sweeps) kernels.insert(sweep.title());
    for (const auto& sweep : views_.size_sweeps) kernels.insert(sweep.kernel);
    std::size_t shown = 0;
    for (const auto& kernel : kernels) {
      if (shown == most_swept_kernels) {
        text_ += style_.dim(wrapped("The page has the other kernels.", columns_));
        break;
      }
      smallest(kernel);
      ++shown;
    }
  }

  // All numbers of a table are of the same number of workers, as far as all runtimes were measured with it.
  std::string with_workers(const std::string& kernel) const {
    std::set<std::int64_t> counts;
    for (const auto& runtime : views_.runtimes) {
      if (const auto metg = metg_of(runtime, kernel, views_)) counts.insert(metg->sweep->workers);
      if (const auto size = break_even_of(runtime, kernel, views_)) counts.insert(size->sweep->workers);
    }
    std::string text;
    for (const auto count : counts) text += (text.empty() ? ", with " : " or ") + count_text(count);
    return text.empty() ? text : text + " workers";
  }

  void smallest(const std::string& kernel) {
    const auto space = (columns_ - 2 - name_columns_ - 1) / 2;
    text_ += '\n' + style_.bold("How small may it be? " + printable(kernel)) + '\n';
    text_ += style_.dim(
        wrapped("The smallest task that is 75 % efficient, and the smallest job that is faster than serial "
                "(as the time it takes serially)" +
                    with_workers(kernel),
                columns_));
    text_ +=
        "  " + left("", name_columns_) + ' ' + style_.dim(left("METG(75 %)", space) + "beats serial") + '\n';
    for (const auto& runtime : views_.runtimes) {
      const auto metg = metg_of(runtime, kernel, views_);
      const auto size = break_even_of(runtime, kernel, views_);
      if (!metg && !size) continue;
      const auto task = metg ? metg_text(*metg->metg) : "", job = size ? break_even_text(*size->size) : "";
      text_ += wrapped("  " + left(printable(runtime), name_columns_) + ' ' +
                           (job.empty() ? task : left(task, space) + job),
                       columns_, indentation);
    }
  }

  // The mechanisms of each case on a line of its own, the fastest first.
  void add(const ProbeView& probe) {
    text_ += '\n' + style_.bold(printable(probe.name)) + style_.dim("  time per item") + '\n';
    for (const auto& one : probe.cases) {
      std::string line = "  " + printable(one.text) + ":";
      for (const auto index : one.rows) {
        const auto& row = views_.rows[index];
        const auto seconds = seconds_per_item(row);
        line += fmt::format("{} {} {}", index == one.rows.front() ? "" : ",", printable(row.id.runtime),
                            seconds ? seconds_with_interval(*seconds) : std::string(status_name(row.status)));
      }
      text_ += wrapped(line, columns_, indentation);
    }
  }

  void failures() {
    if (views_.failures.empty()) return;
    text_ += '\n' + style_.coloured("1;31", fmt::format("{} failed", views_.failures.size())) + '\n';
    for (std::size_t i = 0; i < std::min(views_.failures.size(), most_failures); ++i) {
      const auto& row = views_.rows[views_.failures[i]];
      text_ += style_.coloured(
          "31", wrapped("  " + printable(row.name) + ": " + printable(row.message), columns_, indentation));
    }
    if (views_.failures.size() > most_failures)
      text_ += fmt::format("  … and {} more\n", views_.failures.size() - most_failures);
  }

  void notes() {
    if (views_.notes.empty()) return;
    text_ += '\n' + style_.bold("Warnings") + '\n';
    for (const auto& note : views_.notes)
      text_ += style_.dim(wrapped(
          fmt::format("{} ({} value{})", note.text, note.values, note.values == 1 ? "" : "s"), columns_));
  }

  // What the files say beside their cells, and what of them was not read as it stands.
  void remarks() {
    bool is_first = true;
    for (const auto& source : views_.sources)
      for (const auto* list : {&source.notes, &source.remarks})
        for (const auto& remark : *list) {
          if (std::exchange(is_first, false)) text_ += '\n' + style_.bold("Of the file") + '\n';
          text_ += style_.dim(wrapped(printable(remark), columns_, indentation));
        }
  }

  const Views& views_;
  const TerminalStyle& style_;
  const std::size_t columns_;
  std::size_t name_columns_ = shortest_name;
  std::string text_;
};

}  // namespace

std::string TerminalStyle::coloured(const char* code, const std::string& what) const {
  return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, what) : what;
}

std::string terminal(const Views& views, const TerminalStyle& style) { return Terminal(views, style).text(); }

}  // namespace parallax::reports::text
