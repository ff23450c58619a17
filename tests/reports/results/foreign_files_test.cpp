// SPDX-License-Identifier: MIT
// Files of other programs: as many benchmarks as are in them are shown, in every way of showing them, or named as left out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "reports/html/markup.hpp"
#include "reports/html/page.hpp"
#include "reports/results/given_file.hpp"
#include "reports/text/csv.hpp"
#include "reports/text/markdown.hpp"
#include "reports/text/terminal.hpp"
#include "reports/views/foreign.hpp"
#include "tests/reports/html/page_text.hpp"
#include "tests/reports/results/complaint.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Results read(const std::string& name) { return read_given(fs::path(FOREIGN_FILES) / name); }

const Cell& cell_of(const Results& results, std::string_view name) {
  for (const auto& cell : results.cells)
    if (cell.name == name) return cell;
  throw std::logic_error("there is no " + std::string(name));
}

struct Expected {
  std::string file;
  std::vector<std::string> names;
  std::size_t remarks = 0;
};

void PrintTo(const Expected& expected, std::ostream* out) { *out << expected.file; }

class ForeignFile : public testing::TestWithParam<Expected> {};

TEST_P(ForeignFile, ShowsAsManyBenchmarksAsAreInIt) {
  const auto results = read(GetParam().file);
  std::vector<std::string> names;
  for (const auto& cell : results.cells) names.push_back(cell.name);
  EXPECT_EQ(names, GetParam().names);
  EXPECT_EQ(results.sources.at(0).remarks.size(), GetParam().remarks)
      << testing::PrintToString(results.sources.at(0).remarks);

  const auto views = make_views(results);
  ASSERT_EQ(views.rows.size(), names.size());
  const auto terminal = text::terminal(views, {false, true, 200}), markdown = text::markdown(views),
             csv = text::csv(views), page = html::page(views);
  for (const auto& row : views.rows) {
    EXPECT_TRUE(row.seconds || !row.message.empty()) << row.name;
    html::Markup in_page;
    in_page.add("{}", row.name);
    EXPECT_THAT(terminal, HasSubstr("  " + row.name));
    EXPECT_THAT(markdown, HasSubstr("| `" + row.name + "` |"));
    EXPECT_THAT(csv, HasSubstr(row.name.find(',') == std::string::npos ? "\r\n" + row.name + "," : row.name));
    EXPECT_THAT(page, HasSubstr("<th scope=\"row\">" + in_page.text() + "</th>"));
  }
  EXPECT_EQ(sample::count(page, "<tr id=\"cell-"), names.size());
}

INSTANTIATE_TEST_SUITE_P(
    Foreign, ForeignFile,
    testing::Values(
        Expected{"aggregates_beside.json", {"BM_shown", "BM_lost/repeats:3"}},
        Expected{"aggregates_only.json", {"BM_a"}}, Expected{"context_key_twice.json", {"BM_a"}, 1},
        Expected{"counter_named_label.json", {"BM_a"}}, Expected{"lines_after.json", {"BM_a"}, 1},
        Expected{"lines_before.json", {"BM_a"}, 1}, Expected{"lines_inside.json", {"BM_a"}, 1},
        Expected{"manual_time.json", {"BM_gpu/manual_time"}},
        Expected{"mixed.json",
                 {"BM_cap/plain", "BM_cx/64", "BM_cx/512", "BM_cx/4096", "BM_skip", "BM_aggonly/repeats:3",
                  "BM_dispagg/repeats:3"}},
        Expected{"name_twice.json", {"BM_cap/plain", "BM_dup/8", "BM_dup/8 #2"}, 1},
        Expected{"nan_counters.json", {"BM_a", "BM_b"}}, Expected{"nan_time.json", {"BM_a", "BM_b"}},
        Expected{"negative_cpu_time.json", {"BM_a", "BM_b"}}, Expected{"no_context.json", {"BM_a"}, 1},
        Expected{"old_aggregates.json", {"BM_x/8"}}, Expected{"old_complexity.json", {"BM_x/8", "BM_x/64"}},
        Expected{"rows_that_are_none.json", {"BM_a", "BM_c"}, 2},
        Expected{"skipped.json", {"BM_ok", "BM_skip"}}, Expected{"utf16.json", {"BM_a"}},
        Expected{"hyperfine.json", {"sleep 0.01", "false", "sleep 0.01 #2"}},
        Expected{"pytest_benchmark.json",
                 {"tests/test_a.py::test_sort[16]", "tests/test_a.py::test_sort[2]"}},
        Expected{"jmh.json",
                 {"org.x.Sort.run/n:16 (avgt)", "org.x.Sort.run/threads:4 (thrpt)", "org.x.Sort.odd (avgt)"}},
        Expected{"criterion/sort/16/new/estimates.json", {"sort/16"}},
        Expected{"criterion_lines.json", {"sort/16", "sort/2"}}),
    [](const auto& one) {
      return fs::path(one.param.file).parent_path().empty() ? fs::path(one.param.file).stem().string()
                                                            : "estimates";
    });

