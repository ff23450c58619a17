// SPDX-License-Identifier: MIT
// What every writer of reports says in the same words: kinds of work, counts, what disturbed a run.
#pragma once

#include <string>
#include <vector>

#include "reports/views/views.hpp"

namespace parallax::reports {

std::string kind_title(WorkKind kind);    // "Tiny CPU tasks"
std::string kind_meaning(WorkKind kind);  // "a chunk takes one worker less than 10 µs"

// What a report begins with: "This run was disturbed, so nothing is ranked: ...", or of a part of the cells that their
// works are in no ranking; and of cells that a CPU quota held back. Empty where nothing was disturbed.
std::string disturbance_sentence(const Views& views);

// "others used 0.4 % of the processors", empty where that is not known.
std::string foreign_load_text(const Views& views);

// "264 cells, 5 kernels, 6 runtimes, 0 failed, 0 not supported; 16 processors; noise of the machine 9.4 %".
std::string counts_text(const Views& views);

// The head of a column of intervals of times: "95 % interval", or "interval" where some row's ranks reach less.
std::string interval_title(const Views& views, const std::vector<std::size_t>& rows);

// A counter's value in the unit that its name tells: "woken_p50" is a time, "worker_pss" are bytes.
std::string counter_text(std::string_view name, double value);

// "a, b and c".
std::string listed(const std::vector<std::string>& words);

}  // namespace parallax::reports
