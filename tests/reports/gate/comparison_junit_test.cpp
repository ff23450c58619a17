// SPDX-License-Identifier: MIT
// Read back by a parser of another project.
#include "reports/gate/comparison_junit.hpp"

#include <gtest/gtest.h>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <sstream>

#include "tests/reports/gate/comparison_sample.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::gate {
namespace {

using boost::property_tree::ptree;

ptree suite_of(const Comparison& comparison) {
  std::istringstream stream(to_junit(comparison));
  ptree document;
  boost::property_tree::read_xml(stream, document);
  return document.get_child("testsuites.testsuite");
}

// What became of each cell: "passed" or the name of the element that says otherwise.
std::vector<std::string> outcomes_of(const ptree& suite) {
  std::vector<std::string> outcomes;
  for (const auto& [name, testcase] : suite) {
    if (name != "testcase") continue;
    outcomes.emplace_back("passed");
    for (const auto* element : {"failure", "error", "skipped"})
      if (testcase.count(element) > 0) outcomes.back() = element;
  }
  return outcomes;
}

TEST(ComparisonJunit, HasATestCaseForEachCell) {
  const auto suite = suite_of(sample::full());
  EXPECT_EQ(outcomes_of(suite),
            (std::vector<std::string>{"failure", "failure", "passed", "passed", "passed", "passed", "skipped",
                                      "skipped", "error", "error", "passed", "passed", "skipped", "skipped",
                                      "failure"}));
  EXPECT_EQ(suite.get<int>("<xmlattr>.tests"), 15);
  EXPECT_EQ(suite.get<int>("<xmlattr>.failures"), 3);
  EXPECT_EQ(suite.get<int>("<xmlattr>.errors"), 2);
  EXPECT_EQ(suite.get<int>("<xmlattr>.skipped"), 4);
  const auto& first = suite.get_child("testcase");
  EXPECT_EQ(first.get<std::string>("<xmlattr>.classname"), "cube");
  EXPECT_EQ(first.get<std::string>("<xmlattr>.name"), "cube/threads/workers:2/size:4096/grain:64");
  // 84 visits of 3 repetitions of 100 iterations of 1 ms.
  EXPECT_GT(first.get<double>("<xmlattr>.time"), 25.2);
  EXPECT_LT(first.get<double>("<xmlattr>.time"), 28.4);
  EXPECT_NE(first.get<std::string>("failure.<xmlattr>.message").find("+12.3"), std::string::npos);
}

TEST(ComparisonJunit, FailsWhereTheExitCodeDoes) {
  auto it = sample::empty();
  it.cells = {{"a", Verdict::removed, "", 0, {}, {}}, {"b", Verdict::left_out, "", 0, {}, {}}};
  it.cells.push_back({"c", Verdict::no_change, "", 0, {}, {}});
  EXPECT_EQ(outcomes_of(suite_of(it)), (std::vector<std::string>{"failure", "skipped", "passed"}));
  it.allow_removed = true;
  EXPECT_EQ(outcomes_of(suite_of(it)), (std::vector<std::string>{"skipped", "skipped", "passed"}));
  it.strict = true;
  EXPECT_EQ(outcomes_of(suite_of(it)), (std::vector<std::string>{"skipped", "failure", "passed"}));
  it.strict = false;
  it.cells.pop_back();  // and now nothing was compared
  EXPECT_EQ(outcomes_of(suite_of(it)), (std::vector<std::string>{"skipped", "skipped", "error"}));
  it.incomplete = "interrupted & <ended>";
  EXPECT_EQ(outcomes_of(suite_of(it)), (std::vector<std::string>{"skipped", "skipped", "error"}));
}

TEST(ComparisonJunit, NamesStayNames) {
  auto it = sample::empty();
  std::string all;
  for (int byte = 1; byte < 256; ++byte) all += static_cast<char>(byte);
  for (const auto& name : {std::string("]]>\"'<&"), all, std::string("\ufffe\uffff\ufdd0"),
                           std::string("\xed\xa0\x80"), std::string("a\0b", 3), std::string()})
    it.cells.push_back({name, Verdict::error, name, 0, {}, {name}});
  const auto suite = suite_of(it);
  EXPECT_EQ(outcomes_of(suite).size(), 6u);
  EXPECT_EQ(suite.get_child("testcase").get<std::string>("<xmlattr>.name"), "]]>\"'<&");
}

// Boost's parser forgives much; libxml2 and expat are strict.
TEST(ComparisonJunit, IsWellFormedForStrictParsers) {
  const reports::sample::Folder folder;
  auto it = sample::full();
  for (int byte = 1; byte < 256; ++byte) it.cells[0].name += static_cast<char>(byte);
  it.cells[1].name += "\ufffe\uffff\xf4\x90\x80\x80";
  const auto file = folder.write("junit.xml", to_junit(it)).string();
  const auto command =
      "python3 -c 'import sys, xml.etree.ElementTree as e; "
      "sys.exit(len(e.parse(sys.argv[1]).findall(\".//testcase\")) != 15)' '" +
      file + "'";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace parallax::reports::gate
