// SPDX-License-Identifier: MIT
// Nothing gets into markup unescaped.
#include "reports/html/markup.hpp"

#include <gtest/gtest.h>

namespace parallax::reports::html {
namespace {

TEST(Escape, LeavesNothingThatMarkupCouldMean) {
  EXPECT_EQ(escape("<a href='x' id=\"y\">&amp;"), "&lt;a href=&#39;x&#39; id=&quot;y&quot;&gt;&amp;amp;");
  EXPECT_EQ(escape("µs ×"), "µs ×");
  EXPECT_EQ(escape(std::string("a\0b\x1f\x7f\n", 6)), "a\ufffdb\ufffd\ufffd\n");
}

TEST(Markup, EscapesTextButNotMarkupNorNumbers) {
  Markup inner, outer;
  inner.add("<b>{}</b>", "<");
  outer.add("<p>{} {} {:.1f} {}</p>", inner, std::string("&"), 1.25, 7);
  EXPECT_EQ(outer.text(), "<p><b>&lt;</b> &amp; 1.2 7</p>");
}

TEST(Markup, DoesNotReadPlaceholdersInArguments) {
  Markup markup;
  markup.add("{}", "{} {0} {{x}}");
  EXPECT_EQ(markup.text(), "{} {0} {{x}}");
}

}  // namespace
}  // namespace parallax::reports::html
