// SPDX-License-Identifier: MIT
//
// What makes a number reproducible: the program, its libraries, the machine and its state, as the result
// file's context.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace parallax {

using ContextEntries = std::vector<std::pair<std::string, std::string>>;

// Facts about the build: commit, compiler, flags, libraries.
ContextEntries build_context();
// Facts about the machine and its state now: processor, topology, quota, governor, virtual machine, kernel,
// clock.
ContextEntries machine_context();

// A command's words as a shell takes them, quoted where they have to be.
std::string shell_words(std::span<char* const> words);

}  // namespace parallax
