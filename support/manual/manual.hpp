// SPDX-License-Identifier: MIT
//
// What a command line offers, as data. Programs make it of the descriptions that their --help prints; from it come man
// pages and what completes flags in a shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parallax {

struct ManualFlag {
  std::vector<std::string> names;  // "--output", "-o"; never empty
  std::string value;  // what stands behind it, as an example: "FILE", "1,2,4"; empty if nothing does
  std::string text;
};

struct ManualGroup {
  std::string title;
  std::vector<ManualFlag> flags;
};

struct Manual {
  std::string name;                          // as it is called behind `parallax`: "bench", "gate"
  std::string summary;                       // half a sentence, without an end
  std::string usage;                         // what stands behind the name: "[NAME...] [FLAG...]"
  std::vector<std::string> paragraphs = {};  // of plain text
  std::vector<ManualGroup> groups = {};
  std::vector<std::string> words = {};  // what may stand there and is no flag
  std::string exit_status = {};         // plain text, its lines kept
  std::vector<Manual> commands = {};    // "append" of "history"
};

// In a form: "man" is a man page, "bash", "zsh" and "fish" are what library/command/completion/ completes its words
// with. Throws std::invalid_argument for another.
std::string manual_as(std::string_view form, const Manual& manual);
inline const std::vector<std::string> manual_forms{"man", "bash", "zsh", "fish"};

std::string man_page(const Manual& manual);
std::string bash_words(const Manual& manual);
std::string zsh_words(const Manual& manual);
std::string fish_words(const Manual& manual);

}  // namespace parallax
