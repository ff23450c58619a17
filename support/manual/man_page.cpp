// SPDX-License-Identifier: MIT
//
// In the macros of man(7).
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "support/manual/manual.hpp"

namespace parallax {
namespace {

// Backslashes and dashes mean something else there, and so do dots and apostrophes at the begin of a line.
std::string roff(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const bool begins = escaped.empty() || escaped.back() == '\n';
    if (begins && (c == '.' || c == '\'')) escaped += "\\&";
    if (c == '\\')
      escaped += "\\e";
    else if (c == '-')
      escaped += "\\-";
    else
      escaped += c;
  }
  return escaped;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string joined_names(const ManualFlag& flag) {
  std::string names;
  for (const std::string& name : flag.names)
    names += fmt::format("{}\\fB{}\\fP", names.empty() ? "" : ", ", roff(name));
  return flag.value.empty() ? names : fmt::format("{}=\\fI{}\\fP", names, roff(flag.value));
}

void add_flags(std::string& page, const std::vector<ManualGroup>& groups) {
  for (const ManualGroup& group : groups) {
    if (!group.title.empty()) page += fmt::format(".SS {}\n", roff(group.title));
    for (const ManualFlag& flag : group.flags)
      page += fmt::format(".TP\n{}\n{}\n", joined_names(flag), roff(flag.text));
  }
}

void add_commands(std::string& page, const std::vector<Manual>& commands, const std::string& before) {
  for (const Manual& command : commands) {
    const std::string name = before + ' ' + command.name;
    page += fmt::format(".SH {}\n\\fB{}\\fP {}\n.PP\n{}.\n", roff(upper(name)), roff("parallax " + name),
                        roff(command.usage), roff(command.summary));
    add_flags(page, command.groups);
    add_commands(page, command.commands, name);
  }
}

}  // namespace

std::string man_page(const Manual& manual) {
  std::string page = fmt::format(".TH {} 1\n.SH NAME\n{} \\- {}\n", roff(upper("parallax-" + manual.name)),
                                 roff("parallax-" + manual.name), roff(manual.summary));
  page += fmt::format(".SH SYNOPSIS\n\\fB{}\\fP {}\n.SH DESCRIPTION\n", roff("parallax " + manual.name),
                      roff(manual.usage));
  for (const std::string& paragraph : manual.paragraphs) page += fmt::format("{}\n.PP\n", roff(paragraph));
  page += ".SH OPTIONS\n";
  add_flags(page, manual.groups);
  add_commands(page, manual.commands, manual.name);
  if (!manual.exit_status.empty())
    page += fmt::format(".SH EXIT STATUS\n.nf\n{}\n.fi\n", roff(manual.exit_status));
  return page + ".SH SEE ALSO\n\\fBparallax\\fP(1)\n";
}

}  // namespace parallax
