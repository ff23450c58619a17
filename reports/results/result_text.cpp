// SPDX-License-Identifier: MIT
// Programs unpack (gzip, zstd, xz, bzip2), so that reading results needs no library of each.
#include "reports/results/result_text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "reports/results/results.hpp"
#include "reports/results/utf16.hpp"
#include "support/pipe.hpp"
#include "support/posix_spawn.hpp"
#include "support/retry.hpp"

namespace parallax::reports {
namespace {

// Five times a million rows. Stops a device that never ends, and what would not fit into memory.
constexpr std::uintmax_t largest_file = std::uintmax_t{4} << 30;
constexpr std::uintmax_t largest_in_memory = std::uintmax_t{1} << 30;
constexpr std::size_t beginning_size = 64 << 10;

std::string reason(int error) { return std::generic_category().message(error); }

// The program that unpacks what begins so; nothing for every other text.
const char* unpacker_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, const char*>, 4> packed{
      {{"\x1f\x8b", "gzip"}, {"\x28\xb5\x2f\xfd", "zstd"}, {"\xfd\x37zXZ", "xz"}, {"BZh", "bzip2"}}};
  for (const auto& [begin, program] : packed)
    if (text.substr(0, begin.size()) == begin) return program;
  return nullptr;
}

Descriptor file_in_memory() { return Descriptor(::memfd_create("results", MFD_CLOEXEC), "memfd_create"); }

void write_all(int to, std::string_view text) {
  while (!text.empty()) {
    const auto count = retry_on_interrupt([&] { return ::write(to, text.data(), text.size()); });
    if (count < 0) throw_system_error("write");
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

// What a stream holds, or why it cannot be had. A stream of zeros has no end and is no text: its beginning says enough.
std::string copy(int from, int to, std::uintmax_t most) {
  std::vector<char> block(1 << 16);
  std::uintmax_t size = 0;
  while (true) {
    const auto count = retry_on_interrupt([&] { return ::read(from, block.data(), block.size()); });
    if (count < 0) return reason(errno);
    if (count == 0) return {};
    const std::string_view some(block.data(), static_cast<std::size_t>(count));
    if ((size += some.size()) > most) return "larger than any result file";
    write_all(to, some);
    const bool is_first = size == some.size();
    if (is_first && some.front() == '\0') return {};
  }
}

// A child that is waited for, whatever happens.
class Child {
 public:
  explicit Child(pid_t process) : process_(process) {}
  ~Child() { end(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void kill() const { ::kill(process_, SIGKILL); }
  int end() {
    int status = 0;
    if (process_ > 0) retry_on_interrupt([&] { return ::waitpid(process_, &status, 0); });
    process_ = 0;
    return status;
  }

 private:
  pid_t process_;
};

}  // namespace

ResultText::ResultText(const std::filesystem::path& file)
    : name_(file == "-" ? "standard input" : file.string()),
      file_(file == "-" ? ::dup(STDIN_FILENO) : ::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_.get() < 0) fail(reason(errno));
  struct stat facts {};
  if (::fstat(file_.get(), &facts) != 0) fail(reason(errno));
  if (S_ISDIR(facts.st_mode)) fail(reason(EISDIR));
  if (S_ISREG(facts.st_mode)) {
    if (static_cast<std::uintmax_t>(facts.st_size) > largest_file) fail("larger than any result file");
  } else {
    auto kept = file_in_memory();
    if (const auto why = copy(file_.get(), kept.get(), largest_in_memory); !why.empty()) fail(why);
    file_ = std::move(kept);
  }
  if (const auto* program = unpacker_of(beginning())) unpack(program);
  if (!is_utf16(beginning())) return;
  const auto text = utf8_of_utf16(whole(largest_in_memory));
  if (!text) fail("larger than any result file in UTF-16");
  file_ = file_in_memory();
  write_all(file_.get(), *text);
}

// `env` looks the program up. What it says is not ours to show: it does not know the name of the file.
void ResultText::unpack(const char* program) {
  Pipe out;
  SpawnActions actions;
  actions.duplicate(file_.get(), STDIN_FILENO);
  actions.duplicate(out.write.get(), STDOUT_FILENO);
  actions.open(STDERR_FILENO, "/dev/null", O_WRONLY);
  ::lseek(file_.get(), 0, SEEK_SET);
  std::array<std::string, 3> words{"env", program, "-dc"};
  std::array<char*, 4> arguments{words[0].data(), words[1].data(), words[2].data(), nullptr};
  Child child(spawn_program("/usr/bin/env", arguments.data(), actions));
  out.write.reset();
  auto kept = file_in_memory();
  const auto why = copy(out.read.get(), kept.get(), largest_in_memory);
  if (!why.empty()) child.kill();
  const int status = child.end();
  if (!why.empty()) fail(fmt::format("unpacked, it is {}", why));
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
    fail(fmt::format("it is compressed, and {} is not there to unpack it", program));
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    fail(fmt::format("it is compressed and cut off or damaged, as {} finds", program));
  file_ = std::move(kept);
}

std::string ResultText::beginning() const {
  std::string text(beginning_size, '\0');
  const auto count = retry_on_interrupt([&] { return ::pread(file_.get(), text.data(), text.size(), 0); });
  if (count < 0) fail(reason(errno));
  text.resize(static_cast<std::size_t>(count));
  return text;
}

JsonInput::Read ResultText::read() const {
  return [this, offset = std::uintmax_t{0}](char* room, std::size_t size) mutable {
    const auto count =
        retry_on_interrupt([&] { return ::pread(file_.get(), room, size, static_cast<off_t>(offset)); });
    if (count < 0) fail(reason(errno));
    offset += static_cast<std::uintmax_t>(count);
    if (offset > largest_file) fail("larger than any result file");
    return static_cast<std::size_t>(count);
  };
}

std::string ResultText::whole(std::uintmax_t most) const {
  struct stat facts {};
  if (::fstat(file_.get(), &facts) != 0 || static_cast<std::uintmax_t>(facts.st_size) > most) return {};
  std::string text(static_cast<std::size_t>(facts.st_size), '\0');
  const auto next = read();
  std::size_t size = 0;
  while (size < text.size()) {
    const auto count = next(text.data() + size, text.size() - size);
    if (count == 0) break;
    size += count;
  }
  text.resize(size);
  return text;
}

void ResultText::fail(const std::string& why) const {
  throw ResultsError(fmt::format("{}: cannot be read: {}", name_, why));
}

}  // namespace parallax::reports
