// SPDX-License-Identifier: MIT
//
// A program with its arguments, as plain data: what `bench -- ./prog --threads={workers}` measures.
#pragma once

#include <string>
#include <vector>

#include "benches/support/fixed_text.hpp"

namespace parallax {

// The first part of such a cell's name.
inline constexpr const char* command_kernel = "program";

struct Command {
  Text<64> name;     // the second part; empty: there is no command
  Text<2048> words;  // each with a newline behind it
};

// "./prog", "--threads={workers}": named after the program's file. Throws UsageError if it is empty or too long.
Command command_of(const std::vector<std::string>& words);

// Whether one of the words is told how many workers there are.
bool takes_workers(const Command& command);

// The words as they were given, and for so many workers.
std::vector<std::string> words_of(const Command& command);
std::vector<std::string> words_of(const Command& command, int workers);

}  // namespace parallax
