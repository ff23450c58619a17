// SPDX-License-Identifier: MIT
#include "benches/harness/journal/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <sstream>
#include <utility>

#include "benches/support/usage_error.hpp"
#include "support/plain_text.hpp"
#include "support/retry.hpp"
#include "support/standard_streams.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;

bool is_still_there(const fs::path& file, const Descriptor& descriptor) {
  struct stat by_name {
  }, opened{};
  return stat(file.c_str(), &by_name) == 0 && fstat(descriptor.get(), &opened) == 0 &&
         by_name.st_ino == opened.st_ino && by_name.st_dev == opened.st_dev;
}

// Opened and locked. A run that ends meanwhile removes it, so its name is looked at again.
Descriptor open_alone(const fs::path& file, int flags) {
  for (;;) {
    Descriptor descriptor(open(file.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | flags, 0666));
    if (descriptor.get() < 0) return descriptor;
    if (flock(descriptor.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
      throw UsageError(fmt::format("another run is writing {}", file.string()));
    if (is_still_there(file, descriptor)) return descriptor;
  }
}

std::string content_of(const Descriptor& file) {
  std::string text;
  std::array<char, 1 << 16> block;
  for (off_t at = 0;;) {
    const auto count = retry_on_interrupt([&] { return pread(file.get(), block.data(), block.size(), at); });
    if (count < 0) throw_system_error("read the journal");
    if (count == 0) return text;
    text.append(block.data(), static_cast<std::size_t>(count));
    at += count;
  }
}

bool holds_runs(const std::string& text) {
  const auto first = text.find('\n');
  return first != std::string::npos && first + 1 < text.size();
}

}  // namespace

Journal::Journal(fs::path file, Descriptor descriptor)
    : file_(std::move(file)), descriptor_(std::move(descriptor)) {}

Journal Journal::begun(const fs::path& file, const RunFacts& facts) {
  Descriptor there = open_alone(file, O_CREAT);
  if (there.get() < 0) throw_system_error(errno, "open " + file.string());
  if (holds_runs(content_of(there))) {
    const fs::path old = file.string() + ".old";
    fs::rename(file, old);
    tell("bench: the journal of a run that was cut off is now {}; report shows it\n",
         text::printable(old.string()));
    there = open_alone(file, O_CREAT);
    if (there.get() < 0) throw_system_error(errno, "open " + file.string());
  }
  check(ftruncate(there.get(), 0), "ftruncate");
  Journal journal(file, std::move(there));
  journal.facts_ = facts;
  if (!journal.write(line_of(facts))) {
    const int error = errno;
    journal.remove();
    throw_system_error(error, "write " + file.string());
  }
  return journal;
}

Journal Journal::reopened(const fs::path& file) {
  Descriptor there = open_alone(file, 0);
  if (there.get() < 0)
    throw UsageError(fmt::format(
        "--resume: {}: {}", file.string(),
        errno == ENOENT ? "there is no such journal; no run was cut off here" : std::strerror(errno)));
  Journal journal(file, std::move(there));
  journal.read_earlier();
  return journal;
}

void Journal::read_earlier() {
  const std::string text = content_of(descriptor_);
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  const auto facts = facts_of(line);
  if (!facts) throw UsageError(fmt::format("--resume: {} is no journal of `bench`", file_.string()));
  facts_ = *facts;
  while (std::getline(lines, line)) {
    auto run = run_of(line);
    if (!run) continue;
    if (!run->is_trial) count(run->cell, run->iterations);
    earlier_.push_back(std::move(*run));
  }
  is_torn_ = text.back() != '\n';
}

// How many repetitions there were before this one. Only those with the largest number of iterations count.
std::size_t Journal::count(const std::string& cell, std::int64_t iterations) {
  Runs& runs = runs_[cell];
  if (iterations > runs.iterations) runs = {iterations, 0};
  return runs.count++;
}

void Journal::add(const RecordedRun& run, const Cell& cell, std::size_t planned) {
  const std::size_t index = run.is_trial ? 0 : count(run.cell, run.iterations);
  if (write(line_of(run, cell, {.index = index, .planned = planned})) || std::exchange(has_failed_, true))
    return;
  tell("bench: {} cannot be written: {}; what is measured from now on is lost if this run is cut off\n",
       text::printable(file_.string()), std::strerror(errno));
}

bool Journal::write(std::string text) {
  if (is_torn_) text.insert(text.begin(), '\n');
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto count =
        retry_on_interrupt([&] { return ::write(descriptor_.get(), rest.data(), rest.size()); });
    if (count < 0) {
      is_torn_ = is_torn_ || rest.size() < text.size();
      return false;
    }
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  is_torn_ = false;
  return true;
}

void Journal::remove() { unlink(file_.c_str()); }

std::vector<std::string> arguments_of_journal(const fs::path& file) {
  return Journal::reopened(file).facts().arguments;
}

}  // namespace parallax
