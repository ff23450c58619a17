// SPDX-License-Identifier: MIT
#include "benches/harness/journal/result_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "benches/support/usage_error.hpp"
#include "support/descriptor.hpp"
#include "support/plain_text.hpp"
#include "support/standard_streams.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view journal_ending = ".journal";

[[noreturn]] void refuse(const fs::path& target, int error) {
  throw UsageError(fmt::format("--benchmark_out={}: {}", target.string(), std::strerror(error)));
}

// Neither made nor changed by this. A pipe that nobody reads yet may be written to.
void require_writable(const fs::path& file) {
  const Descriptor writable(open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK));
  if (writable.get() < 0 && errno != ENXIO) refuse(file, errno);
}

// Where there is no room for a journal there is none for a result.
bool has_no_room(const std::error_code& error) {
  return error == std::errc::no_space_on_device || error == std::errc::file_too_large ||
         error.value() == EDQUOT;
}

}  // namespace

fs::path journal_of(const fs::path& file) {
  return file.extension() == journal_ending ? file : fs::path(file.string() + std::string(journal_ending));
}

ResultFile::ResultFile(const fs::path& target, const RunFacts& facts, bool resume)
    : target_(target), written_(target) {
  std::error_code error;
  const auto status = fs::status(target, error);
  const bool exists = fs::exists(status);
  if (exists) require_writable(target);
  if (exists && !fs::is_regular_file(status)) {
    if (resume) throw UsageError(fmt::format("--resume: {} is no file", target.string()));
    return;
  }
  target_ = fs::weakly_canonical(target, error);
  if (error) refuse(target, error.value());
  written_ = target_.string() + ".part";
  if (resume) {
    go_on(facts);
    return;
  }
  try {
    begin(target, facts);
  } catch (const std::system_error& failure) {
    if (!exists || has_no_room(failure.code())) refuse(target, failure.code().value());
    written_ = target_;
    tell("bench: {}; {} is written over as it stands\n", text::printable(failure.what()),
         text::printable(target.string()));
  }
}

ResultFile::~ResultFile() {
  if (written_ != target_) unlink(written_.c_str());
}

void ResultFile::begin(const fs::path& named, RunFacts facts) {
  std::error_code error;
  const auto size = fs::file_size(target_, error);
  facts.replaces = !error && size > 0;
  journal_ = Journal::begun(journal_of(target_), facts);
  const Descriptor made(open(written_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (made.get() >= 0) return;
  const int why = errno;
  journal_->remove();
  journal_.reset();
  throw std::system_error(why, std::generic_category(), "open " + named.string() + ".part");
}

void ResultFile::go_on(const RunFacts& facts) {
  Journal journal = Journal::reopened(journal_of(target_));
  if (const std::string why = difference(journal.facts(), as_read(facts)); !why.empty())
    throw UsageError(fmt::format("--resume: {} is of {}", journal.file().string(), why));
  journal_ = std::move(journal);
}

void ResultFile::replace_target() {
  const Descriptor whole(open(written_.c_str(), O_RDONLY | O_CLOEXEC), "open the result");
  check(fsync(whole.get()), "fsync");  // some file systems tell of a full disk only here
  if (rename(written_.c_str(), target_.c_str()) == 0) return;
  // A mount of a single file cannot be replaced.
  if (errno != EBUSY) throw_system_error(errno, "rename to " + target_.string());
  fs::copy_file(written_, target_, fs::copy_options::overwrite_existing);
}

void ResultFile::keep() {
  if (written_ != target_) replace_target();
  if (journal_) journal_->remove();
}

std::string ResultFile::keep_cut_off(bool has_rows) {
  if (!journal_) return {};
  if (!has_rows) {
    journal_->remove();
    return {};
  }
  const std::string file = journal_->file().string();
  if (journal_->facts().replaces)
    return fmt::format("{} is as it was; what was measured is in {}", target_.string(), file);
  replace_target();
  return {};
}

}  // namespace parallax
