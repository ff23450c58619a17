// SPDX-License-Identifier: MIT
// The program `report` as its users meet it: exit codes, messages, and a page that is there or not.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <sstream>

#include "reports/gate/comparison_json.hpp"
#include "reports/text/plain.hpp"
#include "tests/reports/gate/comparison_sample.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

namespace fs = std::filesystem;
using sample::file;
using sample::Folder;
using sample::row;
using sample::text_of;

struct Outcome {
  int code;  // -1: killed
  std::string out, err;
};

// The first line of more than 80 columns.
std::string too_wide(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (text::width(line) > 80) return line;
  return {};
}

class Report : public testing::Test {
 protected:
  Outcome run(const std::string& arguments, const std::string& before = "") {
    const auto out = folder / "stdout", err = folder / "stderr";
    const auto command = fmt::format("cd '{}' && {} '{}' {} >'{}' 2>'{}'", (folder / ".").string(), before,
                                     REPORT_PROGRAM, arguments, out.string(), err.string());
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(out), text_of(err)};
  }

  const Folder folder;
};

TEST_F(Report, WritesAPageAndSaysWhere) {
  folder.write("r.json", file(row("cube/serial/workers:1", 1e6) + "," +
                              sample::failed_row("cube/tbb/workers:2", "wrong: 3")));
  const auto outcome = run("r.json");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, fs::canonical(folder / "report.html").string() + ": 2 cells, 1 failed\n");
  EXPECT_NE(text_of(folder / "report.html").find("cube"), std::string::npos);
}

TEST_F(Report, JoinsSeveralFiles) {
  folder.write("a.json", file(row("cube/serial/workers:1", 1e6)));
  folder.write("b.json", file(row("cube/tbb/workers:2", 1e6)));
  EXPECT_EQ(run("a.json b.json -o both.html").code, 0);
  EXPECT_NE(text_of(folder / "both.html").find("tbb"), std::string::npos);
}

TEST_F(Report, ShowsAComparisonOfTwoBuildsToo) {
  folder.write("r.json", file(row("cube/serial/workers:1", 1e6)));
  folder.write("gate.json", gate::to_json(gate::sample::full()));
  EXPECT_EQ(run("r.json --gate=gate.json -o with.html").code, 0);
  EXPECT_EQ(run("r.json -o without.html").code, 0);
  EXPECT_NE(text_of(folder / "with.html").find("<section id=\"gate\""), std::string::npos);
  EXPECT_EQ(text_of(folder / "without.html").find("<section id=\"gate\""), std::string::npos);
}

TEST_F(Report, RefusesAComparisonThatIsNone) {
  folder.write("r.json", file(row("cube/serial/workers:1", 1e6)));
  folder.write("gate.json", "{}");
  const auto broken = run("r.json --gate=gate.json");
  EXPECT_EQ(broken.code, 1);
  EXPECT_EQ(broken.err, "report: gate.json: schema: is missing\n");
  const auto missing = run("r.json --gate=none.json");
  EXPECT_EQ(missing.code, 1);
  EXPECT_EQ(missing.err, "report: none.json: there is no such file; gate BASE HEAD --json=FILE writes one\n");
  EXPECT_EQ(run("r.json --gate=r.json").err,
            "report: r.json: is a result file, not a comparison of two builds; report r.json shows it\n");
  EXPECT_EQ(run("r.json --gate=.").code, 1);
  EXPECT_EQ(run("r.json --gate=gate.json --csv").code, 2);
  EXPECT_EQ(run("r.json --gate=gate.json -o gate.json").code, 2);
  EXPECT_EQ(text_of(folder / "gate.json"), "{}");
  EXPECT_FALSE(fs::exists(folder / "report.html"));
}

TEST_F(Report, ExplainsItselfWithItsExitCodes) {
  const auto outcome = run("--help");
  EXPECT_EQ(outcome.code, 0);
  for (const auto* part : {"Exit codes", "--output", "report.html", "--terminal", "--markdown", "--csv",
                           "--filter", "--color", "--gate", "--compare"})
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part;
}

