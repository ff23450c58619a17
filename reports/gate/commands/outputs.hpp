// SPDX-License-Identifier: MIT
// What a command writes. A measurement takes minutes, so nothing of it may hang on one output: whether files
// can be written is asked before anything is measured, and one that fails does not keep the others from being
// there.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace parallax::reports::gate {

struct NamedFile {
  std::string option;  // "--json"
  std::string file;    // empty: not asked for
};

// Throws WrongUse if an output cannot be written, if two are one file, or if one would replace an input.
void require_writable(const std::vector<NamedFile>& outputs, const std::vector<NamedFile>& inputs);

class Outputs {
 public:
  using Text = std::function<std::string()>;

  void write(const std::string& file, const Text& text);  // nothing if no file is named
  void print(const Text& text);                           // to standard output

  bool failed() const { return !failures_.empty(); }
  // Tells on standard error what could not be written, if anything. The exit code is then gave_up.
  int exit(int otherwise) const;

 private:
  void attempt(const std::function<void()>& action);

  std::vector<std::string> failures_;
};

}  // namespace parallax::reports::gate
