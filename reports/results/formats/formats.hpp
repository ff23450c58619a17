// SPDX-License-Identifier: MIT
// Result files of other tools that hold what ours do: times of repetitions under names. One file for each format.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reports/results/json_tree.hpp"
#include "reports/results/result_text.hpp"
#include "reports/results/results.hpp"

namespace parallax::reports {

// Each takes the whole text, and `file` is what messages call it. They throw ResultsError if it holds no benchmark.
Results read_hyperfine(const JsonTree& tree, const std::string& file);
Results read_pytest_benchmark(const JsonTree& tree, const std::string& file);
Results read_jmh(const JsonTree& tree, const std::string& file);

// Estimates of one benchmark, which is named after the folder of the file.
Results read_criterion(const JsonTree& tree, const std::string& file);

// A JSON text per line, as cargo-criterion writes them.
Results read_criterion_lines(std::string_view text, const std::string& file);

// Of a run of `bench` that did not come to its end.
Results read_journal(std::string_view text, const std::string& file);

// Of a text in one of these formats; nothing for every other.
std::optional<Results> read_other_format(const ResultText& text);

}  // namespace parallax::reports
