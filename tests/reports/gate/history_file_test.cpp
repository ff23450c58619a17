// SPDX-License-Identifier: MIT
// What was appended is read, in order; what was not written to its end does not end the history.
#include "reports/gate/history_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <system_error>
#include <thread>

#include "tests/reports/gate/past.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::gate {
namespace {

using reports::sample::Folder;
using reports::sample::text_of;

std::string line(std::size_t number, double ratio = 1) {
  return json_line(past::record(number, {past::measured("spin", ratio)}));
}

std::string complaint_about(const std::filesystem::path& file) {
  try {
    read_history(file);
  } catch (const HistoryError& error) {
    return error.what();
  }
  return "no complaint";
}

TEST(HistoryFile, GivesBackWhatWasAppended) {
  const Folder folder;
  const auto file = folder / "history.jsonl";
  std::vector<HistoryRecord> records = past::stepped(5, 3, 0.1);
  for (const auto& record : records) append_history(file, record);
  EXPECT_EQ(read_history(file), records);
  const auto text = text_of(file);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 5);
}

TEST(HistoryFile, IsReadInTheOrderOfDates) {
  const Folder folder;
  auto early = past::record(1, {}), late = past::record(2, {}), zone = past::record(3, {});
  early.date = "2026-03-01T10:00:00Z";
  late.date = "2026-03-01T09:30:00-02:00";
  zone.date = "2026-03-01T11:30:00+01:00";
  const auto file =
      folder.write("h", json_line(late) + "\n" + json_line(zone) + "\n\n \r\n" + json_line(early) + "\r\n");
  EXPECT_EQ(read_history(file), (std::vector{early, zone, late}));
}

TEST(HistoryFile, OfOneMeasurementTheLaterLineCounts) {
  const Folder folder;
  const auto other_machine = past::record(1, {past::measured("spin", 3)}, "v1.2", "Other CPU");
  const auto other_reference = past::record(1, {past::measured("spin", 4)}, "v1.3");
  const auto file = folder.write("h", line(1, 1) + "\n" + json_line(other_machine) + "\n" +
                                          json_line(other_reference) + "\n" + line(1, 2) + "\n");
  const auto records = read_history(file);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].cells[0].ratio->value, 2);
  EXPECT_EQ(records[1], other_machine);
  EXPECT_EQ(records[2], other_reference);
}

TEST(HistoryFile, NamesTheLineThatIsWrong) {
  const Folder folder;
  const auto file = folder.write("history.jsonl", line(1) + "\n\n{}\n" + line(2) + "\n");
  EXPECT_EQ(complaint_about(file), file.string() + ":3: \"schema\" is missing");
  const auto garbage = folder.write("g", std::string("\x7f"
                                                     "ELF\0\n\1\2",
                                                     8));
  EXPECT_EQ(complaint_about(garbage), garbage.string() + ":1: no JSON at character 1");
  const auto endless = folder.write("e", std::string(longest_history_line + 1, ' '));
  EXPECT_EQ(complaint_about(endless), endless.string() + ":1: longer than any history's line");
  EXPECT_THROW(read_history(folder / "none"), std::system_error);
  EXPECT_THROW(read_history(folder / ""), std::system_error) << "a folder";
  EXPECT_TRUE(read_history(folder.write("empty", "")).empty());
}

TEST(HistoryFile, GoesOnBehindATornLine) {
  const Folder folder;
  const auto whole = line(1) + "\n";
  const auto torn = line(2).substr(0, 40);
  const auto file = folder.write("history.jsonl", whole + torn);
  const auto message = file.string() + ":2: the line ends in the middle: its writing was interrupted";
  EXPECT_EQ(complaint_about(file), message);
  append_history(file, past::record(3, {}));
  EXPECT_EQ(text_of(file), whole + torn + "\n" + json_line(past::record(3, {})) + "\n");
  EXPECT_EQ(complaint_about(file), message);

  std::vector<std::string> skipped;
  const auto records = read_history(file, &skipped);
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[1].commit, past::commit(3));
  EXPECT_EQ(skipped, std::vector{message});
}

// An editor may have left out the last newline.
TEST(HistoryFile, EndsAWholeLineThatHasNoEnd) {
  const Folder folder;
  const auto file = folder.write("h", line(1));
  append_history(file, past::record(2, {}));
  EXPECT_EQ(read_history(file).size(), 2U);
}

// A torn line is skipped on request, one that was changed is not.
TEST(HistoryFile, SkipsNothingElse) {
  const Folder folder;
  std::vector<std::string> skipped;
  EXPECT_THROW(read_history(folder.write("h", "{\"schema\": 7}\n"), &skipped), HistoryError);
  EXPECT_THROW(read_history(folder.write("h", "<<<<<<< HEAD\n"), &skipped), HistoryError);
  EXPECT_TRUE(skipped.empty());
}

TEST(HistoryFile, TakesLinesOfManyAtATime) {
  const Folder folder;
  const auto file = folder / "h";
  std::vector<std::thread> writers;
  for (std::size_t writer = 0; writer < 4; ++writer)
    writers.emplace_back([&, writer] {
      for (std::size_t i = 0; i < 10; ++i) append_history(file, past::record(10 * writer + i, {}));
    });
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(read_history(file).size(), 40U);
}

TEST(HistoryFile, SaysWhichCallFailed) {
  const Folder folder;
  const auto complaint = [](const std::filesystem::path& file) -> std::string {
    try {
      append_history(file, past::record(1, {}));
    } catch (const std::system_error& error) {
      return error.what();
    }
    return "no complaint";
  };
  EXPECT_EQ(complaint(folder / "no/such").rfind("open ", 0), 0U);
  EXPECT_EQ(complaint("/dev/full").rfind("write ", 0), 0U) << complaint("/dev/full");
}

}  // namespace
}  // namespace parallax::reports::gate
