// SPDX-License-Identifier: MIT
#include "benches/harness/cell.hpp"

#include <fmt/format.h>

namespace parallax {

std::string Cell::name() const {
  std::string name =
      fmt::format("{}{}/{}/workers:{}/size:{}/grain:{}", subject->control() ? "control/" : "",
                  subject->kernel(), subject->runtime(), workers, parameters.size, parameters.grain);
  const auto parameter_names = subject->parameter_names();
  for (std::size_t i = 0; i < max_parameters; ++i) {
    if (!parameter_names[i].empty())
      name += fmt::format("/{}:{}", parameter_names[i],
                          subject->parameter_text(parameter_names[i], parameters.values[i]));
  }
  return name;
}

std::string_view status_text(Status status) {
  switch (status) {
    case Status::value:
      return "value";
    case Status::wrong:
      return "wrong";
    case Status::crashed:
      return "crashed";
    case Status::timed_out:
      return "timed out";
    case Status::not_supported:
      return "not supported";
    case Status::interrupted:
      return "interrupted";
  }
  return "";
}

bool was_interrupted(std::string_view text) {
  const std::string_view word = status_text(Status::interrupted);
  return text.substr(0, word.size()) == word && text.substr(word.size(), 2) == ": ";
}

std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c >= ' ' && c <= '~') {
      result += c;
    } else {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

std::string Outcome::text() const { return fmt::format("{}: {}", status_text(status), printable(reason)); }

}  // namespace parallax
