// SPDX-License-Identifier: MIT
// Markdown that fits into a comment and in which no name is anything but a name.
#include "reports/text/markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reports/text/sample_run.hpp"

namespace parallax::reports::text {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Markdown, HasTheAnswerTheFailuresAndTheRestFolded) {
  const auto text = markdown(given::sample_views());
  EXPECT_THAT(text, HasSubstr("| kind of work | least time |"));
  EXPECT_THAT(text, HasSubstr("### 1 failed"));
  EXPECT_THAT(text, HasSubstr("`crashed: worker 1 died of SIGSEGV`"));
  EXPECT_THAT(text, HasSubstr("METG(75 %)"));
  EXPECT_THAT(text, HasSubstr("| `tbb` | from "));
  EXPECT_THAT(text, HasSubstr("<details>"));
}

TEST(CodeSpan, HoldsWhateverANameContains) {
  EXPECT_EQ(code_span("cube"), "`cube`");
  EXPECT_EQ(code_span("a|b"), "`a\\|b`");
  EXPECT_EQ(code_span("a`b``c"), "```a`b``c```");
  EXPECT_EQ(code_span("`a"), "`` `a ``");
  EXPECT_EQ(code_span("a\nb"), "`a\ufffdb`");
  EXPECT_EQ(code_span(""), "");
}

TEST(Markdown, KeepsHostileNamesInTheirSpans) {
  auto failed = sample::cell(given::evil, {});
  failed.errors = {given::evil};
  const auto text = markdown(given::views_of({failed}));
  EXPECT_THAT(text, HasSubstr("| ``failed: =cmd\\|"));
  EXPECT_THAT(text, Not(HasSubstr("\n[a]")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Markdown, LeavesOutWhatNoCommentCouldHold) {
  std::vector<Cell> cells;
  for (int i = 0; i < 3000; ++i)
    cells.push_back(sample::cell(fmt::format("kernel{}/tbb/workers:2/size:8", i), {1}));
  const auto text = markdown(given::views_of(cells));
  EXPECT_LE(text.size(), 65'536u);
  EXPECT_THAT(text, HasSubstr(" works more"));
}

}  // namespace
}  // namespace parallax::reports::text
