// SPDX-License-Identifier: MIT
// What a file is, as far as its first bytes tell: for those who named a wrong one. Nothing is read that way.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace parallax::reports {

enum class FileKind {
  results,     // Google Benchmark's JSON
  journal,     // of a run of `bench` that was cut off
  comparison,  // gate --json
  recording,   // gate inject-test --recording
  history,     // gate history append
  hyperfine,
  pytest_benchmark,
  jmh,
  criterion,        // estimates.json
  criterion_lines,  // cargo criterion --message-format=json
  nanobench,
  benchmark_dotnet,
  other_json,
  empty,
  compressed,
  page,
  picture,
  program,
  console,  // Google Benchmark's table for people
  csv,      // Google Benchmark's comma-separated values
  text,
  other,
  unknown  // no regular file, or one that cannot be read
};

FileKind kind_of_text(std::string_view beginning);

FileKind kind_of_file(const std::filesystem::path& file);

// "a comparison of two builds", "a page".
std::string_view kind_name(FileKind kind);

// "gate.json: is a comparison of two builds, not a result file; gate --from=gate.json shows it". Nothing
// where the reader of `wanted` has more to say: of such a file, an empty or unknown one, or JSON that nobody
// knows.
std::string wrong_kind_text(const std::filesystem::path& file, FileKind wanted, FileKind found);

}  // namespace parallax::reports