TEST_F(Report, TakesTheNewestOfAFolderAndSaysWhich) {
  fs::create_directories(folder / "results/claims");
  folder.write("results/a.json", file(row("cube/serial/workers:1", 1e6)));
  folder.write("results/b.json", file(row("cube/tbb/workers:2", 1e6)));
  fs::last_write_time(folder / "results/a.json", fs::file_time_type::clock::now() - std::chrono::hours(1));
  folder.write("results/b.html", "<!doctype html>");
  folder.write("results/c.json", gate::to_json(gate::sample::full()));
  for (const auto* words : {"--csv", "--csv results", "--csv results/", "--csv ./results/../results"}) {
    const auto outcome = run(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("cube/tbb/workers:2"), std::string::npos) << words << outcome.out;
    EXPECT_EQ(outcome.out.find("cube/serial"), std::string::npos) << words << outcome.out;
  }
  EXPECT_EQ(run("--csv").err, "report: results/b.json is the newest result file in results\n");
  EXPECT_EQ(run("").code, 0);
  EXPECT_TRUE(fs::exists(folder / "report.html"));
  // Claims have a folder of their own.
  EXPECT_NE(run("--claims --terminal").err.find("results/b.json"), std::string::npos);
  folder.write("results/claims/d.json", file(row("cube/tbb/workers:2", 1e6)));
  EXPECT_NE(run("--claims --terminal").err.find("results/claims/d.json"), std::string::npos);
}

TEST_F(Report, ExplainsWhatItIsForWhereThereAreNoResults) {
  fs::create_directories(folder / "results");
  for (const auto* words : {"", "--terminal", "--claims"}) {
    const auto outcome = run(words);
    EXPECT_EQ(outcome.code, 2) << words;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 8) << outcome.err;
    EXPECT_NE(outcome.err.find("For example"), std::string::npos) << outcome.err;
    EXPECT_EQ(too_wide(outcome.err), "");
  }
  const auto empty = run("results");
  EXPECT_EQ(empty.code, 1);
  EXPECT_EQ(empty.err, "report: results: is a folder without a result file; scripts/bench makes one\n");
  EXPECT_FALSE(fs::exists(folder / "report.html"));
}

TEST_F(Report, SaysWhatWasMeantByAWordThatItDoesNotKnow) {
  folder.write("r.json", file(row("x", 1)));
  for (const auto& [words, answer] : std::vector<std::pair<std::string, std::string>>{
           {"--filtre=x r.json", "--filtre is no option of report; did you mean --filter?"},
           {"r.json --out-put x", "--out-put is no option of report; did you mean --output?"},
           {"--term r.json", "--term is no option of report; did you mean --terminal?"},
           {"--colour=never r.json", "--colour is no option of report; did you mean --color?"},
           {"--html r.json",
            "--html is no option of report; a page is what it makes anyway; -o PAGE.html says where"},
           {"--threads=4 r.json",
            "--threads is no option of report; --filter=workers:4/ shows only cells with 4 workers"},
           {"--nonsense r.json", "--nonsense is no option of report; report --help lists all"},
           {"--csv --markdown r.json", "one of --terminal, --markdown and --csv at a time"},
           {"--color=loud r.json", "--color: loud not in {auto,always,never}; report --help says more"}}) {
    const auto outcome = run(words);
    EXPECT_EQ(outcome.code, 2) << words;
    EXPECT_EQ(outcome.err, "report: " + answer + "\n") << words;
  }
}

TEST_F(Report, TellsItsVersion) {
  const auto outcome = run("--version");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out.find_first_not_of("0123456789.\n"), std::string::npos) << outcome.out;
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '.'), 2) << outcome.out;
}

TEST_F(Report, HelpsWithinEightyColumns) {
  for (const auto* words : {"-h", "--help"}) {
    const auto help = run(words);
    EXPECT_EQ(help.code, 0);
    EXPECT_EQ(help.err, "");
    EXPECT_EQ(help.out.rfind("Turns result files", 0), 0u);
    EXPECT_EQ(too_wide(help.out), "");
  }
}