// Every file of the folder is one of the above, or of those with a test of their own.
TEST(ForeignFiles, AreAllRead) {
  for (const auto& entry : fs::recursive_directory_iterator(FOREIGN_FILES))
    if (entry.is_regular_file()) {
      EXPECT_FALSE(read_results(entry.path()).cells.empty()) << entry.path();
    }
}

TEST(ForeignFiles, ShowAggregatesAsWhatTheyAre) {
  const auto views = make_views(read("aggregates_only.json"));
  const auto& row = views.rows.at(0);
  EXPECT_EQ(row.status, Status::aggregated);
  EXPECT_EQ(row.message,
            "mean 50.0\u00a0ns, median 51.0\u00a0ns, stddev 2.00\u00a0ns, cv 4 %, of 3 repetitions");
  EXPECT_TRUE(views.failures.empty());
  EXPECT_THAT(text::terminal(views, {false, true, 120}), HasSubstr("BM_a: mean 50.0\u00a0ns, median 51.0"));
  EXPECT_EQ(make_views(read("old_aggregates.json")).rows.at(0).repetitions, 3u);
}

TEST(ForeignFiles, FlagABadRowWithItsPlace) {
  EXPECT_THAT(
      cell_of(read("nan_time.json"), "BM_b").errors,
      ElementsAre("unreadable: benchmarks[1]: \"real_time\" is not a number (NaN, infinity or null)"));
  const auto negative = read("negative_cpu_time.json");
  const auto& cell = cell_of(negative, "BM_b");
  EXPECT_EQ(cell.seconds.size(), 1u);
  EXPECT_TRUE(cell.cpu_seconds.empty());
  EXPECT_THAT(
      cell.warnings,
      ElementsAre("benchmarks[1]: \"cpu_time\" is -3, and no time is negative: no CPU time is shown"));
  const auto none = read("rows_that_are_none.json");
  EXPECT_THAT(none.sources.at(0).remarks,
              ElementsAre(HasSubstr("benchmarks[1]: is number, expected an object; left out"),
                          HasSubstr("benchmarks[2]: \"name\" is missing; left out")));
}

TEST(ForeignFiles, KeepCountersThatAreNoNumbersOrBearTheNameOfAField) {
  const auto odd = read("nan_counters.json");
  EXPECT_EQ(cell_of(odd, "BM_a").odd_counters,
            (std::map<std::string, std::string>{
                {"bar", "Infinity"}, {"baz", "-Infinity"}, {"foo", "NaN"}, {"qux", "NaN"}}));
  EXPECT_THAT(text::terminal(make_views(odd), {}),
              HasSubstr("bar Infinity, baz -Infinity, foo NaN, qux NaN"));
  EXPECT_EQ(cell_of(read("counter_named_label.json"), "BM_a").counters.at("label"), std::vector<double>{3});
}

TEST(ForeignFiles, KeepWhatAProgramFittedAsANote) {
  EXPECT_THAT(read("old_complexity.json").sources.at(0).notes,
              ElementsAre("BM_x: complexity, as the program fitted it: 1.25 ns per N",
                          "BM_x: complexity, as the program fitted it: the fit is off by 2 % (RMS)"));
}

