// SPDX-License-Identifier: MIT
#include "support/manual/manual.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace parallax {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const Manual manual{.name = "saw",
                    .summary = "cuts",
                    .usage = "[FLAG...]",
                    .paragraphs = {".hidden files are cut with \\ too"},
                    .groups = {{"How",
                                {{{"--depth", "-d"}, "3", "It's deep [in cm]: as deep as it goes. And more"},
                                 {{"--dry"}, "", "Cuts nothing"}}}},
                    .words = {"wood"},
                    .exit_status = "0  cut\n1  not cut",
                    .commands = {{.name = "set-up",
                                  .summary = "sharpens",
                                  .usage = "[FLAG...]",
                                  .groups = {{"", {{{"--fine"}, "", "Finer"}}}}}}};

// What a line begins with or what a backslash stands for is nothing that a text means.
TEST(ManPage, SaysWhatTheManualSays) {
  const auto page = manual_as("man", manual);
  for (const char* part :
       {".TH PARALLAX\\-SAW 1\n", "parallax\\-saw \\- cuts\n", "\n\\&.hidden files are cut with \\e too\n",
        ".SS How\n",
        ".TP\n\\fB\\-\\-depth\\fP, \\fB\\-d\\fP=\\fI3\\fP\nIt's deep [in cm]: as deep as it goes. And more\n",
        ".TP\n\\fB\\-\\-dry\\fP\nCuts nothing\n", ".SH SAW SET\\-UP\n", "\\fB\\-\\-fine\\fP",
        ".nf\n0  cut\n1  not cut\n.fi\n"})
    EXPECT_THAT(page, HasSubstr(part));
}

TEST(ShellWords, AreWhatCanBeTyped) {
  EXPECT_EQ(manual_as("bash", manual),
            "_parallax_saw() {\n  flags=' --depth= -d --dry'\n  words=' wood set-up'\n}\n"
            "_parallax_saw_set_up() {\n  flags=' --fine'\n  words=''\n}\n");
  EXPECT_THAT(manual_as("zsh", manual),
              AllOf(HasSubstr("'--depth=[It'\\''s deep  in cm ]:value:_files'"),
                    HasSubstr("'--dry[Cuts nothing]'"), Not(HasSubstr("And more"))));
  EXPECT_THAT(
      manual_as("fish", manual),
      AllOf(HasSubstr("complete -c parallax -n '_parallax_is saw' -l depth -r -d 'It'\\''s deep [in cm]'\n"),
            HasSubstr("complete -c parallax -n '_parallax_is saw' -s d -r"),
            HasSubstr("complete -c parallax -n '_parallax_is saw set-up' -l fine -d 'Finer'\n"),
            HasSubstr("complete -c parallax -n '_parallax_is saw' -a 'wood'\n")));
}

TEST(Manual, HasNoOtherForms) {
  EXPECT_THROW(manual_as("csh", manual), std::invalid_argument);
  for (const auto& form : manual_forms) EXPECT_FALSE(manual_as(form, manual).empty());
}

}  // namespace
}  // namespace parallax
