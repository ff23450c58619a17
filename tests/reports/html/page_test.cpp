// SPDX-License-Identifier: MIT
// The page: complete, self-contained, allowed to run nothing but its own script, and the same every time.
#include "reports/html/page.hpp"

#include <gtest/gtest.h>

#include "reports/html/assets.hpp"
#include "tests/reports/html/page_text.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::html {
namespace {

using sample::between;
using sample::count;
using sample::failed_row;
using sample::rows;
using sample::sha256_in_base64;

std::string page_of(const std::vector<std::vector<std::string>>& groups) {
  std::vector<std::string> all;
  for (const auto& group : groups) all.insert(all.end(), group.begin(), group.end());
  return page(make_views(sample::results(all)));
}

std::string usual_page() {
  return page_of({rows("cube/serial/workers:1/size:8/grain:2", {10e6, 10.1e6, 9.9e6, 10e6, 10e6, 10e6}),
                  rows("cube/tbb/workers:2/size:8/grain:2", {5e6, 5.1e6, 4.9e6, 5e6, 5e6, 5e6}),
                  rows("control/cube/tbb/workers:2/size:8/grain:2", {5e6, 5.1e6, 4.9e6, 5e6, 5e6, 5e6}),
                  {failed_row("cube/fork/workers:2/size:8/grain:2", "crashed: worker 1 died of SIGSEGV")},
                  {failed_row("cube/fiber/workers:2/size:8/grain:2", "not supported: no map")},
                  rows("BM_foreign/8/manual_time", {30})});
}

TEST(Page, ShowsEveryCellAndEveryFailure) {
  const auto text = usual_page();
  EXPECT_EQ(count(text, "<tr id=\"cell-"), 6u);
  EXPECT_EQ(count(text, "<tr id=\"cell-5\""), 1u);
  EXPECT_NE(text.find("1 cell failed"), std::string::npos);
  const auto data = has_charts() ? 1u : 0u;
  EXPECT_GE(count(text, "crashed: worker 1 died of SIGSEGV"), 2u + data);  // list, table and data
  EXPECT_GE(count(text, "not supported: no map"), 1u + data);              // table and data
  EXPECT_NE(text.find(">BM_foreign/8/manual_time<"), std::string::npos);
  EXPECT_NE(text.find("2.00×"), std::string::npos);
  EXPECT_NE(text.find("no difference seen"), std::string::npos);
  EXPECT_NE(text.find("Test CPU"), std::string::npos);
}

TEST(Page, IsNotRedWhenNothingFailed) {
  const auto text = page_of({rows("cube/serial/workers:1", {10})});
  EXPECT_NE(text.find("<div class=\"\"><dt>failed</dt><dd>0</dd>"), std::string::npos);
  EXPECT_EQ(text.find("class=\"failures"), std::string::npos);
}

TEST(Page, BeginsWithTheMachineAndTheProgram) {
  auto results = sample::results(rows("cube/serial/workers:1", {10}));
  results.sources.front().context = {
      {"cpu_model", "A CPU"}, {"commit", "0123456789abcdef"}, {"compiler", "GNU 12"}, {"date", "today"}};
  EXPECT_NE(page(make_views(results)).find("commit <code>0123456789ab</code> · GNU 12 · today</p>"),
            std::string::npos);
}

TEST(Page, ReadsMetgAndBreakEvenOffSweeps) {
  std::vector<std::vector<std::string>> groups;
  for (const auto* grain : {"1", "8", "64", "512"}) {
    groups.push_back(rows(std::string("spin/serial/workers:1/size:4096/grain:") + grain, {10e6, 10e6, 10e6}));
    groups.push_back(rows(std::string("spin/gil/workers:2/size:4096/grain:") + grain, {10e6, 10e6, 10e6}));
    groups.push_back(rows(std::string("spin/tbb/workers:2/size:4096/grain:") + grain, {5e6, 5e6, 5e6}));
  }
  for (const int size : {8, 80, 800, 8000}) {
    const auto job = fmt::format("/size:{}/grain:{}", size, size / 8);
    groups.push_back(rows("job/serial/workers:1" + job,
                          {1e3 * size, 1e3 * size, 1e3 * size, 1e3 * size, 1e3 * size, 1e3 * size}));
    groups.push_back(rows("job/tbb/workers:2" + job,
                          {5e2 * size, 5e2 * size, 5e2 * size, 5e2 * size, 5e2 * size, 5e2 * size}));
  }
  const auto text = page_of(groups);
  EXPECT_NE(text.find("METG(75 %)"), std::string::npos);
  EXPECT_NE(text.find(">never reached<"), std::string::npos);
  EXPECT_NE(text.find("Break-even"), std::string::npos);
  EXPECT_NE(text.find(">always<"), std::string::npos);
}

// The page without what its own scripts and style contain, which the browser's tests watch at work.
std::string markup_of(std::string text) {
  for (const auto& [open, close] : {std::pair{"<script>", "</script>"}, std::pair{"<style>", "</style>"},
                                    std::pair{"<pre class=\"licences\">", "</pre>"}})
    for (auto at = text.find(open); at != std::string::npos; at = text.find(open))
      text.erase(at, text.find(close, at) - at);
  return text;
}

TEST(Page, AsksForNothingOutsideOfItself) {
  const auto text = markup_of(usual_page());
  for (const auto* reference : {"http:", "https:", " src=", "url(", "@import", "<link", "<iframe"})
    EXPECT_EQ(text.find(reference), std::string::npos) << reference;
  EXPECT_EQ(text.find("{{"), std::string::npos);
  EXPECT_EQ(count(text, " style="), 0u);  // the policy would not let them through
  EXPECT_EQ(count(text, " onclick="), 0u);
}

TEST(Page, IsTheSameEveryTime) { EXPECT_EQ(usual_page(), usual_page()); }

TEST(Page, CarriesHostileTextsAsTexts) {
  const std::string evil =
      R"(</script></style><script>alert(1)</script><img src=x onerror=alert(1)>' \" {{cells}} {})";
  const auto text = page_of({rows(evil, {1}),
                             rows("k/" + std::string("<b>") + "/workers:1", {1}),
                             {failed_row("k/x/workers:2", "wrong: " + evil)},
                             {failed_row(evil + "2", evil)}});
  const auto harmless = page_of({rows("a/b/workers:1", {1})});
  for (const auto* tag : {"<script", "</script", "<style", "</style", "<img", "<b>", "<meta"})
    EXPECT_EQ(count(text, tag), count(harmless, tag)) << tag;
}

// The policy's hashes come from the build; here they are computed by another program, over what really stands
// in the page.
TEST(Page, AllowsItsOwnScriptAndStyleAndNoOther) {
  if (!has_charts()) GTEST_SKIP() << "this build has no node, and so no script";
  const auto text = usual_page();
  const auto policy = between(text, "Content-Security-Policy\" content=\"", "\"");
  EXPECT_EQ(
      policy,
      fmt::format("default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}' 'sha256-{}'; "
                  "base-uri 'none'; form-action 'none'",
                  sha256_in_base64(between(text, "<style>", "</style>")),
                  sha256_in_base64(between(text, "<script>", "</script>")),
                  sha256_in_base64(between(text.substr(text.rfind("<script>")), "<script>", "</script>"))));
}

}  // namespace
}  // namespace parallax::reports::html