TEST(ForeignFiles, AreReadAsTheirFormatsMeanThem) {
  const auto hyperfine = read("hyperfine.json");
  EXPECT_EQ(cell_of(hyperfine, "sleep 0.01").seconds.size(), 4u);
  EXPECT_DOUBLE_EQ(cell_of(hyperfine, "sleep 0.01").cpu_seconds.at(3), 0.0008 + 0.0004);
  EXPECT_EQ(cell_of(hyperfine, "false").warnings.size(), 1u);
  EXPECT_DOUBLE_EQ(cell_of(hyperfine, "sleep 0.01 #2").aggregate("median")->value, 0.0113);
  EXPECT_EQ(cell_of(read("pytest_benchmark.json"), "tests/test_a.py::test_sort[2]").planned, 3u);
  const auto jmh = read("jmh.json");
  EXPECT_DOUBLE_EQ(cell_of(jmh, "org.x.Sort.run/n:16 (avgt)").seconds.at(1), 13e-9);
  EXPECT_DOUBLE_EQ(cell_of(jmh, "org.x.Sort.run/threads:4 (thrpt)").seconds.at(0), 1e-6 / 80);
  EXPECT_EQ(status_of(cell_of(jmh, "org.x.Sort.odd (avgt)")), Status::unreadable);
  const auto criterion = read("criterion/sort/16/new/estimates.json");
  EXPECT_DOUBLE_EQ(cell_of(criterion, "sort/16").aggregate("mean")->value, 50e-9);
  EXPECT_DOUBLE_EQ(cell_of(criterion, "sort/16").aggregate("mean")->bounds->second, 55e-9);
  EXPECT_DOUBLE_EQ(cell_of(read("criterion_lines.json"), "sort/16").seconds.at(1), 51e-9);
}

TEST(ForeignFiles, OfOtherFormatsSayWhichTimesAreNone) {
  const sample::Folder folder;
  const auto warnings_of = [&](const std::string& text) {
    return read_results(folder.write("f.json", text)).cells.at(0).warnings;
  };
  const std::string half = "2 of 4 times are no numbers, and left out";
  EXPECT_THAT(warnings_of(R"({"results": [{"command": "a", "times": [1, null, NaN, 2]}]})"),
              ElementsAre(half));
  EXPECT_THAT(
      warnings_of(
          R"({"machine_info": {}, "benchmarks": [{"name": "a", "stats": {"data": [1, "2", null, 2]}}]})"),
      ElementsAre(half));
  EXPECT_THAT(
      warnings_of(
          R"([{"benchmark": "a", "primaryMetric": {"scoreUnit": "s/op", "rawData": [[1, "NaN", [], 2]]}}])"),
      ElementsAre(half));
  EXPECT_THAT(
      warnings_of(
          R"({"reason": "benchmark-complete", "id": "a", "unit": "ns", "measured_values": [1, null, 3],)"
          R"( "iteration_count": [1, 2, 1, 4]})"),
      ElementsAre(half));
}

TEST(ForeignFiles, HaveOnlySectionsAndColumnsWithContent) {
  const auto manual = html::page(make_views(read("manual_time.json")));
  for (const auto* absent :
       {"id=\"winners\"", "id=\"answer\"", "href=\"#scaling\"", "id=\"resources\"", "id=\"distributions\"",
        "<th scope=\"col\">Runtime", "Speed-up</th>", "processors kept busy", "Counters</th>", ">kernels<"})
    EXPECT_THAT(sample::between(manual, "<body", "<script type"), Not(HasSubstr(absent))) << absent;
  EXPECT_THAT(manual, HasSubstr("CPU time</th>"));
  const auto repeated = html::page(make_views(read("old_aggregates.json")));
  EXPECT_THAT(repeated, HasSubstr("id=\"distributions\""));
  EXPECT_THAT(sample::between(repeated, "<body", "<script type"), Not(HasSubstr("a process of its own")));
}

