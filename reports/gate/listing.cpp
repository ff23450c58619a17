// SPDX-License-Identifier: MIT
// Asking a program for its benchmarks. It prints a name a line, and whatever else it likes to print.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/gate/subject.hpp"
#include "reports/text/plain.hpp"

namespace parallax::reports::gate {
namespace {

constexpr std::size_t most_listing = 64u << 20;

// Of a name with line breaks, and of questions that are asked to find where such names end.
constexpr std::size_t most_lines = 16, most_questions = 200;

// Empty ones too.
std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    all.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

// Takes out what a program prints before and after its names also where it has none to print.
void drop_chatter(std::vector<std::string>& names, const std::vector<std::string>& chatter) {
  const auto most = static_cast<std::ptrdiff_t>(std::min(names.size(), chatter.size()));
  const auto front =
      std::mismatch(chatter.begin(), chatter.begin() + most, names.begin()).first - chatter.begin();
  const auto back = std::mismatch(chatter.rbegin(), chatter.rbegin() + (most - front), names.rbegin()).first -
                    chatter.rbegin();
  names.erase(names.end() - back, names.end());
  names.erase(names.begin(), names.begin() + front);
}

// Puts lines together again that are one name.
void join(std::vector<std::string>& lines, const std::vector<std::string>& names_of_many_lines) {
  for (const auto& name : names_of_many_lines) {
    const auto parts = lines_in(name + '\n');
    for (auto at = lines.begin();
         (at = std::search(at, lines.end(), parts.begin(), parts.end())) != lines.end();) {
      *at = name;
      at = lines.erase(at + 1, at + static_cast<std::ptrdiff_t>(parts.size()));
    }
  }
}

// Whether a name stands there once more than among lines that have nothing to do with names.
bool has(const std::vector<std::string>& lines, const std::string& name,
         const std::vector<std::string>& chatter) {
  const auto parts = lines_in(name + '\n');
  const auto count_in = [&](const std::vector<std::string>& all) {
    std::size_t count = 0;
    for (auto at = all.begin(); (at = std::search(at, all.end(), parts.begin(), parts.end())) != all.end();
         ++at)
      ++count;
    return count;
  };
  return count_in(lines) > count_in(chatter);
}

}  // namespace

// Brackets and braces that close mean nothing unless one was opened, and some libraries refuse to have them
// escaped. Of what may stand for NUL, a point is not in the extended dialect.
std::string exactly(const std::string& name) {
  std::string expression = "^";
  for (const char c : name) {
    if (std::string_view(R"(.[{()*+?^$|\)").find(c) != std::string_view::npos) expression += '\\';
    expression += c == '\0' ? "[^ -~]" : std::string(1, c);
  }
  return expression + '$';
}

Ended Subject::answer(const std::string& filter, double time_limit, std::vector<std::string> more) const {
  more.insert(more.begin(), {"--benchmark_list_tests=true", "--benchmark_filter=" + filter});
  auto question = launch(std::move(more), time_limit);
  question.most_output = most_listing;
  return run_process(question, interruptions_);
}

void Subject::refuse(const std::string& why) const {
  throw SubjectError(fmt::format("{}: {}", program_.file, text::printable(why)));
}

// Of lines alone nobody can tell where a name ends. The program can: it knows its names.
std::vector<std::string> Subject::names_of_many_lines(const std::vector<std::string>& chatter,
                                                      double time_limit) const {
  const auto listed = answer("\n", time_limit);
  if (listed.how != Ended::exited) return {};
  auto lines = lines_in(listed.out);
  drop_chatter(lines, chatter);
  std::vector<std::string> names;
  std::size_t questions = 0;
  for (std::size_t begin = 0; begin + 1 < lines.size();) {
    std::string name = lines[begin];
    std::size_t end = begin + 1;
    for (bool found = false; !found;) {
      if (end == lines.size() || end - begin == most_lines || ++questions > most_questions) {
        end = begin + 1;  // is none: what the program prints beside its names
        break;
      }
      name += '\n' + lines[end++];
      found = has(lines_in(answer(exactly(name), time_limit).out), name, chatter);
      if (found) names.push_back(name);
    }
    begin = end;
  }
  return names;
}

Listing Subject::list(const std::string& filter, double time_limit) {
  const auto asked_for = filter.empty() ? "." : filter;
  auto listed = answer(asked_for, time_limit, {"--benchmark_min_time=1x"});
  // An older library says that it does not understand; not every program ends because of that, and some end with
  // another status than 0 whatever they are asked.
  const bool is_understood = listed.error.find("benchmark_min_time") == std::string::npos;
  takes_iterations_ = is_understood && listed.how == Ended::exited && listed.code == 0;
  if (!takes_iterations_ && (listed.how == Ended::exited || listed.how == Ended::signalled)) {
    const auto before = std::pair(listed.how, listed.code);
    listed = answer(asked_for, time_limit);
    takes_iterations_ = is_understood && std::pair(listed.how, listed.code) == before;
  }
  if (listed.how == Ended::timed_out && !is_understood) listed.error.clear();  // it speaks of our question
  Listing listing;
  listing.ended_by_itself = listed.how == Ended::exited;
  if (!listing.ended_by_itself || listed.code != 0) listing.failure = listed.text();
  const auto cannot_be_asked = [&] {
    refuse(fmt::format("cannot be asked for its benchmarks{}: it {}",
                       program_.measured_by.empty() ? " (say --whole-programs if it has none)" : "",
                       listing.failure));
  };
  if (listed.how == Ended::not_started || listed.how == Ended::interrupted) cannot_be_asked();
  if (listed.out_cut) refuse("lists more than 64 MiB of names");
  auto& names = listing.names;
  names = lines_in(listed.out);
  if (!names.empty() && listed.how != Ended::timed_out) {
    const auto all = names;
    const auto chatter = lines_in(answer("^no benchmark has this name$", time_limit).out);
    if (chatter == all) {
      if (!listing.failure.empty()) cannot_be_asked();
      refuse(fmt::format(
          "takes no notice of --benchmark_filter, or is no benchmark (then say --whole-programs): "
          "whatever it is asked for, it lists {}{}",
          all.front(), all.size() > 1 ? fmt::format(" and {} more", all.size() - 1) : ""));
    }
    drop_chatter(names, chatter);
    // It prints lines that are other ones each time. Which are names, it has to be asked one by one.
    const bool chats_on = all.size() - names.size() < chatter.size();
    join(names, names_of_many_lines(chatter, time_limit));
    std::erase(names, "");
    if (chats_on)
      std::erase_if(names, [&](const std::string& name) {
        return !has(lines_in(answer(exactly(name), time_limit).out), name, chatter);
      });
  }
  if (names.empty() && listing.ended_by_itself && !listing.failure.empty()) cannot_be_asked();
  return listing;
}

}  // namespace parallax::reports::gate
