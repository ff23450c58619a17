// SPDX-License-Identifier: MIT
#include "reports/gate/instant.hpp"

#include <chrono>

namespace parallax::reports::gate {
namespace {

constexpr std::size_t day_length = 10;  // of "2026-10-03"

// Takes what it reads away from the front of the text; once something is missing, nothing is right any more.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char digit = next();
      if (digit < '0' || digit > '9') is_right_ = false;
      value = value * 10 + (digit - '0');
    }
    return value;
  }
  bool skip(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char wanted) { is_right_ = skip(wanted) && is_right_; }
  void skip_digits() {
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') rest_.remove_prefix(1);
  }
  bool at_end() const { return rest_.empty(); }
  bool is_right() const { return is_right_; }

 private:
  char next() {
    if (rest_.empty()) return '\0';
    const char first = rest_.front();
    rest_.remove_prefix(1);
    return first;
  }

  std::string_view rest_;
  bool is_right_ = true;
};

struct Zone {
  int minutes = 0;
  bool is_right = true;
};

Zone zone_of(Reader& reader) {
  reader.skip(' ');
  if (reader.at_end() || reader.skip('Z')) return {};
  const bool is_west = reader.skip('-');
  if (!is_west) reader.expect('+');
  const int hours = reader.number(2);
  reader.skip(':');
  const int minutes = reader.number(2);
  const int all = hours * 60 + minutes;
  return {is_west ? -all : all, hours < 24 && minutes < 60};
}

}  // namespace

std::optional<std::int64_t> instant_of(std::string_view iso) {
  using namespace std::chrono;
  Reader reader(iso);
  const int y = reader.number(4);
  reader.expect('-');
  const int m = reader.number(2);
  reader.expect('-');
  const int d = reader.number(2);
  if (!reader.is_right()) return {};
  const year_month_day date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
  if (!date.ok()) return {};
  std::int64_t seconds = std::int64_t{sys_days(date).time_since_epoch().count()} * 86'400;
  if (reader.at_end()) return seconds;
  if (!reader.skip('T')) reader.expect(' ');
  const int hour = reader.number(2);
  reader.expect(':');
  const int minute = reader.number(2);
  reader.expect(':');
  const int second = reader.number(2);
  if (reader.skip('.')) reader.skip_digits();
  const auto zone = zone_of(reader);
  if (!reader.is_right() || !reader.at_end() || !zone.is_right) return {};
  if (hour > 23 || minute > 59 || second > 60) return {};  // 60: a leap second
  seconds += std::int64_t{hour} * 3600 + std::int64_t{minute - zone.minutes} * 60 + second;
  return seconds;
}

std::string_view day_of(std::string_view iso) { return iso.substr(0, day_length); }

}  // namespace parallax::reports::gate
