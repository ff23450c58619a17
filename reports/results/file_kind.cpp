// SPDX-License-Identifier: MIT
#include "reports/results/file_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>

namespace parallax::reports {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t beginning = 64 << 10;  // the context of a result file is far shorter

// The keys of the object that a text begins with, as far as it goes. Nothing is checked: a wrong text has
// wrong keys.
std::set<std::string, std::less<>> keys_of_object(std::string_view text) {
  std::set<std::string, std::less<>> keys;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' || text[i] == '[') ++depth;
    if ((text[i] == '}' || text[i] == ']') && --depth == 0) break;
    if (text[i] != '"') continue;
    const auto begin = i + 1;
    for (++i; i < text.size() && text[i] != '"'; ++i)
      if (text[i] == '\\') ++i;
    const auto after = text.find_first_not_of(" \t\r\n", std::min(i + 1, text.size()));
    if (depth == 1 && after != std::string_view::npos && text[after] == ':')
      keys.emplace(text.substr(begin, i - begin));
  }
  return keys;
}

// "benchmarks" may lie behind the beginning; then "context" is all there is.
FileKind kind_of_json(std::string_view text) {
  const auto keys = keys_of_object(text);
  const auto has = [&](std::string_view key) { return keys.count(key) > 0; };
  const auto says = [&](std::string_view words) { return text.find(words) != std::string_view::npos; };
  if (text.front() == '[')
    return says("\"primaryMetric\"") && says("\"benchmark\"") ? FileKind::jmh : FileKind::other_json;
  if (has("reason") && (says("\"benchmark-complete\"") || says("\"group-complete\"")))
    return FileKind::criterion_lines;
  if (has("machine_info") || has("commit_info")) return FileKind::pytest_benchmark;
  if (has("results") && says("\"command\"")) return FileKind::hyperfine;
  if (has("results") && says("\"median(elapsed)\"")) return FileKind::nanobench;
  if (has("HostEnvironmentInfo")) return FileKind::benchmark_dotnet;
  if (has("mean") && has("median") && has("std_dev")) return FileKind::criterion;
  if (has("journal") && has("context")) return FileKind::journal;
  if (has("benchmarks") || (has("context") && keys.size() == 1)) return FileKind::results;
  if (has("schema") && has("base") && has("head")) return FileKind::comparison;
  if (has("cells") && has("changes")) return FileKind::recording;
  if (has("schema") && has("commit") && has("reference")) return FileKind::history;
  return FileKind::other_json;
}

// What shows such a file, or else what writes one of those that are wanted.
std::string what_to_type(const std::string& name, FileKind wanted, FileKind found) {
  if (found == FileKind::results || found == FileKind::journal ||
      (found >= FileKind::hyperfine && found <= FileKind::criterion_lines))
    return fmt::format("report {} shows it", name);
  if (found == FileKind::comparison) return fmt::format("gate --from={} shows it", name);
  if (found == FileKind::recording) return fmt::format("gate inject-test --from={} shows it", name);
  if (found == FileKind::history) return fmt::format("gate history show {} shows it", name);
  if (wanted == FileKind::comparison) return "gate BASE HEAD --json=FILE writes such a file";
  if (wanted == FileKind::recording) return "gate inject-test --recording=FILE writes such a file";
  if (wanted == FileKind::history) return "gate history append writes such a file";
  if (found == FileKind::console || found == FileKind::csv || found == FileKind::text)
    return "--benchmark_out=FILE.json makes a program write one";
  if (found == FileKind::program) return fmt::format("{} --benchmark_out=FILE.json writes one", name);
  return "scripts/bench writes such files into results/";
}

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

bool begins_with_letters(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && std::equal(with.begin(), with.end(), text.begin(), [](char a, char b) {
           return a == std::tolower(static_cast<unsigned char>(b));
         });
}

template <std::size_t N>
bool begins_with_any(std::string_view text, const std::array<std::string_view, N>& all) {
  return std::any_of(all.begin(), all.end(), [&](auto one) { return begins(text, one); });
}

// Google Benchmark's own texts may stand after others.
FileKind kind_of_words(std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    begin = end + 1;
    const auto says = [&](std::string_view word) { return line.find(word) != std::string_view::npos; };
    if (begins(line, "name,iterations,real_time,cpu_time")) return FileKind::csv;
    if (begins(line, "Benchmark ") && says(" Time ") && says(" CPU ") && says(" Iterations"))
      return FileKind::console;
  }
  return FileKind::text;
}

}  // namespace