TEST_F(Report, WritesTextsToStandardOutputOrAFile) {
  folder.write("r.json", file(row("cube/serial/workers:1", 1e6) + "," + row("spin/tbb/workers:2", 1e6)));
  EXPECT_NE(run("--terminal r.json").out.find("2 cells"), std::string::npos);
  EXPECT_EQ(run("--terminal r.json").out.find('\x1b'), std::string::npos);  // no terminal, no colours
  EXPECT_NE(run("--terminal --color=always r.json").out.find('\x1b'), std::string::npos);
  EXPECT_EQ(run("--markdown r.json").out.substr(0, 11), "## Parallax");
  EXPECT_EQ(run("--csv r.json").out.substr(0, 5), "name,");
  EXPECT_FALSE(fs::exists(folder / "report.html"));
  EXPECT_EQ(run("--csv r.json -o cells.csv").out, "");
  EXPECT_EQ(text_of(folder / "cells.csv"), run("--csv r.json").out);
  EXPECT_EQ(run("--csv r.json -o r.json").code, 2);
  EXPECT_EQ(run("--csv --markdown r.json").code, 2);
  EXPECT_EQ(run("--terminal --color=loud r.json").code, 2);
}

TEST_F(Report, SaysThatStandardOutputIsFull) {
  folder.write("r.json", file(row("cube/serial/workers:1", 1e6)));
  const auto outcome = run("--csv r.json >/dev/full; exit $? #");
  EXPECT_EQ(outcome.code, 3);
}

TEST_F(Report, EndsAsDocumentedWhereStandardErrorIsFullOrClosed) {
  folder.write("r.json", file(row("cube/serial/workers:1", 1e6)));
  for (const auto* end : {"2>/dev/full; exit $? #", "2>&-; exit $? #"}) {
    EXPECT_EQ(run(std::string("--nosuch ") + end).code, 2);
    EXPECT_EQ(run(std::string("none.json ") + end).code, 1);
    EXPECT_EQ(run(std::string("--csv r.json ") + end).code, 0);
  }
  EXPECT_EQ(run("--csv r.json >&-; exit $? #").code, 3);
  EXPECT_EQ(run("r.json -o p.html <&- >&- 2>&-; exit $? #").code, 0);
  EXPECT_EQ(text_of(folder / "p.html").substr(0, 15), "<!doctype html>");
}

TEST_F(Report, KeepsOnlyCellsThatMatch) {
  folder.write("r.json", file(row("cube/serial/workers:1", 1e6) + "," + row("spin/tbb/workers:2", 1e6)));
  EXPECT_NE(run("--filter=spin r.json").out.find(": 1 cell,"), std::string::npos);
  const auto nothing = run("--filter=mandel r.json");
  EXPECT_EQ(nothing.code, 1);
  EXPECT_EQ(nothing.err, "report: none of the 2 cells matches \"mandel\"\n");
  EXPECT_EQ(run("--filter='(' r.json").code, 2);
}

TEST_F(Report, RefusesAWrongCommandLine) {
  folder.write("r.json", file(row("x", 1)));
  EXPECT_EQ(run("").code, 2);
  EXPECT_EQ(run("--nonsense r.json").code, 2);
  EXPECT_EQ(run("r.json ./r.json").code, 2);
  EXPECT_EQ(run("r.json -o r.json").code, 2);
  EXPECT_EQ(text_of(folder / "r.json"), file(row("x", 1)));
}

TEST_F(Report, TellsWhatIsWrongWithAFileAndWritesNothing) {
  folder.write("empty.json", "");
  folder.write("cut.json", file(row("x", 1)).substr(0, 120));
  folder.write("shape.json", "[]");
  folder.write("binary.json", std::string("\x7f\x45LF\0\0\xff", 7));
  folder.write("nan.json", file(R"({"name": NaN, "real_time": NaN, "cpu_time": 1})"));
  fs::create_directory(folder / "folder");
  for (const auto* files :
       {"missing.json", "folder", "empty.json", "cut.json", "shape.json", "binary.json", "nan.json"}) {
    const auto outcome = run(files);
    EXPECT_EQ(outcome.code, 1) << files;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_EQ(outcome.err.rfind("report: ", 0), 0u) << outcome.err;
    EXPECT_NE(outcome.err.find(std::string(files).substr(0, 6)), std::string::npos) << outcome.err;
    EXPECT_FALSE(fs::exists(folder / "report.html")) << files;
  }
}

