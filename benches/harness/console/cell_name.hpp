// SPDX-License-Identifier: MIT
//
// A cell's name in the parts that the table shows.
#pragma once

#include <string>
#include <string_view>

namespace parallax {

struct CellName {
  std::string group;         // kernel and case: "cube  size 4096  grain 64"
  std::string runtime;       // "fork"; of a control "tbb (by hand)"
  std::string workers;       // "2"
  bool is_baseline = false;  // `serial`, which the others are compared with
};

// Of "control/cube/tbb/workers:2/size:4096/grain:64". A name of another kind is a group and a runtime of its
// own.
CellName parts_of(std::string_view name);

}  // namespace parallax
