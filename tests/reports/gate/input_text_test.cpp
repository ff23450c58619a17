// SPDX-License-Identifier: MIT
// Files that are none, or have no end, are refused with what is wrong with them.
#include "reports/gate/input_text.hpp"

#include <gtest/gtest.h>

#include "reports/gate/comparison_json.hpp"
#include "reports/gate/self_test/recording.hpp"
#include "tests/reports/gate/comparison_sample.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports::gate {
namespace {

using reports::sample::Folder;

// What reading complains about.
template <class Error, class Read>
std::string wrong_input(Read read) {
  try {
    read();
    return "none";
  } catch (const Error& error) {
    return error.what();
  }
}
std::string wrong_comparison(const std::filesystem::path& file) {
  return wrong_input<ComparisonError>([&] { read_comparison(file); });
}

TEST(InputText, IsTheWholeFile) {
  const Folder folder;
  const auto text = "{" + std::string(3'000'000, ' ') + "}\n";
  EXPECT_EQ(input_text(folder.write("a.json", text)), text);
  EXPECT_EQ(input_text(folder.write("b.json", "")), "");
}

TEST(InputText, HasALimit) {
  const Folder folder;
  const auto file = folder.write("a.json", "{" + std::string(3'000'000, ' ') + "}");
  EXPECT_EQ(wrong_input<InputError>([&] { input_text(file, 2u << 20); }),
            file.string() + ": has more than 2 MiB, which is too much for what it should be");
}

// A device without an end is not read to it.
TEST(InputText, EndsEarlyWhereNoObjectBegins) {
  EXPECT_LT(input_text("/dev/zero").size(), 1u << 20);
  EXPECT_EQ(wrong_comparison("/dev/zero"),
            "/dev/zero: is a file of an unknown kind, not a comparison of two builds; gate BASE HEAD "
            "--json=FILE writes such a file");
  const Folder folder;
  EXPECT_LT(input_text(folder.write("blanks", std::string(9'000'000, '\n'))).size(), 1u << 20);
}

TEST(InputText, SaysWhatIsWrong) {
  const Folder folder;
  const auto empty = folder.write("empty.json", "").string(), blank = folder.write("b.json", " \n").string();
  for (const auto& file : {empty, blank}) {
    EXPECT_EQ(wrong_comparison(file), file + ": is empty; gate BASE HEAD --json=FILE writes a comparison");
    EXPECT_EQ(wrong_input<RecordingError>([&] { read_recording(file); }),
              file + ": is empty; gate inject-test --recording=FILE writes a recording");
  }
  const auto directory = (folder / ".").string();
  EXPECT_EQ(wrong_comparison(directory), directory + ": cannot be read: Is a directory");
  EXPECT_EQ(wrong_input<RecordingError>([&] { read_recording(directory); }),
            directory + ": cannot be read: Is a directory");
}

// errno is of the call that failed, not of another one before.
TEST(InputText, NamesTheErrorOfItsOwnCall) {
  errno = EPERM;
  EXPECT_EQ(wrong_input<InputError>([] { input_text("/nowhere/gate.json"); }),
            "/nowhere/gate.json: cannot be read: No such file or directory");
}

TEST(InputText, IsAComparisonFromAPipeToo) {
  const Folder folder;
  const auto pipe = (folder / "pipe").string(),
             file = folder.write("g.json", to_json(sample::full())).string();
  ASSERT_EQ(std::system(("mkfifo '" + pipe + "' && { cat '" + file + "' >'" + pipe + "' & }").c_str()), 0);
  EXPECT_EQ(to_json(read_comparison(pipe)), to_json(read_comparison(file)));
}

}  // namespace
}  // namespace parallax::reports::gate
