// SPDX-License-Identifier: MIT
#include "reports/results/excerpt.hpp"

#include <fmt/format.h>

namespace parallax::reports {
namespace {

constexpr std::size_t longest = 300;

bool is_control(unsigned char byte) { return byte < 0x20 || byte == 0x7f; }
bool continues_a_character(unsigned char byte) { return (byte & 0xc0) == 0x80; }

}  // namespace

std::string excerpt(std::string_view text) {
  auto end = text.size();
  if (end > longest) {
    end = longest;
    while (end > 0 && continues_a_character(static_cast<unsigned char>(text[end]))) --end;
  }
  std::string shown;
  for (std::size_t i = 0; i < end; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F are control characters, too.
    const bool is_c1 = byte == 0xc2 && i + 1 < end && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (is_c1) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[++i]));
    } else if (is_control(byte)) {
      shown += fmt::format("\\x{:02x}", byte);
    } else {
      shown += text[i];
    }
  }
  return end < text.size() ? shown + "..." : shown;
}

}  // namespace parallax::reports
