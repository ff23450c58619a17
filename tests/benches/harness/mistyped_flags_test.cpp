// SPDX-License-Identifier: MIT
#include "benches/harness/mistyped_flags.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "benches/harness/option_values.hpp"
#include "benches/support/usage_error.hpp"

namespace parallax {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

const std::vector<std::string> own{"--workers", "--runtimes", "--sizes",         "--grains",
                                   "--timeout", "--smoke",    "--list-runtimes", "--gil_switch_interval"};

TEST(UsualSpelling, IsOfFlagsThatPeopleWriteDifferently) {
  EXPECT_EQ(usual_spelling("--filter=cube"), "--benchmark_filter=cube");
  EXPECT_EQ(usual_spelling("--benchmark-filter=a-b"), "--benchmark_filter=a-b");
  EXPECT_EQ(usual_spelling("--benchmark-list-tests"), "--benchmark_list_tests");
  for (const char* word :
       {"--benchmark_filter=a", "--workers=2", "--mpi-launcher=x", "cube", "-h", "--", "", "filter"})
    EXPECT_EQ(usual_spelling(word), word);
}

TEST(WholeNumber, IsWrittenInDigits) {
  for (const char* text : {"1", "64", "1000"}) EXPECT_EQ(no_whole_number(text, 1000), "");
  for (const char* text : {"1e6", "0", "1001", "-1", "2.5", "", "all", " 1", "99999999999999999999"})
    EXPECT_EQ(no_whole_number(text, 1000), std::string(text) + " is not a whole number from 1 to 1000");
}

TEST(UnknownFlag, IsToldWithWhatWasMeant) {
  const std::vector<std::pair<std::string, std::string>> meant{
      {"--threads=4", "--workers=4"},
      {"-j4", "--workers=4"},
      {"--jobs=4", "--workers=4"},
      {"--worker=4", "--workers=4"},
      {"--wrokers=4", "--workers=4"},
      {"--runtime=fork", "--runtimes=fork"},
      {"--size=10", "--sizes=10"},
      {"--grain=1", "--grains=1"},
      {"--kernel=cube", "--benchmark_filter=cube"},
      {"--repetitions=6", "--benchmark_repetitions=6"},
      {"--reps=6", "--benchmark_repetitions=6"},
      {"--benchmark_repetition=6", "--benchmark_repetitions=6"},
      {"--out=x.json", "--benchmark_out=x.json"},
      {"-o", "--benchmark_out"},
      {"--json", "--benchmark_format=json"},
      {"--format=csv", "--benchmark_format=csv"},
      {"--min-time=1", "--benchmark_min_time=1"},
      {"--random=yes", "--benchmark_enable_random_interleaving=true"},
      {"--list", "--list-kernels, --list-runtimes or --list-probes"},
      {"--list_runtime", "--list-runtimes"},
      {"--quick", "--smoke"},
      {"--gil-switch=5ms", "--gil_switch_interval=5ms"}};
  for (const auto& [typed, flag] : meant)
    EXPECT_THAT(unknown_flag_text(typed, own), HasSubstr("; did you mean " + flag + "?")) << typed;
  EXPECT_EQ(unknown_flag_text("--threads=4", own), "there is no --threads; did you mean --workers=4?");
  EXPECT_EQ(unknown_flag_text("--xyzzy=4", own), "there is no --xyzzy (--help lists the flags)");
}

TEST(ValueOfAFlag, IsAskedFor) {
  EXPECT_THAT([] { require_value("--benchmark_filter", "cube"); },
              ThrowsMessage<UsageError>("--benchmark_filter lacks its value: --benchmark_filter=cube"));
  EXPECT_THAT([] { require_value("--benchmark_out", ""); },
              ThrowsMessage<UsageError>(HasSubstr("--benchmark_out=...")));
  EXPECT_NO_THROW(require_value("--benchmark_out=x", "cube"));
  EXPECT_NO_THROW(require_value("--benchmark_list_tests", "cube"));
}

}  // namespace
}  // namespace parallax