TEST_F(Report, ReadsStandardInput) {
  folder.write("r.json", file(row("x", 1)));
  const auto piped = run("--csv -", "cat r.json |");
  EXPECT_EQ(piped.code, 0) << piped.err;
  EXPECT_EQ(piped.out, run("--csv r.json").out);
  EXPECT_NE(run("--terminal -", "gzip -c r.json |").out.find("1 benchmark,"), std::string::npos);
  EXPECT_EQ(run("--csv -", "true |").err,
            "report: standard input: the file is empty; did the run end before it wrote anything?\n");
  EXPECT_EQ(run("--csv - -", "cat r.json |").code, 2);
}

TEST_F(Report, WarnsOfWhatItDidNotReadAsItStands) {
  folder.write("r.json", "Hello.\n" + file(row("x", 1)));
  const auto outcome = run("--terminal r.json");
  EXPECT_EQ(outcome.code, 0);
  const std::string remark = "r.json:1: a line that is not part of the results, and left out: \"Hello.\"";
  EXPECT_EQ(outcome.err, "report: " + remark + "\n");
  EXPECT_NE(outcome.out.find("a line that is"), std::string::npos) << outcome.out;
}

TEST_F(Report, PointsToTheComparisonWhereTwoRunsOfAProgramAreGiven) {
  folder.write("a.json", file(row("x", 1), R"("host_name": "a")"));
  folder.write("b.json", file(row("x", 1), R"("host_name": "b")"));
  EXPECT_NE(run("a.json b.json").err.find("report --compare shows where they differ; gate BASE HEAD"),
            std::string::npos);
}

TEST_F(Report, ComparesResultsOfTwoMachinesAndNeverMergesThem) {
  const auto on = [](const char* host, double time) {
    std::vector<std::string> rows;
    for (int i = 0; i < 6; ++i)
      rows.push_back(sample::repetition("cube/tbb/workers:2/size:8/grain:2", time + i, i, 6));
    return file(sample::joined(rows), fmt::format(R"("host_name": "{}")", host));
  };
  folder.write("a.json", on("one", 1000));
  folder.write("b.json", on("two", 3000));
  const std::string told = "report: a.json and b.json differ in host_name (one; two): compared, not merged\n";
  const auto page = run("a.json b.json");
  EXPECT_EQ(page.code, 0);
  EXPECT_EQ(page.err, told);
  EXPECT_EQ(page.out,
            fs::canonical(folder / "report.html").string() + ": 2 results side by side, 1 cell in common\n");
  EXPECT_NE(text_of(folder / "report.html").find("Where they differ"), std::string::npos);

  const auto text = run("--compare a.json b.json");
  EXPECT_EQ(text.code, 0);
  EXPECT_EQ(text.err, "");
  EXPECT_NE(text.out.find("0.334×"), std::string::npos) << text.out;
  EXPECT_EQ(run("--terminal a.json b.json").out, text.out);
  EXPECT_EQ(run("--compare --markdown a.json b.json").out.rfind("## Parallax: 2 results", 0), 0u);
  EXPECT_EQ(run("--compare --csv a.json b.json").out.rfind("result,files,name", 0), 0u);
  EXPECT_EQ(run("--compare a.json b.json -o both.html").code, 0);
  EXPECT_EQ(text_of(folder / "both.html"), text_of(folder / "report.html"));

  const auto claims = run("--claims --terminal a.json b.json");
  EXPECT_EQ(claims.code, 1);
  EXPECT_EQ(claims.err,
            "report: a.json and b.json differ in host_name (one; two): --claims takes one result\n");
}

