// SPDX-License-Identifier: MIT
#include "reports/gate/self_test/play.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/gate/self_test/detection.hpp"
#include "reports/statistics/resample.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::gate {
namespace {

using ::testing::HasSubstr;

// Two cells with as much noise as given, a change of the first one and a harmless build.
Recording sample_recording(double noise, double factor) {
  Random random;
  Recording recording{.program = "p", .noise = "nothing else", .changes = {}, .cells = {}, .rounds = 60};
  recording.changes = {{"uniform", 100 * (factor - 1), "a/threads/workers:1", {}, {}},
                       {"shifted", 0, {}, "q", {}}};
  for (const char* name : {"a/threads/workers:1", "b/threads/workers:2"}) {
    RecordedCell cell{name, {}};
    const bool first = cell.name[0] == 'a';
    for (const std::size_t change :
         {Recording::unchanged, Recording::unchanged, Recording::unchanged, std::size_t{0}, std::size_t{1}}) {
      if (change == 0 && !first) continue;
      RecordedArm arm{change, {}};
      for (std::size_t round = 0; round < recording.rounds; ++round) {
        std::vector<double> repetitions;
        for (int i = 0; i < 10; ++i)
          repetitions.push_back(1e-3 * (change == 0 ? factor : 1) * (1 + noise * (2 * random.unit() - 1)));
        arm.rounds.push_back(repetitions);
      }
      cell.arms.push_back(std::move(arm));
    }
    recording.cells.push_back(std::move(cell));
  }
  return recording;
}

TEST(Player, FindsTheRightCellAndNothingElse) {
  const auto recording = sample_recording(0.02, 1.15);
  const Player player(recording, Settings{});
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto changed = player.play(0, seed);
    EXPECT_TRUE(changed.gate.right);
    EXPECT_FALSE(changed.gate.wrong);
    EXPECT_TRUE(changed.ten_percent.right);
    const auto nothing = player.play(Recording::unchanged, seed);
    EXPECT_FALSE(nothing.gate.right || nothing.gate.wrong || nothing.ten_percent.wrong);
    EXPECT_FALSE(player.play(1, seed).gate.wrong);
  }
}

TEST(Player, PlaysTheSameRunForTheSameSeed) {
  const auto recording = sample_recording(0.3, 1.10);
  const Player player(recording, Settings{});
  int differ = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    EXPECT_EQ(player.play(0, seed).gate.right, player.play(0, seed).gate.right);
    differ += player.play(0, seed).ten_percent.right != player.play(0, seed + 100).ten_percent.right;
  }
  EXPECT_GT(differ, 0);
}

TEST(Player, RefusesARecordingThatIsTooShort) {
  auto recording = sample_recording(0.02, 1.15);
  recording.rounds = 20;
  EXPECT_THROW(Player(recording, Settings{}), std::runtime_error);
}

TEST(Detections, CountAlarmsByKind) {
  const auto recording = sample_recording(0.02, 1.15);
  const auto rows = detections(recording, Settings{}, 20, {});
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].change, "nothing");
  EXPECT_EQ(rows[0].gate.wrong.hits, 0u);
  EXPECT_EQ(rows[0].gate.wrong.of, 20u);
  EXPECT_EQ(rows[1].change, "shifted");
  EXPECT_EQ(rows[2].workers, 1);
  EXPECT_EQ(rows[2].gate.right.hits, 20u);
  const auto text = detection_text(rows, recording);
  EXPECT_THAT(text, HasSubstr("uniform +15 %, 1 worker"));
  EXPECT_THAT(text, HasSubstr("100.0 % (83.2-100.0)"));
}

TEST(Recording, CanBeKept) {
  const sample::Folder folder;
  auto recording = sample_recording(0.02, 1.15);
  recording.cells[0].arms[1].rounds[7].clear();  // excluded
  const auto read = read_recording(folder.write("r.json", to_json(recording)));
  EXPECT_EQ(to_json(read), to_json(recording));
  EXPECT_TRUE(read.cells[0].arms[1].rounds[7].empty());
  EXPECT_THROW(read_recording(folder / "none.json"), std::runtime_error);
  EXPECT_THROW(read_recording(folder.write("cut.json", to_json(recording).substr(0, 5000))),
               std::runtime_error);
  EXPECT_THROW(read_recording(folder.write("other.json", "{\"schema\": 2}")), std::runtime_error);
}

}  // namespace
}  // namespace parallax::reports::gate
