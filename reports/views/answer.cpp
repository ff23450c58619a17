// SPDX-License-Identifier: MIT
#include "reports/views/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>

namespace parallax::reports {
namespace {

// The samples of every runtime on every work, and at which worker counts they were taken.
struct Field {
  std::vector<Entrant> entrants;
  std::vector<std::set<std::int64_t>> workers;
  std::vector<std::size_t> kernels;  // a number for each work's kernel
};

Estimate inverse(const Estimate& ratio) {
  return ratio.through([](double value) { return 1 / value; });
}

bool is_contested(const Work& work) { return work.best_rows.size() >= 2 && !work.is_disturbed; }

Field gather(const Answer& answer, const std::vector<Work>& works, const std::vector<Row>& rows,
             const std::vector<Cell>& cells, const std::vector<std::string>& runtimes,
             std::optional<std::int64_t> most_workers) {
  Field field;
  for (const auto work : answer.works) {
    const auto& kernels = answer.kernels;
    const auto at = std::find(kernels.begin(), kernels.end(), works[work].kernel);
    field.kernels.push_back(static_cast<std::size_t>(at - kernels.begin()));
  }
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
// Where serial did all works, the ranking has told already whether it is surely slower. Where it did some of them,
// this is one comparison more with a best that was chosen from among many: each of them gets a share of the error.
void find_gain(Answer& answer, const Field& field, const std::vector<std::string>& runtimes, double error) {
  const auto* best = answer.best();
  if (!best || runtimes.front() != "serial" || best->runtime == "serial") return;
  const auto at = std::find(runtimes.begin(), runtimes.end(), best->runtime) - runtimes.begin();
  std::vector<Entrant> pair(2);
  std::vector<std::size_t> kernels;
  for (std::size_t work = 0; work < answer.works.size(); ++work) {
    const auto& serial = field.entrants.front().seconds[work];
    if (serial.empty()) continue;
    kernels.push_back(field.kernels[work]);
    pair[0].seconds.push_back(serial);
    pair[1].seconds.push_back(field.entrants[static_cast<std::size_t>(at)].seconds[work]);
  }
  answer.gain_works = pair[0].seconds.size();
  if (answer.gain_works == 0) return;
  const auto rivals = std::max<std::size_t>(1, answer.ranking.size() - 1);
  const auto places = ranking(pair, kernels, error / static_cast<double>(rivals));
  const auto in_ranking = std::find_if(answer.ranking.begin(), answer.ranking.end(),
                                       [](const Ranked& one) { return one.runtime == "serial"; });
  answer.gain_is_sure = in_ranking != answer.ranking.end() && in_ranking->place.takes_part
                            ? in_ranking->place.resolved
                            : places[0].resolved;
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
      for (const auto& warning : rows[row].seconds->warnings())
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
          std::optional<std::int64_t> most_workers, double error) {
  const auto field = gather(answer, works, rows, cells, runtimes, most_workers);
  auto places = ranking(field.entrants, field.kernels, error);
  for (const auto& entrant : field.entrants)
    for (const auto samples : entrant.seconds)
      if (!samples.empty() && (answer.fewest_repetitions == 0 || samples.size() < answer.fewest_repetitions))
        answer.fewest_repetitions = samples.size();
  for (std::size_t i = 0; i < runtimes.size(); ++i) {
    if (field.workers[i].empty()) continue;  // did nothing of this kind
    answer.ranking.push_back(
        {runtimes[i], std::move(places[i]), {field.workers[i].begin(), field.workers[i].end()}});
  }
  std::stable_sort(answer.ranking.begin(), answer.ranking.end(), [](const Ranked& a, const Ranked& b) {
    if (a.place.takes_part != b.place.takes_part) return a.place.takes_part;
    return a.place.slowdown.point() < b.place.slowdown.point();
  });
  find_gain(answer, field, runtimes, error);
  answer.warnings = warnings_of(answer, works, rows);
}

bool is_answered(WorkKind kind) { return kind != WorkKind::overhead && kind != WorkKind::unknown; }

// Answers that have their works only get everything else. All of them share one error.
void fill_all(std::vector<Answer>& answers, const std::vector<Work>& works, const std::vector<Row>& rows,
              const std::vector<Cell>& cells, const std::vector<std::string>& runtimes,
              std::optional<std::int64_t> processors) {
  for (auto& answer : answers) {
    answer.kind = works[answer.works.front()].kind;
    std::set<std::string> kernels;
    for (const auto index : answer.works) kernels.insert(works[index].kernel);
    answer.kernels.assign(kernels.begin(), kernels.end());
    fill(answer, works, rows, cells, runtimes, computes(answer.kind) ? processors : std::nullopt,
         usual_error / static_cast<double>(answers.size()));
  }
}

}  // namespace

const Ranked* Answer::best() const {
  return ranking.empty() || !ranking.front().place.takes_part ? nullptr : &ranking.front();
}

std::vector<Answer> make_answers(const std::vector<Work>& works, const std::vector<Row>& rows,
                                 const std::vector<Cell>& cells, const std::vector<std::string>& runtimes,
                                 std::optional<std::int64_t> processors) {
  std::map<WorkKind, Answer> by_kind;
  for (std::size_t index = 0; index < works.size(); ++index)
    if (is_contested(works[index])) by_kind[works[index].kind].works.push_back(index);
  std::vector<Answer> answers;
  for (auto& [kind, answer] : by_kind)
    if (is_answered(kind)) answers.push_back(std::move(answer));
  fill_all(answers, works, rows, cells, runtimes, processors);
  return answers;
}

std::vector<Answer> make_kernel_answers(const std::vector<Work>& works, const std::vector<Row>& rows,
                                        const std::vector<Cell>& cells,
                                        const std::vector<std::string>& runtimes,
                                        std::optional<std::int64_t> processors) {
  std::map<std::pair<std::string, WorkKind>, Answer> by_kernel;
  for (std::size_t index = 0; index < works.size(); ++index)
    if (is_contested(works[index]) && is_answered(works[index].kind))
      by_kernel[{works[index].kernel, works[index].kind}].works.push_back(index);
  std::vector<Answer> answers;
  for (auto& [key, answer] : by_kernel) answers.push_back(std::move(answer));
  fill_all(answers, works, rows, cells, runtimes, processors);
  return answers;
}

}  // namespace parallax::reports
