// SPDX-License-Identifier: MIT
//
// The origin's content without its server: the table of pages, and what a request's target says.
#include "benches/support/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "benches/origin/page_request.hpp"
#include "tests/benches/origin/is_page.hpp"

namespace parallax {
namespace {

using ::testing::MatchesRegex;

TEST(Page, IsLinesOfLinksWithNumbersOfTheirOwn) {
  const std::string_view table(page_table().data(), page_table().size());
  ASSERT_EQ(table.size(), 1u << 20);
  std::set<std::string_view> numbers;
  for (std::size_t at = 0; at < table.size(); at += page_line_bytes) {
    const std::string_view line = table.substr(at, page_line_bytes);
    ASSERT_EQ(line.find('\n'), page_line_bytes - 1) << line;
    numbers.insert(line.substr(15, 6));
  }
  EXPECT_EQ(numbers.size(), table.size() / page_line_bytes);
  for (const std::size_t n : {std::size_t{0}, std::size_t{17}, numbers.size() - 1})
    EXPECT_THAT(std::string(table.substr(n * page_line_bytes, page_line_bytes)),
                MatchesRegex("<a href=\"/page/[0-9]{6}\">[a-z ]{36}</a>\n"));
}

TEST(Page, BeginsAtALineAndGoesOnAtTheTablesBeginning) {
  const std::string table(page_table().data(), page_table().size());
  const std::size_t lines = table.size() / page_line_bytes;
  EXPECT_EQ(page_offset(0), 0u);
  EXPECT_EQ(page_offset(lines - 1), table.size() - page_line_bytes);
  EXPECT_EQ(page_offset(3 * lines + 5), 5 * page_line_bytes);
  const std::string body = table.substr(table.size() - page_line_bytes) + table + table.substr(0, 100);
  EXPECT_TRUE(is_page(lines - 1, body));
  EXPECT_FALSE(is_page(lines - 2, body));
  const auto bytes = std::as_bytes(std::span(body));
  for (const std::size_t at : {std::size_t{0}, std::size_t{1}, page_line_bytes, table.size(), body.size()})
    EXPECT_TRUE(page_matches(lines - 1, at, bytes.subspan(at))) << at;
}

TEST(Page, DoesNotMatchIfOneByteDiffers) {
  const std::uint64_t seed = 16'380;  // near the table's end
  std::string body(page_table().data() + page_offset(seed), page_table().size() - page_offset(seed));
  body.append(page_table().data(), 1000);
  ASSERT_TRUE(is_page(seed, body));
  for (std::size_t i = 0; i < body.size(); ++i) {
    ++body[i];
    EXPECT_FALSE(is_page(seed, body)) << i;
    --body[i];
  }
}

TEST(PageRequest, IsATargetsQuery) {
  PageRequest request{.latency = std::chrono::seconds(1), .bytes = 5, .seed = 6};
  EXPECT_EQ(parse_target("/", request), 200);
  EXPECT_EQ(request.latency.count(), 0);
  EXPECT_EQ(request.bytes, 1024u);
  EXPECT_EQ(request.seed, 0u);
  EXPECT_EQ(parse_target("/?seed=18446744073709551615&latency_us=60000000&bytes=67108864", request), 200);
  EXPECT_EQ(request.latency, std::chrono::seconds(60));
  EXPECT_EQ(request.bytes, 64u << 20);
  EXPECT_EQ(request.seed, UINT64_MAX);
  for (const char* target : {"/page", "", "*", "//", "http://127.0.0.1/"})
    EXPECT_EQ(parse_target(target, request), 404) << target;
  for (const char* target :
       {"/?bytes=67108865", "/?latency_us=60000001", "/?seed=18446744073709551616", "/?bytes=-1",
        "/?bytes=", "/?bytes", "/?bytes=1k", "/?bytes=+1", "/?size=1", "/?bytes=1&&seed=1", "/?&"})
    EXPECT_EQ(parse_target(target, request), 400) << target;
}

}  // namespace
}  // namespace parallax