// As Google Benchmark writes them: it escapes quotes, backslashes, \b, \f, \n, \r and \t, and nothing else.
TEST(ForeignFiles, MayHaveCharactersThatJsonDoesNotAllow) {
  const auto text = sample::file(
      sample::joined({sample::row("esc\x1b[31m \\\"red\\\"", 1), sample::row("bad \xff\xc3( \xc0\x80", 2),
                      sample::failed_row("BM_c", "two\\nlines\x01 \xe2\x82"), sample::row("é", 4)}));
  const auto results = parse_results("a \"banner\xff\n" + text, "f.json");
  std::vector<std::string> names;
  for (const auto& cell : results.cells) names.push_back(cell.name);
  EXPECT_THAT(names, ElementsAre("esc\x1b[31m \"red\"", "bad \ufffd\ufffd( \ufffd\ufffd", "BM_c", "é"));
  EXPECT_THAT(results.cells.at(2).errors, ElementsAre(HasSubstr("two\nlines\x01 \ufffd")));
  EXPECT_THAT(
      results.sources.at(0).remarks,
      ElementsAre(
          HasSubstr("f.json:1: a line that is not part of the results"),
          HasSubstr("f.json:1: the first of 4 lines with what JSON does not allow (control characters")));
  EXPECT_THAT(parse_results(text, "f.json").sources.at(0).remarks,
              ElementsAre(HasSubstr("f.json:4: the first of 3 lines")));
  const auto views = make_views(results);
  for (const auto& shown : {text::terminal(views, {false, true, 200}), text::markdown(views),
                            text::csv(views), html::page(views)})
    EXPECT_THAT(shown.substr(0, shown.find("<script")), Not(HasSubstr("\x1b"))) << "goes to a terminal";
}

// nan and inf are what versions before 1.5 wrote, -nan(ind) on Windows; other writers have numbers without end and nulls.
TEST(ForeignFiles, LoseNothingByOddNumbers) {
  const auto all = parse_results(
      "took [nan, \n" +
          sample::file(sample::joined(
              {sample::row("a", 1, R"("w": -nan(ind), "x": nan,"y":-inf, "z": 1e400)"),
               R"({"name": "b", "real_time": inf, "cpu_time": 1})",
               sample::row("c", 3, R"("label": null, "repetition_index": null, "b": 1, "b": 2)"),
               R"({"name": "d", "error_occurred": true, "error_message": ""})",
               sample::row("e: nan, inf", 4, R"("text": "nan, 1e400")")})),
      "f.json");
  ASSERT_EQ(all.cells.size(), 5u);
  EXPECT_EQ(cell_of(all, "a").odd_counters,
            (std::map<std::string, std::string>{
                {"w", "NaN"}, {"x", "NaN"}, {"y", "-Infinity"}, {"z", "Infinity"}}));
  EXPECT_THAT(cell_of(all, "b").errors, ElementsAre(HasSubstr("\"real_time\" is not a number")));
  EXPECT_EQ(cell_of(all, "c").seconds.size(), 1u);
  EXPECT_EQ(cell_of(all, "c").counters,
            (std::map<std::string, std::vector<double>>{{"b", {1}}, {"b #2", {2}}}));
  EXPECT_THAT(cell_of(all, "c").warnings,
              ElementsAre("benchmarks[2]: \"b\" occurs twice; the second is shown as \"b #2\""));
  EXPECT_THAT(cell_of(all, "d").errors, ElementsAre("failed: no reason given"));
  EXPECT_EQ(cell_of(all, "e: nan, inf").seconds.size(), 1u);
}

// Not every brace begins a second document.
TEST(ForeignFiles, MayHaveOtherTextsWithBracesAroundThem) {
  const auto text = sample::file(sample::row("x", 1));
  for (const auto& [before, after] :
       {std::pair{"{ starts }\nmain {\n", ""}, std::pair{"", "Done {\n"}, std::pair{"", "Done {\n}\n"},
        std::pair{"{\"level\": \"info\", \"at\": [1, 2]}\n", "{\"level\": \"info\"}\n{}\n"}}) {
    const auto results = parse_results(before + text + after, "f.json");
    EXPECT_EQ(results.cells.size(), 1u) << before << after;
    EXPECT_EQ(results.sources.at(0).remarks.size(), 1u) << before << after;
  }
}

TEST(ForeignFiles, MayBeUtf16WithoutItsMark) {
  const sample::Folder folder;
  for (const bool is_big : {false, true}) {
    std::string wide;
    for (const char c : sample::file(sample::row("x", 1)))
      wide += is_big ? std::string{'\0', c} : std::string{c, '\0'};
    EXPECT_EQ(read_results(folder.write("f.json", wide)).cells.at(0).name, "x");
  }
}

