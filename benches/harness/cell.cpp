// SPDX-License-Identifier: MIT
#include "benches/harness/cell.hpp"

#include <fmt/format.h>

namespace parallax {

std::string Cell::name() const {
  std::string name = fmt::format("{}{}/{}/workers:{}/size:{}/grain:{}", control ? "control/" : "", kernel,
                                 runtime, workers, wanted.size, wanted.grain);
  for (std::size_t i = 0; i < max_parameters; ++i) {
    if (!parameter_names[i].empty()) name += fmt::format("/{}:{}", parameter_names[i], wanted.parameters[i]);
  }
  return name;
}

std::string_view face_text(Face face) {
  switch (face) {
    case Face::value:
      return "value";
    case Face::wrong:
      return "wrong";
    case Face::crashed:
      return "crashed";
    case Face::timed_out:
      return "timed out";
    case Face::not_supported:
      return "not supported";
    case Face::interrupted:
      return "interrupted";
  }
  return "";
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

std::string Outcome::text() const { return fmt::format("{}: {}", face_text(face), printable(reason)); }

}  // namespace parallax
