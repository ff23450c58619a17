// SPDX-License-Identifier: MIT
// Sentences about one file. It may have millions of rows, and nobody reads a million sentences.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace parallax::reports {

class Remarks {
 public:
  void add(std::string sentence) {
    if (kept_.size() < most)
      kept_.push_back(std::move(sentence));
    else
      ++more_;
  }

  // The last one says how many are not kept.
  std::vector<std::string> take() {
    if (more_ > 0) kept_.push_back(fmt::format("and {} more of this kind", more_));
    more_ = 0;
    return std::move(kept_);
  }

 private:
  static constexpr std::size_t most = 100;
  std::vector<std::string> kept_;
  std::size_t more_ = 0;
};

}  // namespace parallax::reports
