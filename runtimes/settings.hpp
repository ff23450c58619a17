// SPDX-License-Identifier: MIT
//
// What may be chosen about a runtime: its number of workers, and the knobs that it declares itself.
//
// A runtime declares a knob as a constant in its own file, lists it in its facts and reads it by that
// constant. The command line's flag, its help text, the order to a host and the entry in the result all
// come from the declaration; no other file names the knob. Runtimes may share one: it is known by its name.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parallax {

struct Setting {
  enum class Unit : std::uint8_t { count, microseconds };

  std::string_view name;     // "gil_check_interval": the flag without its dashes, at most 31 characters
  std::string_view summary;  // one line of --help, without the default
  std::int64_t default_value = 0;
  std::int64_t least = 1, most = 1'000'000'000;
  Unit unit = Unit::count;

  bool operator==(const Setting&) const = default;
};

// Plain data: it travels to the host as it is.
struct Settings {
  struct Choice {
    std::array<char, 32> name{};
    std::int64_t value = 0;
  };

  int workers = 1;                   // at least 1, the caller included
  std::array<Choice, 16> choices{};  // those beyond defaults; the first without a name ends them

  // What was chosen, else the default.
  std::int64_t value(const Setting& setting) const {
    const Choice* const choice = find(setting.name);
    return choice ? choice->value : setting.default_value;
  }
  std::chrono::microseconds duration(const Setting& setting) const {
    return std::chrono::microseconds(value(setting));
  }

  // The range is the caller's affair. False if there are too many choices, or the name is too long.
  bool choose(std::string_view name, std::int64_t value) {
    for (Choice& choice : choices) {
      const std::string_view known = choice.name.data();
      if (!known.empty() && known != name) continue;
      if (name.size() >= choice.name.size()) return false;
      std::copy(name.begin(), name.end(), choice.name.begin());
      choice.value = value;
      return true;
    }
    return false;
  }

  // Null if nothing was chosen.
  const Choice* find(std::string_view name) const {
    const auto found = std::find_if(choices.begin(), choices.end(), [&](const Choice& choice) {
      return std::string_view(choice.name.data()) == name;
    });
    return found == choices.end() ? nullptr : &*found;
  }
};

}  // namespace parallax
