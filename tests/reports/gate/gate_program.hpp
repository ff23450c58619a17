// SPDX-License-Identifier: MIT
//
// The real program `gate` on real programs.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax::reports::gate {

using parallax::testing::Folder;
using ::testing::HasSubstr;
using ::testing::StartsWith;

inline const std::string fixture = GATE_FIXTURE, gate_program = GATE_PROGRAM;

// Tests run beside others, and visits are short: only what is twice as slow is to be found, and nothing by
// chance.
inline const std::vector<std::string> careful{"--threshold=40", "--cpu-threshold=40", "--memory-threshold=40",
                                              "--false-alarms=0.1"};

inline std::vector<std::string> with_care(std::vector<std::string> words) {
  words.insert(words.end(), careful.begin(), careful.end());
  return words;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Programs that take the fixture's mode before what the gate says.
class Gate : public ::testing::Test {
 protected:
  using Program = parallax::testing::Program;

  std::string program(const std::string& mode) {
    auto file = (folder_ / mode).string();
    std::ofstream(file) << "#!/bin/sh\nexec " << fixture << ' ' << mode << " \"$@\"\n";
    ::chmod(file.c_str(), 0755);
    return file;
  }
  static std::vector<std::string> command(const std::string& base, const std::string& head,
                                          std::vector<std::string> more) {
    std::vector<std::string> words{gate_program,    base,        head, "--visit=5ms", "--pairs=8",
                                   "--timeout=20s", "--budget=0"};
    words.insert(words.end(), careful.begin(), careful.end());
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  Program::Result run(const std::string& base, const std::string& head, std::vector<std::string> more = {}) {
    return parallax::testing::run(command(program(base), program(head), std::move(more)));
  }
  void fails(const std::string& head, const std::string& message) {
    const auto result = run("good", head, {"--timeout=2s"});
    EXPECT_EQ(result.status, 4) << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr(message)) << head;
  }

  Folder folder_;
};

}  // namespace parallax::reports::gate