FileKind kind_of_text(std::string_view text) {
  using namespace std::string_view_literals;
  constexpr std::array compressed{"\x1f\x8b"sv, "BZh"sv, "\xfd\x37zXZ"sv, "\x28\xb5\x2f\xfd"sv,
                                  "PK\x03\x04"sv};
  constexpr std::array pictures{"\x89PNG"sv, "\xff\xd8\xff"sv, "GIF8"sv, "<svg"sv};
  if (begins_with_any(text, compressed)) return FileKind::compressed;
  if (begins_with_any(text, pictures)) return FileKind::picture;
  if (begins(text, "\x7f\x45LF") || begins(text, "#!")) return FileKind::program;
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return FileKind::empty;
  const auto rest = text.substr(first);
  if (begins_with_letters(rest, "<!doctype html") || begins_with_letters(rest, "<html"))
    return FileKind::page;
  if (rest.front() == '{' || rest.front() == '[') return kind_of_json(rest);
  const bool is_binary = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !std::isspace(static_cast<unsigned char>(c));
  });
  const auto kind = kind_of_words(text);  // names in it may have any character
  return is_binary && kind == FileKind::text ? FileKind::other : kind;
}

FileKind kind_of_file(const fs::path& file) {
  std::error_code ignored;
  std::ifstream in(file, std::ios::binary);
  if (!fs::is_regular_file(file, ignored) || !in) return FileKind::unknown;
  std::string text(beginning, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return kind_of_text(text);
}

std::string_view kind_name(FileKind kind) {
  constexpr std::array<std::string_view, 23> names{"a result file",
                                                   "the journal of a run that was cut off",
                                                   "a comparison of two builds",
                                                   "a recording of the gate's self-test",
                                                   "a history of the gate",
                                                   "results of hyperfine",
                                                   "results of pytest-benchmark",
                                                   "results of JMH",
                                                   "estimates of Criterion",
                                                   "messages of cargo-criterion",
                                                   "results of nanobench",
                                                   "results of BenchmarkDotNet",
                                                   "JSON of another kind",
                                                   "empty",
                                                   "compressed",
                                                   "a page",
                                                   "a picture",
                                                   "a program",
                                                   "the console output of Google Benchmark",
                                                   "comma-separated values of Google Benchmark",
                                                   "text",
                                                   "a file of an unknown kind",
                                                   "unknown"};
  return names.at(static_cast<std::size_t>(kind));
}

std::string wrong_kind_text(const fs::path& file, FileKind wanted, FileKind found) {
  if (found == wanted || found == FileKind::empty || found == FileKind::unknown) return {};
  if (found == FileKind::other_json && wanted != FileKind::results) return {};
  if (wanted == FileKind::results &&
      (found == FileKind::journal || (found >= FileKind::hyperfine && found <= FileKind::criterion_lines)))
    return {};
  const auto name = file == "-" ? std::string("standard input") : file.string();
  const auto what = fmt::format("{}: is {}", name, kind_name(found));
  if (found == FileKind::compressed)
    return what + (file.extension() == ".gz" ? "; unpack it first: gunzip -k " + name : "; unpack it first");
  if (wanted == FileKind::results && (found == FileKind::nanobench || found == FileKind::benchmark_dotnet))
    return fmt::format("{}, which report does not read", what);
  return fmt::format("{}, not {}; {}", what, kind_name(wanted), what_to_type(name, wanted, found));
}

}  // namespace parallax::reports
