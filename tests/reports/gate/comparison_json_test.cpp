// SPDX-License-Identifier: MIT
// What is written is read back, to the last bit; what is no comparison is refused with its place.
#include "reports/gate/comparison_json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "tests/reports/gate/comparison_sample.hpp"

namespace parallax::reports::gate {
namespace {

using nlohmann::json;

// What reading a document complains about; empty if it does not.
std::string complaint(const std::string& text) {
  try {
    comparison_of_json(text, "gate.json");
    return {};
  } catch (const ComparisonError& error) {
    return error.what();
  }
}

// The full sample with another value at a JSON pointer.
std::string changed(const char* pointer, const json& value) {
  auto document = json::parse(to_json(sample::full()));
  document[json::json_pointer(pointer)] = value;
  return complaint(document.dump());
}

TEST(ComparisonJson, IsReadBackAsItWas) {
  for (const auto& it : {sample::full(), sample::empty(), sample::large(300), Comparison{}}) {
    const auto text = to_json(it);
    EXPECT_EQ(to_json(comparison_of_json(text, "gate.json")), text);
  }
}

TEST(ComparisonJson, KeepsEveryField) {
  const auto it = sample::full();
  const auto read = comparison_of_json(to_json(it), "gate.json");
  ASSERT_EQ(read.cells.size(), it.cells.size());
  ASSERT_EQ(read.visits.size(), it.visits.size());
  EXPECT_EQ(read.seed, it.seed);
  EXPECT_EQ(read.machine, it.machine);
  EXPECT_EQ(read.base.arguments, it.base.arguments);
  EXPECT_EQ(read.cells[0].name, it.cells[0].name);
  EXPECT_EQ(read.cells[1].name, it.cells[1].name);
  EXPECT_EQ(read.cells[2].name, it.cells[2].name);  // control characters and newlines too
  for (std::size_t i = 0; i < it.cells.size(); ++i)
    EXPECT_EQ(read.cells[i].verdict, it.cells[i].verdict) << i;
  EXPECT_EQ(read.cells[0].metrics[0].ratio.interval, it.cells[0].metrics[0].ratio.interval);
  EXPECT_EQ(read.cells[0].metrics[0].p, it.cells[0].metrics[0].p);
  EXPECT_EQ(read.cells[8].metrics[0].control->warnings, it.cells[8].metrics[0].control->warnings);
  for (std::size_t i = 0; i < it.visits.size(); ++i) {
    EXPECT_EQ(read.visits[i].wall, it.visits[i].wall);
    EXPECT_EQ(read.visits[i].arm, it.visits[i].arm);
    EXPECT_EQ(read.visits[i].excluded, it.visits[i].excluded);
    EXPECT_EQ(read.visits[i].throttled, it.visits[i].throttled);
  }
}

TEST(ComparisonJson, KeepsDoublesBitForBit) {
  auto it = sample::empty();
  it.cells.push_back({"a", Verdict::observed, "", std::numeric_limits<std::int64_t>::max(), {}, {}});
  using Limits = std::numeric_limits<double>;
  Visit visit;
  visit.wall = {0.1,           1. / 3, Limits::denorm_min(), Limits::min(),
                Limits::max(), 5e-324, 123456789012345678.0, 0.0};
  for (std::size_t i = 0; i < 1000; ++i) visit.wall.push_back(std::exp(40 * sample::wobble(i)));
  it.visits.push_back(visit);
  const auto read = comparison_of_json(to_json(it), "gate.json");
  EXPECT_EQ(read.visits[0].wall, visit.wall);
  EXPECT_EQ(read.cells[0].iterations, std::numeric_limits<std::int64_t>::max());
}

TEST(ComparisonJson, MarksBytesThatAreNoUtf8) {
  auto it = sample::empty();
  it.notes = {"\xff!"};
  EXPECT_EQ(comparison_of_json(to_json(it), "gate.json").notes[0], "\ufffd!");
}

TEST(ComparisonJson, DoesNotLoseARunForANumberThatIsNone) {
  auto it = sample::full();
  it.cells[0].metrics[0].threshold = std::nan("");
  EXPECT_EQ(complaint(to_json(it)), "gate.json: cells[0].metrics[0].threshold: is null, not a number");
}

TEST(ComparisonJson, RefusesWrongValuesWithTheirPlace) {
  EXPECT_EQ(changed("/schema", 2), "gate.json: schema: is 2, and only 1 is known");
  EXPECT_EQ(changed("/seconds", "1"), "gate.json: seconds: is a string, not a number");
  EXPECT_EQ(changed("/seconds", -1), "gate.json: seconds: is -1, less than 0");
  EXPECT_EQ(changed("/seed", "18446744073709551616"),
            "gate.json: seed: is '18446744073709551616', which is no number of 64 bits");
  EXPECT_EQ(changed("/exit", 5), "gate.json: exit: is 5, not between 0 and 4");
  EXPECT_EQ(changed("/strict", 1), "gate.json: strict: is a number, not a boolean");
  EXPECT_EQ(changed("/notes", json::object()), "gate.json: notes: is an object, not an array");
  EXPECT_EQ(changed("/cells/0/verdict", "fine"), "gate.json: cells[0].verdict: no verdict is called 'fine'");
  EXPECT_EQ(changed("/cells/0/iterations", 1.5),
            "gate.json: cells[0].iterations: is a number, not an integer");
  EXPECT_EQ(changed("/cells/0/metrics/0/metric", "energy"),
            "gate.json: cells[0].metrics[0].metric: is 'energy', which is none of the known words");
  EXPECT_EQ(changed("/cells/0/metrics/0/ratio/interval/low", 9),
            "gate.json: cells[0].metrics[0].ratio.interval: ends before it begins");
  EXPECT_EQ(changed("/cells/0/metrics/0/slower", 21),
            "gate.json: cells[0].metrics[0].slower: is 21, not between 0 and 20");
  EXPECT_EQ(changed("/visits/3/cell", 15), "gate.json: visits[3].cell: is 15, but there are 15 cells");
  EXPECT_EQ(changed("/visits/3/cell", -1), "gate.json: visits[3].cell: is -1, not between 0 and " +
                                               std::to_string(std::numeric_limits<std::size_t>::max()));
  EXPECT_EQ(changed("/visits/3/stage", 3), "gate.json: visits[3].stage: is 3, not between 1 and 2");
  EXPECT_EQ(changed("/visits/3/arm", "left"),
            "gate.json: visits[3].arm: is 'left', which is none of the known words");
  EXPECT_EQ(changed("/visits/3/wall/0", nullptr), "gate.json: visits[3].wall[0]: is null, not a number");
  EXPECT_EQ(changed("/visits/3/wal", 1), "gate.json: visits[3]: has an unknown key 'wal'");
  EXPECT_EQ(changed("/cells/0", json::array()), "gate.json: cells[0]: is an array, not an object");
}

// As much of a whole comparison as has every key; it is read once for each of them.
json one_of_each() {
  auto document = json::parse(to_json(sample::full()));
  for (const char* list : {"/cells", "/visits"}) {
    auto& all = document[json::json_pointer(list)];
    all.erase(all.begin() + 1, all.end());
  }
  return document;
}

TEST(ComparisonJson, RefusesEveryMissingKey) {
  const auto whole = one_of_each();
  for (const auto* pointer : {"", "/base", "/machine/0", "/cells/0", "/cells/0/metrics/0",
                              "/cells/0/metrics/0/ratio", "/cells/0/metrics/0/ratio/interval", "/visits/0"}) {
    for (const auto& [key, ignored] : whole[json::json_pointer(pointer)].items()) {
      auto document = whole;
      document[json::json_pointer(pointer)].erase(key);
      const auto what = complaint(document.dump());
      EXPECT_EQ(what.substr(0, 11), "gate.json: ") << pointer << ' ' << key;
      EXPECT_NE(what.find(key + ": is missing"), std::string::npos) << pointer << ' ' << key << ": " << what;
    }
  }
}

TEST(ComparisonJson, RefusesWhatIsNoJson) {
  EXPECT_EQ(complaint("{\n \"schema\": NaN}").substr(0, 14), "gate.json:2:12");
  EXPECT_EQ(complaint("").substr(0, 13), "gate.json:1:1");
  EXPECT_EQ(complaint("[]"), "gate.json: is an array, not an object");
  EXPECT_EQ(complaint(R"({"seconds": 1e999})"), "gate.json: seconds: a number is too large");
  EXPECT_EQ(complaint(R"({"schema": 1, "schema": 1})"),
            "gate.json: the key 'schema' stands twice in one object");
  EXPECT_EQ(complaint(std::string(100'000, '[')), "gate.json: is nested too deeply to be a comparison");
  EXPECT_EQ(complaint("{\"\x1b[31m\": \"\xff\"}").find('\x1b'), std::string::npos);
}

// Wherever a file ends before its end, that is noticed.
TEST(ComparisonJson, RefusesEveryTruncation) {
  auto it = sample::empty();
  it.cells.push_back({"a", Verdict::added, "", 0, {}, {}});
  const auto text = to_json(it);
  for (std::size_t size = 0; size + 2 < text.size(); ++size)
    EXPECT_EQ(complaint(text.substr(0, size)).substr(0, 10), "gate.json:") << size;
}

TEST(ComparisonJson, SaysWhatFollowsFromIt) {
  const auto document = json::parse(to_json(sample::full()));
  EXPECT_EQ(document["schema"], 1);
  EXPECT_EQ(document["exit"], failed);
  EXPECT_EQ(document["headline"], headline(sample::full()));
}

}  // namespace
}  // namespace parallax::reports::gate
