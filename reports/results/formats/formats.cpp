// SPDX-License-Identifier: MIT
#include "reports/results/formats/formats.hpp"

#include "reports/results/file_kind.hpp"

namespace parallax::reports {
namespace {

constexpr std::uintmax_t largest_lines = 256 << 20;

JsonTree tree_of(const ResultText& text) {
  JsonInput input(text.name(), text.read());
  return parse_tree(input);
}

}  // namespace

std::optional<Results> read_other_format(const ResultText& text) {
  switch (kind_of_text(text.beginning())) {
    case FileKind::hyperfine:
      return read_hyperfine(tree_of(text), text.name());
    case FileKind::pytest_benchmark:
      return read_pytest_benchmark(tree_of(text), text.name());
    case FileKind::jmh:
      return read_jmh(tree_of(text), text.name());
    case FileKind::criterion:
      return read_criterion(tree_of(text), text.name());
    case FileKind::criterion_lines:
      return read_criterion_lines(text.whole(largest_lines), text.name());
    case FileKind::journal:
      return read_journal(text.whole(largest_lines), text.name());
    default:
      return {};
  }
}

}  // namespace parallax::reports
