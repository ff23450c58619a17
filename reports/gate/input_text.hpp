// SPDX-License-Identifier: MIT
// The text of a file that somebody named, which may be anything: a device without an end, a folder, nothing.
#pragma once

#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace parallax::reports::gate {

// A comparison of several hours is shorter. What has no end has to be refused before memory ends.
inline constexpr std::size_t longest_input = std::size_t{512} << 20;

// The message is complete: "gate.json: cannot be read: Is a directory".
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What should be a JSON object. Of a text that does not begin like one only the beginning is read: enough to
// say what it is. Throws InputError if it cannot be read or has more than `most` bytes.
std::string input_text(const std::filesystem::path& file, std::size_t most = longest_input);

}  // namespace parallax::reports::gate
