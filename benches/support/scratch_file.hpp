// SPDX-License-Identifier: MIT
//
// A file without a name, for kernels that read and write: it vanishes with its last descriptor, however the
// process ends.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "support/descriptor.hpp"

namespace parallax {

// An empty file, to be read and written, in $TMPDIR, else in /var/tmp, which usually is a disk where /tmp may
// be memory. Throws std::system_error naming the directory.
Descriptor scratch_file();

// Writes or reads all of it at `offset`, or throws std::system_error, or std::runtime_error at a file's end.
void write_all_at(int descriptor, std::span<const std::byte> bytes, std::size_t offset);
void read_all_at(int descriptor, std::span<std::byte> bytes, std::size_t offset);

}  // namespace parallax
