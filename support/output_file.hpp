// SPDX-License-Identifier: MIT
// Writing a file so that it is there whole or not at all, whatever happens in between.
#pragma once

#include <filesystem>
#include <string_view>

namespace parallax {

// Replaces `file` in one step. A device or pipe is written to as it stands, a link is followed. Throws
// std::system_error that names the call; what was there before is then untouched, and nothing new is left
// behind.
void write_whole(const std::filesystem::path& file, std::string_view text);

}  // namespace parallax
