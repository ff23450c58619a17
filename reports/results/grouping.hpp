// SPDX-License-Identifier: MIT
// Groups: which result files are one result, because one program on one machine made them, and which can only
// be compared.
//
// Numbers from two machines or two programs must never meet in one median or one ratio of a page; where they
// differ is what a comparison shows (views/differences.hpp). A file that does not say where it comes from
// (another project's) may stand beside others, but shares no cell with them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/results/results.hpp"

namespace parallax::reports {

struct Groups {
  std::vector<Results> results;  // one for each program on each machine, in the order of the files
  // For each result why it is not part of the first one: "a.json and b.json differ in host_name (vm; sixteen)".
  // That of the first is empty.
  std::vector<std::string> reasons;
  // What a reader has to know of the files: that one is a copy of another and used once, that two were built
  // from changes that nobody can name.
  std::vector<std::string> remarks;
};

// Repetitions of one program on one machine that were run separately are joined, those of copies are taken
// once.
Groups group_results(std::vector<Results> parts);

// Every file as a result of its own, but for copies: for who asks to compare what could be joined.
Groups single_results(std::vector<Results> parts);

// The files themselves, for tables of their own that put repetitions together: without copies, and only if one
// program on one machine measured them all. `varied` is a setting in which they may differ. Throws
// ResultsError that names what else does.
std::vector<Results> of_one_program(std::vector<Results> parts, std::string_view varied,
                                    std::vector<std::string>& remarks);

}  // namespace parallax::reports