TEST(ForeignFiles, ShowTheirCountersBesideCellsOfOurs) {
  const auto views =
      make_views(sample::results({sample::row("cube/serial/workers:1/size:8/grain:1", 1),
                                  sample::row("a", 1, R"("label": "l", "odd": NaN, "x": 7)")}));
  for (const auto& shown : {text::terminal(views, {false, true, 200}), text::markdown(views),
                            text::csv(views), html::page(views)})
    EXPECT_TRUE(shown.find("odd NaN") != shown.npos || shown.find("odd=NaN") != shown.npos)
        << shown.substr(0, 5000);
  EXPECT_THAT(html::page(views), HasSubstr("<td class=\"l\">ok, l; x 7, odd NaN</td>"));
}

TEST(ForeignFiles, ShowStatisticsOfTheProgramsOwnBesideRepetitions) {
  const auto of = [](const char* name, const char* value, const char* unit) {
    return fmt::format(
        R"({{"name": "a_{0}", "run_name": "a", "run_type": "aggregate", "aggregate_name": "{0}",)"
        R"( "real_time": {1}, "cpu_time": {1}, "time_unit": "us", "aggregate_unit": "{2}"}})",
        name, value, unit);
  };
  const auto all = sample::results({sample::row("a", 1), of("mean", "1", "time"), of("p99", "2.5", "time"),
                                    of("odd", "0.347", "percentage"), of("none", "NaN", "time")});
  EXPECT_THAT(all.sources.at(0).notes, ElementsAre("a: p99, as the program computed it: 2.5 us",
                                                   "a: odd, as the program computed it: 34.7 %"));
  EXPECT_THAT(all.cells.at(0).warnings, ElementsAre(HasSubstr("the none: \"real_time\" is not a number")));
}

TEST(ForeignFiles, AreSortedAsPeopleSortOrAsTheyStand) {
  const auto results = read("pytest_benchmark.json");
  EXPECT_EQ(make_views(results).rows.at(0).name, "tests/test_a.py::test_sort[2]");
  EXPECT_EQ(make_views(results, Order::of_file).rows.at(0).name, "tests/test_a.py::test_sort[16]");
}

TEST(ForeignFiles, MayBePacked) {
  const sample::Folder folder;
  const auto text = sample::file(sample::row("x", 1));
  for (const auto* program : {"gzip", "xz", "zstd"}) {
    const auto packed = folder.write(program, text).string() + ".packed";
    if (std::system(
            fmt::format("{0} -c < '{1}' > '{2}' 2>/dev/null", program, (folder / program).string(), packed)
                .c_str()) != 0)
      continue;  // it is not here
    EXPECT_EQ(read_results(packed).cells.size(), 1u) << program;
    fs::resize_file(packed, fs::file_size(packed) - 4);
    EXPECT_EQ(sample::complaint([&] { read_results(packed); }),
              fmt::format("{}: cannot be read: it is compressed and cut off or damaged, as {} finds", packed,
                          program));
  }
}

TEST(ForeignFiles, ThatAreNotReadAreNamed) {
  const sample::Folder folder;
  const auto said = [&](const std::string& text) {
    const auto file = folder.write("f", text);
    const auto all = sample::complaint([&] { read_given(file); });
    return all.substr(std::min(all.size(), file.string().size()));
  };
  EXPECT_EQ(
      said("-----\nBenchmark             Time             CPU   Iterations\n-----\nBM_a 1 ns 1 ns 100\n"),
      ": is the console output of Google Benchmark, not a result file; --benchmark_out=FILE.json makes a "
      "program "
      "write one");
  EXPECT_THAT(said("BM\x1b\nBenchmark             Time             CPU   Iterations\nBM_a 1 ns 1 ns 100\n"),
              HasSubstr("is the console output of Google Benchmark"));
  EXPECT_THAT(said("banner\nname,iterations,real_time,cpu_time,time_unit\n\"BM_a\",1,2,3,ns\n"),
              HasSubstr("is comma-separated values of Google Benchmark"));
  const std::string nanobench = "{\"results\": [{\"title\": \"x\", \"median(elapsed)\": 1}]}",
                    dot_net = "{\"Title\": \"x\", \"HostEnvironmentInfo\": {}, \"Benchmarks\": []}",
                    results = sample::file(sample::row("x", 1));
  EXPECT_EQ(said(nanobench), ": is results of nanobench, which report does not read");
  EXPECT_EQ(said(dot_net), ": is results of BenchmarkDotNet, which report does not read");
  EXPECT_EQ(said("hello\n" + results + "again\n" + results),
            ":9:1: another document begins here; a result file holds one");
}

}  // namespace
}  // namespace parallax::reports
