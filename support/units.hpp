// SPDX-License-Identifier: MIT
// Numbers as a person wants to read them: three digits and a unit that fits. For everything that people read.
#pragma once

#include <cstdint>
#include <string>

namespace parallax {

// The unit that a time is written in, and how many seconds it has.
struct TimeUnit {
  double seconds;
  const char* name;
};
TimeUnit time_unit(double seconds);

std::string seconds_text(double seconds);                       // "1.23 ms"
std::string seconds_range_text(double low, double high);        // "1.20–1.26 ms"
std::string ratio_text(double ratio);                           // "1.93×"
std::string ratio_range_text(double low, double high);          // "1.88–1.97"
std::string rate_text(double per_second, const char* of_what);  // "1.23 M items/s"
std::string scaled_text(double number);                         // "1.23 M", "741"
std::string bytes_text(double bytes);                           // "5.1 MiB"
std::string count_text(std::int64_t count);                     // "1 048 576", parted by narrow spaces

}  // namespace parallax
