// SPDX-License-Identifier: MIT
#include "reports/views/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

namespace parallax::reports {
namespace {

// The samples of every runtime on every work, and at which worker counts they were taken.
struct Field {
  std::vector<Entrant> entrants;
  std::vector<std::set<std::int64_t>> workers;
};

Estimate inverse(Estimate ratio) {
  ratio.value = 1 / ratio.value;
  if (ratio.interval)
    ratio.interval = Interval{1 / ratio.interval->high, 1 / ratio.interval->low, ratio.interval->confidence};
  return ratio;
}

bool is_contested(const Work& work, const std::vector<Row>& rows) {
  std::size_t contenders = 0;
  for (const auto& best : work.best_rows) contenders += rows[best.row].id.runtime != "serial" ? 1 : 0;
  return contenders >= 2;
}

Field gather(const Answer& answer, const std::vector<Work>& works, const std::vector<Row>& rows,
             const std::vector<Cell>& cells, const std::vector<std::string>& runtimes,
             std::optional<std::int64_t> most_workers) {
  Field field;
  for (const auto& runtime : runtimes) {
    auto& entrant = field.entrants.emplace_back();
    auto& workers = field.workers.emplace_back();
    for (const auto index : answer.works) {
      const auto fastest = fastest_row(works[index], rows, runtime, most_workers);
      const auto times = fastest ? usable_times(rows[*fastest], cells) : std::span<const double>{};
      entrant.seconds.push_back(times);
      if (!times.empty()) workers.insert(rows[*fastest].id.workers.value_or(1));
    }
  }
  return field;
}

// What serial takes / what the best takes, over the works that both did.
void find_gain(Answer& answer, const Field& field, const std::vector<std::string>& runtimes) {
  const auto* best = answer.best();
  if (!best || runtimes.front() != "serial" || best->runtime == "serial") return;
  const auto at = std::find(runtimes.begin(), runtimes.end(), best->runtime) - runtimes.begin();
  std::vector<Entrant> pair(2);
  for (std::size_t work = 0; work < answer.works.size(); ++work) {
    const auto& serial = field.entrants.front().seconds[work];
    if (serial.empty()) continue;
    pair[0].seconds.push_back(serial);
    pair[1].seconds.push_back(field.entrants[static_cast<std::size_t>(at)].seconds[work]);
  }
  answer.gain_works = pair[0].seconds.size();
  if (answer.gain_works == 0) return;
  const auto places = ranking(pair);
  auto gain = places[1].is_best ? places[0].slowdown : places[1].slowdown;
  if (!places[1].is_best) gain = inverse(gain);  // serial wins where it took part
  answer.gain = gain;
}

std::vector<std::string> warnings_of(const Answer& answer, const std::vector<Work>& works,
                                     const std::vector<Row>& rows) {
  std::set<std::string> warnings;
  std::size_t bimodal = 0, values = 0;
  for (const auto index : answer.works)
    for (const auto row : works[index].rows) {
      if (!rows[row].seconds) continue;
      ++values;
      for (const auto& warning : rows[row].seconds->warnings)
        if (warning.find("two modes") != std::string::npos)
          ++bimodal;
        else
          warnings.insert(warning);
    }
  std::vector<std::string> all(warnings.begin(), warnings.end());
  if (bimodal) all.push_back(fmt::format("{} of {} cells have two modes", bimodal, values));
  return all;
}

void fill(Answer& answer, const std::vector<Work>& works, const std::vector<Row>& rows,
          const std::vector<Cell>& cells, const std::vector<std::string>& runtimes,
          std::optional<std::int64_t> most_workers) {
  const auto field = gather(answer, works, rows, cells, runtimes, most_workers);
  auto places = ranking(field.entrants);
  for (std::size_t i = 0; i < runtimes.size(); ++i) {
    if (field.workers[i].empty()) continue;  // did nothing of this kind
    answer.ranking.push_back(
        {runtimes[i], std::move(places[i]), {field.workers[i].begin(), field.workers[i].end()}});
  }
  std::stable_sort(answer.ranking.begin(), answer.ranking.end(), [](const Ranked& a, const Ranked& b) {
    if (a.place.takes_part != b.place.takes_part) return a.place.takes_part;
    return a.place.slowdown.value < b.place.slowdown.value;
  });
  find_gain(answer, field, runtimes);
  answer.warnings = warnings_of(answer, works, rows);
}

}  // namespace

const Ranked* Answer::best() const {
  return ranking.empty() || !ranking.front().place.takes_part ? nullptr : &ranking.front();
}

std::vector<Answer> make_answers(const std::vector<Work>& works, const std::vector<Row>& rows,
                                 const std::vector<Cell>& cells, const std::vector<std::string>& runtimes,
                                 std::optional<std::int64_t> processors) {
  std::vector<Answer> answers;
  for (const auto kind :
       {WorkKind::tiny, WorkKind::coarse, WorkKind::memory, WorkKind::waiting, WorkKind::mixed}) {
    Answer answer{kind, {}, {}, {}, {}, 0, {}};
    std::set<std::string> kernels;
    for (std::size_t index = 0; index < works.size(); ++index) {
      if (works[index].kind != kind || !is_contested(works[index], rows)) continue;
      answer.works.push_back(index);
      kernels.insert(works[index].kernel);
    }
    if (answer.works.empty()) continue;
    answer.kernels.assign(kernels.begin(), kernels.end());
    fill(answer, works, rows, cells, runtimes, computes(kind) ? processors : std::nullopt);
    answers.push_back(std::move(answer));
  }
  return answers;
}

}  // namespace parallax::reports
