// SPDX-License-Identifier: MIT
// What tests want to know of a page as text.
#pragma once

#include <stdio.h>

#include <memory>
#include <string>

#include "tests/reports/sample.hpp"

namespace parallax::reports::sample {

inline std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

inline std::string between(const std::string& text, const std::string& open, const std::string& close) {
  const auto begin = text.find(open) + open.size();
  return text.substr(begin, text.find(close, begin) - begin);
}

// As a content security policy has it; computed by another program.
inline std::string sha256_in_base64(const std::string& text) {
  const Folder folder;
  const auto command = "sha256sum < '" + folder.write("text", text).string() + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  std::string bytes;
  for (unsigned byte = 0; bytes.size() < 32 && ::fscanf(pipe.get(), "%2x", &byte) == 1;)
    bytes += static_cast<char>(byte);
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string base64;
  unsigned bits = 0, held = 0;
  for (const char byte : bytes + '\0') {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (held += 8; held >= 6; held -= 6) base64 += letters[bits >> (held - 6) & 63];
  }
  return base64.substr(0, 43) + "=";
}

}  // namespace parallax::reports::sample
