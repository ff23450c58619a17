// SPDX-License-Identifier: MIT
// Whether two programs would run the same instructions on the same constants.
#pragma once

#include <filesystem>
#include <string>

#include "reports/gate/process.hpp"

namespace parallax::reports::gate {

// A 128-bit hash, hexadecimal, of what an ELF file maps into memory: code, constants, initial data. Left out
// is what names the build and does nothing (build id and other notes, and the section .parallax_build, into
// which a program may put its commit). Empty if it is no ELF file, as of a script, which may run anything.
// Throws std::system_error if unreadable.
std::string text_hash(const std::filesystem::path& program);

// True if both have the same text, and every shared library that they load from different places has too. In
// doubt false: then they are measured.
bool same_text(const std::filesystem::path& base, const std::filesystem::path& head,
               Interruptions& interruptions);

}  // namespace parallax::reports::gate
