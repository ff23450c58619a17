// SPDX-License-Identifier: MIT
#include "reports/gate/history_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <map>
#include <memory>
#include <tuple>

#include "reports/gate/instant.hpp"
#include "support/descriptor.hpp"
#include "support/retry.hpp"

namespace parallax::reports::gate {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* call, const fs::path& file) {
  throw_system_error(errno, std::string(call) + ' ' + file.string());
}

// Locked for as long as it is open, so that nobody appends between a look at the end and the write.
class LockedFile {
 public:
  explicit LockedFile(const fs::path& file)
      : file_(file), fd_(::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) {
    if (fd_.get() < 0) fail("open", file_);
    if (retry_on_interrupt([this] { return ::flock(fd_.get(), LOCK_EX); }) != 0) fail("flock", file_);
  }

  bool ends_in_a_line() const {
    char last = '\n';
    const auto length = size();
    if (length > 0 && ::pread(fd_.get(), &last, 1, length - 1) < 0) fail("read", file_);
    return last == '\n';
  }

  void append(std::string_view text) const {
    const auto before = size();
    const ssize_t written = retry_on_interrupt([&] { return ::write(fd_.get(), text.data(), text.size()); });
    if (written < 0 || static_cast<std::size_t>(written) < text.size()) {
      const auto error = written < 0 ? errno : ENOSPC;
      // Best effort: should it fail, too, the torn line is ended by whoever appends next.
      [[maybe_unused]] const auto ignored = ::ftruncate(fd_.get(), before);
      errno = error;
      fail("write", file_);
    }
    if (::fsync(fd_.get()) != 0) fail("fsync", file_);
  }

 private:
  off_t size() const {
    struct stat found {};
    if (::fstat(fd_.get(), &found) != 0) fail("stat", file_);
    return found.st_size;
  }

  const fs::path& file_;
  Descriptor fd_;
};

// The lines of a file, one after the other; a longer one than any history's ends it.
class Lines {
 public:
  explicit Lines(const fs::path& file) : path_(file), file_(std::fopen(file.c_str(), "rbe"), &std::fclose) {
    if (!file_) fail("open", path_);
  }

  bool next(std::string& line) {
    line.clear();
    ++number_;
    int byte = 0;
    while ((byte = std::getc(file_.get())) != EOF && byte != '\n') {
      line += static_cast<char>(byte);
      if (line.size() > longest_history_line) throw HistoryError(place() + "longer than any history's line");
    }
    if (std::ferror(file_.get()) != 0) fail("read", path_);
    return byte != EOF || !line.empty();
  }

  std::string place() const { return fmt::format("{}:{}: ", path_.string(), number_); }

 private:
  const fs::path& path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::size_t number_ = 0;
};

}  // namespace

std::vector<HistoryRecord> read_history(const fs::path& file, std::vector<std::string>* torn) {
  Lines lines(file);
  std::vector<HistoryRecord> records;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> known;
  for (std::string line; lines.next(line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      auto record = record_of_line(line);
      const auto [found, is_new] =
          known.try_emplace({record.commit, record.reference, record.machine}, records.size());
      if (is_new)
        records.push_back(std::move(record));
      else
        records[found->second] = std::move(record);
    } catch (const TornLine& error) {
      if (!torn) throw TornLine(lines.place() + error.what());
      torn->push_back(lines.place() + error.what());
    } catch (const HistoryError& error) {
      throw HistoryError(lines.place() + error.what());
    }
  }
  std::stable_sort(records.begin(), records.end(), [](const HistoryRecord& a, const HistoryRecord& b) {
    return instant_of(a.date) < instant_of(b.date);
  });
  return records;
}

void append_history(const fs::path& file, const HistoryRecord& record) {
  const auto line = json_line(record) + '\n';
  const LockedFile locked(file);
  locked.append(locked.ends_in_a_line() ? line : '\n' + line);
}

}  // namespace parallax::reports::gate
