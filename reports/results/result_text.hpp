// SPDX-License-Identifier: MIT
// Where the text of a result file comes from: a file or standard input, packed or not, in UTF-8 or UTF-16. What cannot be
// read twice as it is (a pipe, what is packed) is kept in memory, as a file without a name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "reports/results/json_input.hpp"
#include "support/descriptor.hpp"

namespace parallax::reports {

class ResultText {
 public:
  // "-" is standard input. Throws ResultsError if it cannot be read or unpacked, or is larger than any result file.
  explicit ResultText(const std::filesystem::path& file);
  ResultText(const ResultText&) = delete;
  ResultText& operator=(const ResultText&) = delete;

  // What messages call it.
  const std::string& name() const { return name_; }

  // The first 64 KiB, or all that is there.
  std::string beginning() const;

  // From the beginning, as often as it is asked for. It throws ResultsError where the file cannot be read.
  JsonInput::Read read() const;

  // All of it, if it has at most so many bytes; else nothing.
  std::string whole(std::uintmax_t most) const;

 private:
  void unpack(const char* program);
  [[noreturn]] void fail(const std::string& why) const;

  std::string name_;
  Descriptor file_;
};

}  // namespace parallax::reports
