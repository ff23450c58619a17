// SPDX-License-Identifier: MIT
// Result files for tests, as text: rows that look as Google Benchmark writes them.
#pragma once

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "reports/results/results.hpp"

namespace parallax::reports::sample {

// As old versions of Google Benchmark wrote it, without a "repetition_index": several of one name are
// repetitions.
inline std::string row(const std::string& name, double nanoseconds, const std::string& more = "") {
  return fmt::format(R"({{"name": "{0}", "run_name": "{0}", "run_type": "iteration",)"
                     R"( "iterations": 10, "real_time": {1}, "cpu_time": {1}, "time_unit": "ns"{2}{3}}})",
                     name, nanoseconds, more.empty() ? "" : ", ", more);
}

// As new versions do.
inline std::string repetition(const std::string& name, double nanoseconds, int index, int planned) {
  return row(name, nanoseconds, fmt::format(R"("repetitions": {}, "repetition_index": {})", planned, index));
}

inline std::string failed_row(const std::string& name, const std::string& message) {
  return row(name, 0, R"("error_occurred": true, "error_message": ")" + message + '"');
}

inline std::vector<std::string> rows(const std::string& name, std::initializer_list<double> nanoseconds) {
  std::vector<std::string> all;
  for (const auto time : nanoseconds) all.push_back(row(name, time));
  return all;
}

inline std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ",\n") + part;
  return text;
}

constexpr const char* usual_context =
    R"("schema": "1", "commit": "4f2d1c0a9b8e7d6c", "dirty": "false", "compiler": "GCC 12.2.0", "cpu_model": "Test CPU")";

inline std::string file(const std::string& rows, const std::string& context = usual_context) {
  return "{\n\"context\": {" + context + "},\n\"benchmarks\": [\n" + rows + "\n]\n}\n";
}

inline Results results(const std::vector<std::string>& rows) {
  return parse_results(file(joined(rows)), "test.json");
}

// A cell as it comes out of a file, one repetition for each time.
inline Cell cell(const std::string& name, std::initializer_list<double> milliseconds) {
  Cell cell;
  cell.name = name;
  cell.id = parse_cell_name(name);
  for (const auto time : milliseconds) {
    cell.seconds.push_back(time * 1e-3);
    cell.cpu_seconds.push_back(time * 1e-3);
  }
  return cell;
}

// A folder of its own for one test, gone with it.
class Folder {
 public:
  Folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "reports_test_XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::system_error(errno, std::generic_category(), "mkdtemp");
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

inline std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace parallax::reports::sample
