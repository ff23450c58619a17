// SPDX-License-Identifier: MIT
#include "benches/origin/page_request.hpp"

#include <charconv>
#include <optional>

namespace parallax {
namespace {

// Cuts off and returns what stands before `border`, all if there is none.
std::string_view cut(std::string_view& text, char border) {
  const std::size_t place = text.find(border);
  const std::string_view head = text.substr(0, place);
  text.remove_prefix(place == std::string_view::npos ? text.size() : place + 1);
  return head;
}

// All of `text` as a number up to `most`.
std::optional<std::uint64_t> number(std::string_view text, std::uint64_t most) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > most) return {};
  return value;
}

}  // namespace

int parse_target(std::string_view target, PageRequest& request) {
  if (cut(target, '?') != "/") return 404;
  request = {};
  while (!target.empty()) {
    std::string_view value = cut(target, '&');
    const std::string_view key = cut(value, '=');
    if (key == "latency_us") {
      const auto latency = number(value, static_cast<std::uint64_t>(max_page_latency.count()));
      if (!latency) return 400;
      request.latency = std::chrono::microseconds(*latency);
    } else if (key == "bytes") {
      const auto bytes = number(value, max_page_bytes);
      if (!bytes) return 400;
      request.bytes = *bytes;
    } else if (key == "seed") {
      const auto seed = number(value, UINT64_MAX);
      if (!seed) return 400;
      request.seed = *seed;
    } else {
      return 400;
    }
  }
  return 200;
}

}  // namespace parallax
