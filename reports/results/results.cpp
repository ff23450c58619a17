// SPDX-License-Identifier: MIT
// Where the text of a result file comes from.
#include "reports/results/results.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <new>
#include <system_error>

#include "reports/results/json_events.hpp"
#include "reports/results/json_input.hpp"
#include "reports/results/results_reader.hpp"

namespace parallax::reports {
namespace {

// Five times a million rows. Stops a device that never ends, and what would not fit into memory.
constexpr std::uintmax_t largest_file = std::uintmax_t{4} << 30;

Results read(JsonInput& text) {
  ResultsReader reader(text.file());
  parse_json(text, reader);
  return reader.take();
}

}  // namespace

std::string_view Source::operator[](std::string_view key) const {
  for (const auto& entry : context)
    if (entry.key == key) return entry.value;
  return {};
}

Results parse_results(std::string_view whole, const std::string& file) {
  JsonInput text(file, whole);
  return read(text);
}

Results read_results(const std::filesystem::path& file) {
  const auto fail = [&](const std::string& why) {
    throw ResultsError(fmt::format("{}: cannot be read: {}", file.string(), why));
  };
  const auto reason = [](int error) { return std::generic_category().message(error); };
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) fail(reason(EISDIR));
  std::ifstream in(file, std::ios::binary);
  if (!in) fail(reason(errno));
  if (std::filesystem::is_regular_file(file, ignored) &&
      std::filesystem::file_size(file, ignored) > largest_file)
    fail("larger than any result file");
  std::uintmax_t size = 0;
  JsonInput text(file.string(), [&](char* room, std::size_t wanted) {
    in.read(room, static_cast<std::streamsize>(wanted));
    if (in.bad()) fail(reason(EIO));
    const auto read_now = static_cast<std::size_t>(in.gcount());
    if ((size += read_now) > largest_file) fail("larger than any result file");
    return read_now;
  });
  try {
    return read(text);
  } catch (const std::bad_alloc&) {
    fail("needs more memory than there is");
  }
  return {};
}

}  // namespace parallax::reports
