// SPDX-License-Identifier: MIT
#include "benches/harness/option_values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "benches/kernels/kernels.hpp"
#include "benches/support/usage_error.hpp"
#include "support/suggestion.hpp"

namespace parallax {
namespace {

std::vector<std::string> words_for(const std::string& parameter) {
  std::vector<std::string> words;
  for (const KernelEntry* kernel : kernels()) {
    for (const ParameterWords& one : kernel->facts.words)
      if (one.parameter == parameter) words.assign(one.words.begin(), one.words.end());
  }
  return words;
}

}  // namespace

std::chrono::microseconds duration_of(const std::string& flag, const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string unit(end, text.data() + text.size());
  const double microseconds = unit == "us"                   ? number
                              : unit == "s"                  ? number * 1e6
                              : unit == "m" || unit == "min" ? number * 60e6
                              : unit == "h"                  ? number * 3600e6
                              : unit == "ms"                 ? number * 1e3
                                                             : -1;
  if (error == std::errc() && unit.empty() && std::isfinite(number))
    throw UsageError(
        fmt::format("{}={}: without a unit; {}s are seconds, {}ms milliseconds", flag, text, text, text));
  if (error != std::errc() || !(microseconds >= 1) || microseconds > 1e12)
    throw UsageError(fmt::format("{}={}: not a duration like 100us, 5ms or 2s", flag, text));
  return std::chrono::microseconds(std::llround(microseconds));
}

std::chrono::milliseconds budget_of(const std::string& text) {
  constexpr std::chrono::seconds shortest{1};
  const bool has_unit = !text.empty() && std::isalpha(static_cast<unsigned char>(text.back()));
  if (!has_unit)
    throw UsageError(fmt::format("--budget={}: not a time with a unit, like 90s, 3m or 1h", text));
  const auto budget = std::chrono::ceil<std::chrono::milliseconds>(duration_of("--budget", text));
  if (budget < shortest)
    throw UsageError(fmt::format("--budget={}: nothing fits into less than a second", text));
  return budget;
}

std::string no_whole_number(const std::string& text, std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_one =
      error == std::errc() && end == text.data() + text.size() && number > 0 && number <= most;
  return is_one ? std::string() : fmt::format("{} is not a whole number from 1 to {}", text, most);
}

std::string setting_text(const Setting& setting, std::int64_t value) {
  if (setting.unit == Setting::Unit::count) return std::to_string(value);
  if (value % 1'000'000 == 0) return fmt::format("{}s", value / 1'000'000);
  if (value % 1'000 == 0) return fmt::format("{}ms", value / 1'000);
  return fmt::format("{}us", value);
}

std::int64_t setting_value(const Setting& setting, const std::string& text) {
  const std::string flag = fmt::format("--{}", setting.name);
  std::int64_t value = 0;
  if (setting.unit == Setting::Unit::microseconds) {
    value = duration_of(flag, text).count();
  } else {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
      throw UsageError(fmt::format("{}={}: not a whole number", flag, text));
  }
  if (value < setting.least || value > setting.most)
    throw UsageError(fmt::format("{}={}: not from {} to {}", flag, text, setting_text(setting, setting.least),
                                 setting_text(setting, setting.most)));
  return value;
}

std::string parameter_name(const std::string& text) { return text.substr(0, text.find(':')); }

std::vector<std::uint64_t> parameter_values(const std::string& text) {
  std::vector<std::uint64_t> values;
  const std::vector<std::string> words = words_for(parameter_name(text));
  for (std::size_t at = text.find(':'); at < text.size(); at = text.find(',', at + 1)) {
    std::uint64_t value = 0;
    const char* const begin = text.data() + at + 1;
    const char* const end = text.data() + std::min(text.find(',', at + 1), text.size());
    if (const auto word = std::find(words.begin(), words.end(), std::string(begin, end));
        word != words.end()) {
      values.push_back(static_cast<std::uint64_t>(word - words.begin()));
      continue;
    }
    if (!words.empty()) {
      const std::string meant = nearest({begin, end}, words);
      throw UsageError(fmt::format("--parameter={}: {}", text,
                                   meant.empty() ? fmt::format("there are {}", fmt::join(words, ", "))
                                                 : fmt::format("did you mean {}?", meant)));
    }
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc() || stop != end) {
      values.clear();
      break;
    }
    values.push_back(value);
  }
  if (values.empty()) throw UsageError(fmt::format("--parameter={}: not like multiply_adds:64,1024", text));
  return values;
}

}  // namespace parallax
