// SPDX-License-Identifier: MIT
#include "reports/html/data.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <unordered_map>

#include "reports/html/json_text.hpp"
#include "reports/html/parts.hpp"
#include "reports/html/sections.hpp"
#include "reports/loss_wording.hpp"
#include "reports/sweep_wording.hpp"

namespace parallax::reports::html {
namespace {

// Of a cell. Nobody sees more dots; its median and interval are those of all of them.
constexpr std::size_t most_samples = 1000;

// Rows and works by their numbers on the page; what the page leaves out is null.
class Numbers {
 public:
  explicit Numbers(const Views& views) : rows_(std::min(views.rows.size(), most_rows)) {
    for (std::size_t i = 0; i < views.runtimes.size(); ++i) runtimes_[views.runtimes[i]] = i;
    while (works_ < views.works.size() && views.works[works_].rows.back() < rows_) ++works_;
  }
  std::size_t rows() const { return rows_; }
  std::size_t works() const { return works_; }
  std::string row(std::optional<std::size_t> row) const {
    return row && *row < rows_ ? std::to_string(*row) : "null";
  }
  std::string work(std::optional<std::size_t> work) const {
    return work && *work < works_ ? std::to_string(*work) : "null";
  }
  std::string runtime(const std::string& name) const {
    const auto found = runtimes_.find(name);
    return found == runtimes_.end() ? "null" : std::to_string(found->second);
  }

 private:
  std::size_t rows_, works_ = 0;
  std::unordered_map<std::string, std::size_t> runtimes_;
};

std::string count(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : "null";
}

std::string work_text(const Work& work, const Numbers& numbers) {
  return Object{}
      .add("kernel", json_string(work.kernel))
      .add("size", count(work.size))
      .add("grain", count(work.grain))
      .add("parameters", json_string(work.parameters))
      .add("text", json_string(described(work)))
      .add("kind", json_string(kind_name(work.kind)))
      .add("serial", numbers.row(work.serial))
      .add("disturbed", work.is_disturbed ? "1" : "0")
      .text();
}

// One column: what `each` says of every row of the page.
template <class Each>
std::string column(const Views& views, const Numbers& numbers, Each each) {
  List list;
  for (std::size_t i = 0; i < numbers.rows(); ++i) list.add(each(views.rows[i]));
  return list.text();
}

// Only rows that have a text, by their number.
template <class Each>
std::string sparse(const Views& views, const Numbers& numbers, Each each) {
  Object object;
  for (std::size_t i = 0; i < numbers.rows(); ++i)
    if (const std::string text = each(views.rows[i]); !text.empty()) object.add(std::to_string(i), text);
  return object.text();
}

std::string counters(const Views& views, const Numbers& numbers) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < numbers.rows(); ++i)
    for (const auto& [name, estimate] : views.rows[i].counters) names.insert(name);
  Object object;
  for (const auto& name : names)
    object.add(name, column(views, numbers, [&](const Row& row) {
                 const auto* found = row.counter(name);
                 return found ? number(found->point()) : "null";
               }));
  return object.text();
}

std::string cells_text(const Views& views, const Numbers& numbers) {
  const auto all = [&](auto each) { return column(views, numbers, each); };
  return Object{}
      .add("name", all([](const Row& row) { return json_string(row.name); }))
      .add("work", all([&](const Row& row) { return numbers.work(row.work); }))
      .add("runtime", all([&](const Row& row) { return numbers.runtime(row.id.runtime); }))
      .add("workers", all([](const Row& row) { return count(row.id.workers); }))
      .add("control", all([](const Row& row) { return row.id.control ? "1" : "0"; }))
      .add("status", all([](const Row& row) {
             return json_string(row.status == Status::value ? "value" : status_name(row.status));
           }))
      .add("seconds", all([](const Row& row) { return triple(row.seconds); }))
      .add("samples", all([&](const Row& row) {
             const std::span seconds(views.cells[row.cell].seconds);
             return row.seconds ? list_of(seconds.first(std::min(seconds.size(), most_samples)),
                                          [](double one) { return number(one); })
                                : std::string("[]");
           }))
      .add("repetitions", all([](const Row& row) { return std::to_string(row.repetitions); }))
      .add("cpu", all([](const Row& row) { return number(row.cpu_seconds); }))
      .add("counters", counters(views, numbers))
      .add("message", sparse(views, numbers,
                             [](const Row& row) {
                               return row.message.empty() ? std::string{} : json_string(row.message);
                             }))
      .add("label",
           sparse(views, numbers,
                  [](const Row& row) { return row.label.empty() ? std::string{} : json_string(row.label); }))
      .add("warnings", sparse(views, numbers,
                              [](const Row& row) {
                                if (!row.seconds || row.seconds->warnings().empty()) return std::string{};
                                return list_of(row.seconds->warnings(),
                                               [](const std::string& text) { return json_string(text); });
                              }))
      .text();
}

std::string metg_object(const Metg& metg) {
  return Object{}
      .add("threshold", number(metg.threshold))
      .add("outcome", json_string(crossing_text(metg.crossing)))
      .add("seconds", metg.crossing == Crossing::below_sweep
                          ? fmt::format("[{},null,null]", number(metg.at_most))
                          : triple(metg.granularity))
      .add("grain", metg.crossing == Crossing::found ? number(metg.grain) : "null")
      .text();
}

