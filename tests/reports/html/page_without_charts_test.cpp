// SPDX-License-Identifier: MIT
// The page of a report that was built where there was no node: everything but charts, and that is said.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/reports/html/page_text.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using sample::between;
using sample::count;
using sample::rows;

class PageWithoutCharts : public testing::Test {
 protected:
  PageWithoutCharts() {
    std::vector<std::string> all;
    for (const auto* name : {"cube/serial/workers:1/size:8/grain:2", "cube/tbb/workers:1/size:8/grain:2",
                             "cube/tbb/workers:2/size:8/grain:2"})
      for (const auto& row : rows(name, {10e6, 10.1e6, 9.9e6, 10e6, 10e6, 10e6})) all.push_back(row);
    all.push_back(sample::failed_row("cube/fork/workers:2/size:8/grain:2", "crashed: <script>"));
    folder.write("r.json", sample::file(sample::joined(all)));
    const auto command =
        fmt::format("cd '{}' && '{}' r.json >out 2>err", (folder / ".").string(), REPORT_WITHOUT_CHARTS);
    status = std::system(command.c_str());
    page = sample::text_of(folder / "report.html");
  }

  const sample::Folder folder;
  int status = -1;
  std::string page;
};

TEST_F(PageWithoutCharts, IsMadeAndSaysSoOnTheTerminal) {
  EXPECT_EQ(status, 0);
  EXPECT_NE(sample::text_of(folder / "out").find("report.html: 4 cells, 1 failed\n"), std::string::npos);
  const auto told = sample::text_of(folder / "err");
  EXPECT_NE(told.find("no charts"), std::string::npos) << told;
  EXPECT_NE(told.find("scripts/setup"), std::string::npos) << told;
}

TEST_F(PageWithoutCharts, SaysSoItselfAndWhatWouldBringThem) {
  const auto said = between(page, "<ul class=\"warnings\"><li>This page has no charts", "</li>");
  EXPECT_NE(said.find("node was missing"), std::string::npos) << said;
  EXPECT_NE(said.find("scripts/setup"), std::string::npos) << said;
}

TEST_F(PageWithoutCharts, HasAllTablesAndBars) {
  for (const auto* section : {"winners", "scaling", "resources", "distributions", "cells", "provenance"}) {
    const auto text = between(page, fmt::format("id=\"{}\"", section), "</section>");
    EXPECT_GE(count(text, "<table"), 1u) << section;
  }
  EXPECT_EQ(count(page, "<tr id=\"cell-"), 4u);
  const auto style = between(page, "<style>", "</style>");
  for (const auto* bar : {".w0{", ".w37{", ".w100{"}) EXPECT_EQ(count(style, bar), 1u) << bar;
  EXPECT_EQ(count(style, "@import"), 0u);
  EXPECT_GT(count(between(page, "id=\"scaling\"", "</section>"), " w100"), 0u);
}

TEST_F(PageWithoutCharts, HasNoScriptAndAllowsNone) {
  EXPECT_EQ(count(page, "<script"), 0u);
  EXPECT_EQ(count(page, "{{"), 0u);
  EXPECT_EQ(between(page, "Content-Security-Policy\" content=\"", "\""),
            fmt::format("default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
                        sample::sha256_in_base64(between(page, "<style>", "</style>"))));
  for (const auto* part : {"http:", "https:", " src=", "url(", "<link", "<iframe"})
    EXPECT_EQ(count(page, part), 0u) << part;
}

// Pages of the gate and of claims never had a script, and miss nothing.
TEST_F(PageWithoutCharts, IsOnlyThatOfResults) {
  const auto command = fmt::format("cd '{}' && '{}' --claims r.json -o claims.html >out 2>err",
                                   (folder / ".").string(), REPORT_WITHOUT_CHARTS);
  EXPECT_EQ(std::system(command.c_str()), 0);
  const auto text = sample::text_of(folder / "claims.html");
  EXPECT_EQ(count(text, "no charts"), 0u);
  EXPECT_EQ(count(text, "{{"), 0u);
  EXPECT_NE(text.find(fmt::format("style-src 'sha256-{}'",
                                  sample::sha256_in_base64(between(text, "<style>", "</style>")))),
            std::string::npos);
  EXPECT_EQ(sample::text_of(folder / "err"), "");
}

}  // namespace
}  // namespace parallax::reports
