// SPDX-License-Identifier: MIT
#include "reports/gate/commands/outputs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "reports/gate/commands/commands.hpp"
#include "reports/gate/verdict.hpp"
#include "reports/text/output.hpp"
#include "support/output_file.hpp"
#include "support/standard_streams.hpp"

namespace parallax::reports::gate {
namespace {

namespace fs = std::filesystem;

// Devices and pipes are written to as they stand, all else is replaced.
bool is_replaced(const fs::path& file) {
  std::error_code ignored;
  const auto status = fs::status(file, ignored);
  return !fs::exists(status) || fs::is_regular_file(status);
}

std::string why_unwritable(const fs::path& file) {
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) return "is a folder";
  auto asked = file;
  int how = W_OK;
  if (is_replaced(file)) {
    asked = fs::weakly_canonical(fs::absolute(file), ignored).parent_path();
    how |= X_OK;
    if (!fs::is_directory(asked, ignored)) return fmt::format("there is no folder {}", asked.string());
  }
  if (::access(asked.c_str(), how) == 0) return {};
  return "cannot be written: " + std::generic_category().message(errno);
}

bool is_one_file(const std::string& a, const std::string& b) {
  std::error_code ignored;
  if (!is_replaced(a) || !is_replaced(b)) return false;
  return fs::weakly_canonical(fs::absolute(a), ignored) == fs::weakly_canonical(fs::absolute(b), ignored);
}

}  // namespace

void require_writable(const std::vector<NamedFile>& outputs, const std::vector<NamedFile>& inputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto& one = outputs[i];
    if (one.file.empty()) continue;
    if (const auto why = why_unwritable(one.file); !why.empty())
      throw WrongUse(fmt::format("{}={}: {}", one.option, one.file, why));
    for (std::size_t j = 0; j < i; ++j)
      if (!outputs[j].file.empty() && is_one_file(one.file, outputs[j].file))
        throw WrongUse(
            fmt::format("{} and {} are the same file, {}", outputs[j].option, one.option, one.file));
    for (const auto& input : inputs)
      if (!input.file.empty() && is_one_file(one.file, input.file))
        throw WrongUse(fmt::format("{} would overwrite {}, {}", one.option, input.option, input.file));
  }
}

void Outputs::write(const std::string& file, const Text& text) {
  if (!file.empty()) attempt([&] { write_whole(file, text()); });
}

void Outputs::print(const Text& text) {
  attempt([&] { text::print(text()); });
}

int Outputs::exit(int otherwise) const {
  for (const auto& failure : failures_) tell("gate: {}\n", failure);
  return failures_.empty() ? otherwise : gave_up;
}

void Outputs::attempt(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::exception& error) {
    failures_.emplace_back(error.what());
  }
}

}  // namespace parallax::reports::gate