TEST_F(Report, ComparesTwoRunsOfOneProgramOnlyIfAsked) {
  folder.write("a.json", file(row("x", 1)));
  folder.write("b.json", file(row("x", 2)));
  EXPECT_NE(run("--csv a.json b.json").out.find(",ok,,,2,"), std::string::npos);  // two repetitions
  const auto compared = run("--compare a.json b.json");
  EXPECT_EQ(compared.code, 0);
  EXPECT_NE(compared.out.find("2 results side by side"), std::string::npos);
}

TEST_F(Report, UsesACopyOnceAndSaysSo) {
  folder.write("a.json", file(row("cube/serial/workers:1", 1e6)));
  fs::copy_file(folder / "a.json", folder / "b.json");
  const auto both = run("--csv a.json b.json");
  EXPECT_EQ(both.code, 0);
  EXPECT_EQ(both.err, "report: b.json is a copy of a.json: it is used once\n");
  EXPECT_EQ(both.out, run("--csv a.json").out);
  const auto compared = run("--compare a.json b.json");
  EXPECT_EQ(compared.code, 1);
  EXPECT_EQ(compared.err, both.err + "report: there is one result only, and comparing takes two\n");
}

TEST_F(Report, SaysWhatCannotBeCompared) {
  folder.write("a.json", file(row("x", 1), R"("commit": "1")"));
  folder.write("b.json", file(row("y", 1), R"("commit": "2")"));
  folder.write("new.json", file(row("x", 1), R"("parallax": "9", "schema": "2")"));
  const auto nothing = run("--compare a.json b.json");
  EXPECT_EQ(nothing.code, 1);
  EXPECT_EQ(nothing.err,
            "report: a.json and b.json have no cell in common (one has x, the other y): there is nothing to "
            "compare\n");
  EXPECT_EQ(run("a.json b.json").code, 0);  // a page still shows each
  EXPECT_EQ(run("--compare a.json new.json").err,
            "report: new.json: has schema 2, this program reads schema 1\n");
  EXPECT_EQ(run("--compare --filter=x a.json b.json").err,
            "report: b.json: none of the 1 cells matches \"x\"\n");
  EXPECT_EQ(run("--compare a.json").err, "report: --compare takes two result files or more\n");
  EXPECT_EQ(run("--compare --claims a.json b.json").code, 2);
}

TEST_F(Report, LeavesTheOldPageWhenTheNewOneCannotBeWritten) {
  folder.write("r.json", file(row("x", 1)));
  folder.write("report.html", "old");
  const auto files = folder.files() + 2;  // stdout and stderr of the runs
  for (const auto& outcome :
       {run("r.json", "ulimit -f 8;"), run("r.json -o /dev/full"), run("r.json -o no/such/page.html")}) {
    EXPECT_EQ(outcome.code, 3);
    EXPECT_EQ(outcome.err.rfind("report: ", 0), 0u) << outcome.err;
  }
  EXPECT_EQ(text_of(folder / "report.html"), "old");
  EXPECT_EQ(folder.files(), files);
}

TEST_F(Report, EchoesNoByteThatIsNoText) {
  for (const auto* words : {"$(printf 'a\\377b\\033[2Jc')", "--filter=\"$(printf '(\\377')\" r.json",
                            "--nosuch=$(printf '\\377')"}) {
    folder.write("r.json", file(row("x", 1)));
    const auto outcome = run(words);
    EXPECT_NE(outcome.code, 0) << words;
    EXPECT_EQ(outcome.err.find('\xff'), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find('\x1b'), std::string::npos) << outcome.err;
  }
}

TEST_F(Report, ShowsAHostileFileAsText) {
  folder.write("h.json", file(row("<script>alert(1)</script>", 1) + "," +
                                  sample::failed_row("k/<blink>/workers:1",
                                                     "wrong: </script><img src=x onerror=alert(1)>"),
                              R"("<i>": "</style><script>alert(1)</script>")"));
  EXPECT_EQ(run("h.json").code, 0);
  const auto page = text_of(folder / "report.html");
  for (const auto* markup : {"<script>alert", "<blink>", "<img", "<i>", "</style><script"})
    EXPECT_EQ(page.find(markup), std::string::npos) << markup;
}

}  // namespace
}  // namespace parallax::reports
