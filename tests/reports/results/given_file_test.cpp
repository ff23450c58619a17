// SPDX-License-Identifier: MIT
// Folders stand for their newest result file, and wrong files for a sentence.
#include "reports/results/given_file.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "reports/gate/comparison_json.hpp"
#include "tests/reports/gate/comparison_sample.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

namespace fs = std::filesystem;
using sample::file;
using sample::Folder;
using sample::row;

class GivenFile : public testing::Test {
 protected:
  // Where a report is asked for says what it proposes.
  void SetUp() override { fs::current_path(folder / "."); }
  void TearDown() override { fs::current_path(before); }

  // The larger `age` is, the longer ago it was changed.
  void write(const std::string& name, const std::string& text, int age) {
    folder.write(name, text);
    fs::last_write_time(folder / name, now - std::chrono::hours(age));
  }
  std::string newest() const {
    const auto found = newest_results(folder / ".");
    return found ? found->filename().string() : "";
  }
  std::string complaint(const std::string& name) const {
    try {
      read_given(results_named(folder / name));
    } catch (const ResultsError& error) {
      const std::string text = error.what(), path = (folder / name).string();
      return text.rfind(path, 0) == 0 ? text.substr(path.size()) : text;
    }
    return "none";
  }

  const Folder folder;
  const fs::path before = fs::current_path();
  const fs::file_time_type now = fs::file_time_type::clock::now();
  const std::string results = file(row("x", 1));
};

TEST_F(GivenFile, IsTheOneThatWasChangedLast) {
  EXPECT_EQ(newest(), "");
  write("c.json", results, 3);
  write("a.json", results, 1);
  write("b.json", results, 2);
  EXPECT_EQ(newest(), "a.json");
}

TEST_F(GivenFile, IsTheLastByNameOfThoseOfOneTime) {
  for (const auto* name : {"2026-01-02.json", "2026-01-03.json", "2026-01-01.json"}) write(name, results, 1);
  EXPECT_EQ(newest(), "2026-01-03.json");
}

TEST_F(GivenFile, IsNeverWhatHoldsNoResults) {
  write("old.json", results, 9);
  write("page.html", "<!doctype html>", 1);
  write("table.txt", "text", 1);
  write("gate.json", gate::to_json(gate::sample::full()), 1);
  write("against-python.json", R"({"context": {"schema": "1"}, "samples": []})", 1);
  write("begun.json", "", 1);
  write("packed.json.gz", "\x1f\x8b", 1);
  write(".json", results, 1);
  fs::create_directory(folder / "claims.json");
  EXPECT_EQ(newest(), "old.json");
}

TEST_F(GivenFile, SaysWhatAFolderWithoutResultsHas) {
  EXPECT_EQ(complaint("."), ": is a folder without a result file; scripts/bench makes one");
  fs::create_directory(folder / "results");
  folder.write("results/r.json", results);
  EXPECT_EQ(complaint("."),
            ": is a folder without a result file; " + (folder / "./results").string() + " does");
  folder.write("r.json.gz", "\x1f\x8b");
  EXPECT_EQ(complaint("."), ": is a folder without a result file; report " +
                                (folder / "./r.json.gz").string() + " shows what is packed");
}

TEST_F(GivenFile, SaysOfAMissingOneWhichIsNear) {
  folder.write("cube.json", results);
  EXPECT_EQ(complaint("cbue.json"),
            ": there is no such file; did you mean " + (folder / "cube.json").string() + "?");
  EXPECT_EQ(complaint("page.html"),
            ": there is no such file; -o " + (folder / "page.html").string() + " says where the page goes");
  EXPECT_EQ(complaint("other.json"),
            ": there is no such file; scripts/bench makes result files, in results/");
  fs::create_directory(folder / "results");
  write("results/last.json", results, 1);
  EXPECT_EQ(complaint("other.json"), ": there is no such file; the newest here is results/last.json");
}

TEST_F(GivenFile, SaysWhatAWrongOneIs) {
  folder.write("CMakePresets.json", R"({"version": 3})");
  folder.write("r.json.gz", "\x1f\x8b");
  folder.write("page.html", "<html>");
  folder.write("cut.json", results.substr(0, 120));
  folder.write("wrong.json", R"({"context": {}, "benchmarks": {}})");
  EXPECT_EQ(complaint("CMakePresets.json").rfind(": is JSON of another kind, not a result file; ", 0), 0u);
  EXPECT_EQ(complaint("r.json.gz"),
            ": cannot be read: it is compressed and cut off or damaged, as gzip finds");
  EXPECT_EQ(complaint("page.html").rfind(": is a page, not a result file; ", 0), 0u);
  EXPECT_NE(complaint("cut.json").find("cut off here; is its run still under way"), std::string::npos);
  EXPECT_EQ(complaint("wrong.json"), ": \"benchmarks\" is object, expected an array");
  folder.write("page.json", results);
  EXPECT_EQ(complaint("page.html"),
            ": is a page, not a result file; did you mean " + (folder / "page.json").string() + "?");
  folder.write("right.json", results);
  EXPECT_EQ(complaint("right.json"), "none");
}

}  // namespace
}  // namespace parallax::reports
