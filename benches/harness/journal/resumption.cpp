// SPDX-License-Identifier: MIT
#include "benches/harness/journal/resumption.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "benches/harness/journal/result_file.hpp"
#include "benches/support/usage_error.hpp"

namespace parallax {

std::vector<std::string> without_resume(const std::vector<std::string>& words) {
  std::vector<std::string> others;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--") return others.insert(others.end(), words.begin() + i, words.end()), others;
    if (words[i] == "--resume") {
      ++i;
    } else if (words[i].rfind("--resume=", 0) != 0) {
      others.push_back(words[i]);
    }
  }
  return others;
}

void require_resumed_output(const std::string& resume, const std::string& out) {
  if (resume.empty()) return;
  const auto journal = [](const std::string& file) {
    return journal_of(std::filesystem::weakly_canonical(file));
  };
  if (out.empty())
    throw UsageError(
        fmt::format("--resume={} goes alone, or with all options that the run was begun with, such as "
                    "--benchmark_out={}",
                    resume, resume));
  if (journal(out) != journal(resume))
    throw UsageError(fmt::format("--resume={} is not of --benchmark_out={}", resume, out));
}

}  // namespace parallax
