// SPDX-License-Identifier: MIT
#include "reports/gate/compare.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <string_view>
#include <system_error>

#include "reports/gate/machine.hpp"
#include "reports/gate/measurement.hpp"
#include "reports/gate/program_text.hpp"
#include "reports/gate/subject.hpp"
#include "support/system_error.hpp"

namespace parallax::reports::gate {
namespace {

namespace fs = std::filesystem;

std::string now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text.data();
}

void list_identical(Comparison& comparison, Subject& head, const Settings& settings) {
  for (auto& name : head.list(settings.filter, settings.time_limit).names) {
    CellOutcome cell;
    cell.name = std::move(name);
    cell.verdict = Verdict::identical;
    comparison.cells.push_back(std::move(cell));
  }
  if (comparison.cells.empty())
    throw SubjectError(fmt::format("no benchmark matches \"{}\"", settings.filter));
  comparison.notes.push_back("Both programs have the same code and constants, so nothing was measured.");
}

constexpr std::string_view scratch_prefix = "parallax_gate_";

// Whether this folder is the one that is open.
bool is_still(const fs::path& folder, const Descriptor& open) {
  struct stat named {
  }, opened{};
  return ::stat(folder.c_str(), &named) == 0 && ::fstat(open.get(), &opened) == 0 &&
         named.st_ino == opened.st_ino && named.st_dev == opened.st_dev;
}

// Folders of gates that were killed: nobody holds their locks any more. Those of others cannot be opened or removed.
void remove_abandoned(const fs::path& around) {
  std::error_code ignored;
  for (fs::directory_iterator one(around, ignored), end; !ignored && one != end; one.increment(ignored)) {
    if (one->path().filename().string().rfind(scratch_prefix, 0) != 0) continue;
    const Descriptor folder(::open(one->path().c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat facts {};
    if (folder.get() < 0 || ::fstat(folder.get(), &facts) != 0 || facts.st_uid != ::geteuid()) continue;
    std::error_code busy;
    if (::flock(folder.get(), LOCK_EX | LOCK_NB) == 0) fs::remove_all(one->path(), busy);
  }
}

}  // namespace

Scratch::Scratch() {
  const auto around = fs::temp_directory_path();
  remove_abandoned(around);
  // Between making and locking it, another gate may have taken it for abandoned.
  do {
    auto pattern = (around / (std::string(scratch_prefix) + "XXXXXX")).string();
    if (!::mkdtemp(pattern.data())) throw_system_error("mkdtemp");
    path_ = pattern;
    lock_ = Descriptor(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  } while (lock_.get() < 0 || ::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0 || !is_still(path_, lock_));
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path Scratch::link(int number) const {
  const auto folder = path_ / fmt::format("{:04}", number);
  fs::create_directory(folder);
  return folder / "program";
}

Comparison compare(Program base, Program head, const Settings& settings, Interruptions& interruptions) {
  const Scratch scratch;
  Subject one(base, scratch.link(0), scratch.output(), interruptions);
  Subject other(head, scratch.link(1), scratch.output(), interruptions);
  Subject control(base, scratch.link(2), scratch.output(), interruptions);
  Comparison comparison;
  comparison.budget = settings.budget;
  comparison.seed = settings.seed;
  comparison.strict = settings.strict;
  comparison.allow_removed = settings.allow_removed;
  comparison.date = now();
  comparison.machine = machine_facts();
  base.text_hash = text_hash(base.file);
  head.text_hash = text_hash(head.file);
  try {
    if (!settings.measure_identical && base.arguments == head.arguments &&
        same_text(base.file, head.file, interruptions))
      list_identical(comparison, other, settings);
    else {
      comparison.family_error = settings.family_error;
      Measurement(settings, one, other, control, interruptions).run(comparison);
    }
  } catch (const SubjectError&) {
    if (interruptions.signal() == 0) throw;  // a program cannot be asked anything while we are told to end
    comparison.incomplete =
        fmt::format("ended by signal {} before anything was measured", interruptions.signal());
  }
  if (base.measured_by.empty()) {  // else it would be that of `bench`
    base.commit = one.commit();
    head.commit = other.commit();
  }
  comparison.base = std::move(base);
  comparison.head = std::move(head);
  return comparison;
}

}  // namespace parallax::reports::gate
