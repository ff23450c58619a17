// SPDX-License-Identifier: MIT
// The context of a file while it is read. Lists and objects become one line of text: "0.5; 1.25", or
// "type Data, level 1; type Unified, level 2".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "reports/results/json_events.hpp"
#include "reports/results/remarks.hpp"
#include "reports/results/results.hpp"

namespace parallax::reports {

// Is told what lies within the context, without its own opening and closing.
class ContextReader {
 public:
  // `file` is what messages call the file.
  explicit ContextReader(const std::string& file) : file_(file) {}

  void key(std::string_view name);
  void scalar(const JsonScalar& value);
  void open(JsonKind kind);
  void close() { levels_.pop_back(); }

  std::vector<ContextEntry> take() { return std::move(entries_); }
  // What is wrong with it, as sentences.
  std::vector<std::string> take_remarks() { return remarks_.take(); }

 private:
  struct Level {
    bool is_list;
    std::size_t begin;  // where its text begins in the value
  };

  void add(std::string_view text);
  bool is_full() const;
  void begin_item();

  const std::string& file_;
  std::vector<ContextEntry> entries_;
  std::unordered_set<std::string> known_;
  std::vector<Level> levels_;
  std::size_t size_ = 0;
  Remarks remarks_;
};

}  // namespace parallax::reports
