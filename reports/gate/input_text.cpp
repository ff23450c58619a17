// SPDX-License-Identifier: MIT
#include "reports/gate/input_text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "support/descriptor.hpp"
#include "support/retry.hpp"

namespace parallax::reports::gate {
namespace {

constexpr std::size_t block = 1 << 20, beginning = 64 << 10;

// With what errno says now, which the next call may change.
[[noreturn]] void cannot_read(const std::filesystem::path& file) {
  const int error = errno;
  throw InputError(
      fmt::format("{}: cannot be read: {}", file.string(), std::generic_category().message(error)));
}

// Whether what follows does not matter any more.
bool is_no_object(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? text.size() >= beginning : text[first] != '{';
}

}  // namespace

std::string input_text(const std::filesystem::path& file, std::size_t most) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (descriptor.get() < 0) cannot_read(file);
  std::string text;
  while (true) {
    const auto before = text.size();
    text.resize(before + (before < beginning ? beginning : block));
    const auto read = retry_on_interrupt(
        [&] { return ::read(descriptor.get(), text.data() + before, text.size() - before); });
    if (read < 0) cannot_read(file);
    text.resize(before + static_cast<std::size_t>(read));
    if (read == 0) return text;
    if (text.size() >= beginning && is_no_object(text)) return text;
    if (text.size() > most)
      throw InputError(fmt::format("{}: has more than {} MiB, which is too much for what it should be",
                                   file.string(), most >> 20));
  }
}

}  // namespace parallax::reports::gate
