// SPDX-License-Identifier: MIT
// Cells by name. Names are kept in the cells only: there may be a million of them.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "reports/results/cell.hpp"

namespace parallax::reports {

class CellIndex {
 public:
  // Of cells that stay in this vector, which may grow.
  explicit CellIndex(const std::vector<Cell>& cells) : known_(0, ByName{&cells}, ByName{&cells}) {}

  std::optional<std::size_t> find(std::string_view name) const {
    const auto found = known_.find(name);
    return found == known_.end() ? std::nullopt : std::optional(*found);
  }

  // Its name must not be known yet.
  void add(std::size_t index) { known_.insert(index); }

 private:
  struct ByName {
    using is_transparent = void;
    const std::vector<Cell>* cells;

    std::string_view name(std::size_t index) const { return (*cells)[index].name; }
    std::string_view name(std::string_view text) const { return text; }
    std::size_t operator()(auto key) const { return std::hash<std::string_view>{}(name(key)); }
    bool operator()(auto one, auto other) const { return name(one) == name(other); }
  };

  std::unordered_set<std::size_t, ByName, ByName> known_;
};

}  // namespace parallax::reports
