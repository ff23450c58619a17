// SPDX-License-Identifier: MIT
// What every writer says in the same words of results that are compared.
#pragma once

#include <string>
#include <vector>

#include "reports/views/differences.hpp"

namespace parallax::reports {

// "Cell by cell, with equal workers: of 112 cells, sixteen is surely faster than vm in 70 and surely slower in
// 12; 30 cannot be told apart." Says so where there is no cell in common.
std::string differences_sentence(const Differences& found);

// "With the runtime and the workers that suit each work best, sixteen is surely faster in 7 of 8 works and surely
// slower in none." Empty if no work is in all results.
std::string works_sentence(const Differences& found);

// What the ratios do not hold: results were measured one after the other, each in its own place.
std::string side_by_side_warning();

// Of each result that was disturbed: "vm: this run was disturbed ...".
std::vector<std::string> disturbance_sentences(const Differences& found, const std::vector<Views>& results);

// "All that is called sure here is right together with 95 %." And how many have too few repetitions.
std::string surely_sentence(const Differences& found);

// "112 cells, 3 of them not in the first".
std::string cells_sentence(const ComparedResult& result, bool is_first);

// "1.31× (1.20–1.40)", "≈ 1.02× (0.97–1.08)", or why there is none.
std::string difference_text(const OneDifference& one);
std::string mean_text(const std::optional<Estimate>& mean);

// "faster", "slower", "not told apart", "–".
std::string difference_verdict(const OneDifference& one);

// "tbb with 16 workers".
std::string way_text(const Row& row);

// "a.json and b.json have no cell in common (the first has cube/..., the second BM_Sort/8)", or nothing.
std::string nothing_in_common(const Differences& found, const std::vector<Views>& results);

}  // namespace parallax::reports