std::string grain_line(const GrainLine& line, const Numbers& numbers) {
  List points;
  for (std::size_t i = 0; i < line.curve.points.size(); ++i) {
    const auto& point = line.curve.points[i];
    points.add(Object{}
                   .add("grain", number(point.grain))
                   .add("granularity", number(point.granularity))
                   .add("efficiency", triple(point.efficiency))
                   .add("cell", numbers.row(line.rows[i]))
                   .text());
  }
  return Object{}
      .add("runtime", numbers.runtime(line.runtime))
      .add("points", points.text())
      .add("metg", list_of(line.curve.metg, metg_object))
      .text();
}

std::string grain_sweep(const GrainSweep& sweep, const Numbers& numbers) {
  return Object{}
      .add("kernel", json_string(sweep.kernel))
      .add("title", json_string(sweep.title()))
      .add("swept", json_string(sweep.swept))
      .add("text", json_string(fmt::format("size {}{}{}", sweep.size, sweep.parameters.empty() ? "" : ", ",
                                           sweep.parameters)))
      .add("workers", std::to_string(sweep.workers))
      .add("reference", json_string(sweep.reference))
      .add("lines", list_of(sweep.lines, [&](const GrainLine& line) { return grain_line(line, numbers); }))
      .text();
}

std::string size_line(const SizeLine& line, const Views& views, const Numbers& numbers) {
  List points;
  for (const auto index : line.rows) {
    const auto& row = views.rows[index];
    points.add(Object{}
                   .add("size", count(row.id.size))
                   .add("job", number(views.rows[*views.works[*row.work].serial].seconds->point()))
                   .add("speedup", triple(row.speedup.estimate))
                   .add("cell", numbers.row(index))
                   .text());
  }
  return Object{}.add("runtime", numbers.runtime(line.runtime)).add("points", points.text()).text();
}

std::string size_sweep(const SizeSweep& sweep, const Views& views, const Numbers& numbers) {
  return Object{}
      .add("kernel", json_string(sweep.kernel))
      .add("text", json_string(fmt::format("{} chunks{}{}", sweep.chunks,
                                           sweep.parameters.empty() ? "" : ", ", sweep.parameters)))
      .add("workers", std::to_string(sweep.workers))
      .add("lines",
           list_of(sweep.lines, [&](const SizeLine& line) { return size_line(line, views, numbers); }))
      .text();
}

// The curve is drawn between the worker counts that were measured, never beyond: pairs of workers and works per second.
std::string fit(const FitView& view, const Numbers& numbers) {
  constexpr int steps = 24;
  List curve;
  const auto low = view.workers.front(), high = view.workers.back();
  for (int i = 0; i <= steps; ++i) {
    const auto workers = low * std::pow(high / low, static_cast<double>(i) / steps);
    curve.add(fmt::format("[{},{}]", number(workers), number(view.fit.rate(workers))));
  }
  return Object{}
      .add("work", numbers.work(view.work))
      .add("runtime", numbers.runtime(view.runtime))
      .add("sigma", triple(view.fit.sigma))
      .add("kappa", triple(view.fit.kappa))
      .add("serialShare", triple(view.fit.serial_share))
      .add("curve", curve.text())
      .text();
}

std::string overheads_text(const Views& views, const Numbers& numbers) {
  List list;
  for (const auto& one : views.overheads) {
    const auto add = [&](const char* what, const std::optional<Estimate>& seconds) {
      if (seconds)
        list.add(Object{}
                     .add("what", json_string(what))
                     .add("runtime", numbers.runtime(one.runtime))
                     .add("workers", std::to_string(one.workers))
                     .add("seconds", triple(seconds))
                     .text());
    };
    add("region", one.region), add("claim", one.claim), add("start", one.start), add("stop", one.stop);
  }
  return list.text();
}

std::string splits_text(const Views& views, const Numbers& numbers) {
  List list;
  for (const auto& split : views.splits)
    if (split.row < numbers.rows())
      list.add(Object{}
                   .add("cell", numbers.row(split.row))
                   .add("whole", triple(split.whole))
                   .add("parts", list_of(split.parts, [](const Estimate& part) { return triple(part); }))
                   .add("reading", json_string(split_reading(split)))
                   .text());
  return list.text();
}

}  // namespace

std::string data(const Views& views) {
  const Numbers numbers(views);
  List works;
  for (std::size_t i = 0; i < numbers.works(); ++i) works.add(work_text(views.works[i], numbers));
  const bool cut = numbers.rows() < views.rows.size();
  return Object{}
      .add("cores", count(views.processors))
      .add("runtimes", list_of(views.runtimes, [](const std::string& name) { return json_string(name); }))
      .add("looks", list_of(views.runtimes,
                            [&](const std::string& name) {
                              const auto look = look_of(name, views);
                              return fmt::format("[{},{}]", look.colour, look.shape);
                            }))
      .add("works", works.text())
      .add("cells", cells_text(views, numbers))
      .add("grains", list_of(views.grain_sweeps, [&](auto& sweep) { return grain_sweep(sweep, numbers); }))
      .add("sizes",
           list_of(views.size_sweeps, [&](auto& sweep) { return size_sweep(sweep, views, numbers); }))
      .add("fits", list_of(views.fits, [&](auto& view) { return fit(view, numbers); }))
      .add("overheads", overheads_text(views, numbers))
      .add("splits", splits_text(views, numbers))
      .add("truncated",
           cut ? fmt::format(R"({{"cells":{},"shown":{}}})", views.rows.size(), numbers.rows()) : "null")
      .text();
}

}  // namespace parallax::reports::html
