// SPDX-License-Identifier: MIT
// That a text is the same in whatever blocks it comes, and what of it is read as something else.
#include "reports/results/json_input.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "reports/results/json_events.hpp"
#include "tests/reports/results/complaint.hpp"

namespace parallax::reports {
namespace {

// Hands out a text in pieces of at most so many characters.
JsonInput::Read in_pieces(std::string_view text, std::size_t most) {
  return [text, most, at = std::size_t{0}](char* room, std::size_t size) mutable {
    const auto count = std::min({most, size, text.size() - at});
    std::memcpy(room, text.data() + at, count);
    at += count;
    return count;
  };
}

std::string given(JsonInput& text) {
  std::string all;
  while (text.advance()) all += text.current();
  return all;
}

std::string given(const std::string& written) {
  JsonInput text("f.json", written);
  return given(text);
}

TEST(JsonInput, GivesNullForWhatIsNoNumber) {
  EXPECT_EQ(given("[NaN,-NaN,Infinity,-Infinity]"), "[null,null,null,null]");
  EXPECT_EQ(given(R"("NaN" NaN "\" NaN" "\\" NaN)"), R"("NaN" null "\" NaN" "\\" null)");
  EXPECT_EQ(given("Nan N -1 - -I Infinit -Na"), "Nan N -1 - -I Infinit -Na");
}

TEST(JsonInput, ShortensWhiteSpaceOutsideOfStrings) {
  EXPECT_EQ(given("  {  \n\t\r \"a  b\" :\n\n1}  "), " { \"a  b\" :\n1} ");
  EXPECT_EQ(given("\n \n"), "\n");
}

TEST(JsonInput, IsTheSameInAnyBlocks) {
  const std::string written =
      "{\"a  \\\" b\":   \n\n  [NaN, -Infinity,\t1, -2.5e-7],  \n\"NaN\\\\\": \"long enough to be cut\", "
      "\"c\": }";
  JsonInput whole("f.json", written);
  const auto expected = given(whole);
  for (std::size_t block = 1; block < 64; ++block) {
    for (std::size_t piece = 1; piece <= block; ++piece) {
      JsonInput text("f.json", in_pieces(written, piece), block);
      ASSERT_EQ(given(text), expected) << block << ' ' << piece;
      ASSERT_EQ(text.place(expected.size()), whole.place(expected.size())) << block << ' ' << piece;
    }
  }
  EXPECT_EQ(whole.place(expected.size()), "f.json:4:40");
  EXPECT_EQ(whole.place(expected.size() + 1), "f.json:4:41");
}

class Nobody final : public JsonEvents {
  void key(std::string_view) override {}
  void scalar(const JsonScalar&) override {}
  void open(JsonKind) override {}
  void close() override {}
};

std::string complaint_about_stream(const std::string& written) {
  JsonInput text("f.json", in_pieces(written, 1000), 1000);
  Nobody nobody;
  return sample::complaint([&] { parse_json(text, nobody); });
}

// What a parser would have to keep until it ends.
TEST(JsonInput, HasNoWordWithoutAnEnd) {
  for (const auto* beginning : {"[\n\"", "[\n1", "[\n-0."})
    EXPECT_NE(complaint_about_stream(beginning + std::string(2 << 20, '1')).find("f.json:2:"),
              std::string::npos);
  EXPECT_NE(complaint_about_stream("[\"" + std::string(2 << 20, 'x')).find("a word too long"),
            std::string::npos);
  EXPECT_NE(complaint_about_stream("[" + std::string(2 << 20, '1')).find("a word too long"),
            std::string::npos);
}

TEST(JsonInput, MayHaveMuchWhiteSpace) {
  EXPECT_EQ(complaint_about_stream("[" + std::string(3 << 20, ' ') + "]" + std::string(3 << 20, '\n')),
            "no complaint");
  EXPECT_EQ(complaint_about_stream(std::string(3 << 20, ' ')),
            "f.json: the file is empty; did the run end before it wrote anything?");
  EXPECT_NE(complaint_about_stream("[1" + std::string(3 << 20, '\n'))
                .find("f.json:3145729:1: the file is cut off here"),
            std::string::npos);
}

}  // namespace
}  // namespace parallax::reports
