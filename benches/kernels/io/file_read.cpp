// SPDX-License-Identifier: MIT
//
// file_read: each item seeks to a random place of a file and reads the line there. The file is small and
// freshly written, so it comes from the page cache: what is measured is the system call and, under a lock
// such as the GIL, letting go of that lock for a call that does not even wait.
#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>

#include <charconv>
#include <cstdlib>

#include "benches/kernel.hpp"
#include "runtimes/support/descriptor.hpp"

namespace parallax {
namespace {

constexpr std::size_t line_bytes = 64;
constexpr std::size_t lines = 16384;

// Line n: the number n, right-aligned, after a filling of dots; a newline at its end.
std::string line(std::size_t n) { return fmt::format("{:.>63}\n", n); }

// A file without a name: it vanishes with the last descriptor, however the process ends.
Descriptor make_file() {
  const char* directory = std::getenv("TMPDIR");
  std::string name = fmt::format("{}/parallax-XXXXXX", directory && *directory ? directory : "/tmp");
  Descriptor file(mkostemp(name.data(), O_CLOEXEC), "mkostemp");
  unlink(name.c_str());
  std::string text;
  for (std::size_t n = 0; n < lines; ++n) text += line(n);
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t written = ::write(file.get(), text.data() + done, text.size() - done);
    if (written < 0) throw std::system_error(errno, std::generic_category(), "write to " + name);
    done += static_cast<std::size_t>(written);
  }
  return file;
}

// A place in the file for each item, the same for every runtime (SplitMix64 of the index).
std::size_t place(std::size_t i) {
  std::uint64_t z = (i + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return (z ^ (z >> 31)) % (lines * line_bytes - 2 * line_bytes);
}

struct FileRead {
  static constexpr KernelFacts facts{.name = "file_read",
                                     .summary = "a random seek in a cached file and a line read"};
  static constexpr std::array cases{Case{.size = 4096, .grain = 64}};
  using In = None;
  using Out = std::uint64_t;  // the number in the first whole line after the place
  struct Params {
    int descriptor;
  };

  explicit FileRead(const Case&, const Inputs&) : file_(make_file()) {}

  Params params() const { return {file_.get()}; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}

  static Out item(const Params& params, std::span<const In>, std::size_t i, Worker& worker) {
    std::array<std::byte, 2 * line_bytes> buffer{};
    if (worker.read_at(params.descriptor, buffer, place(i)) != buffer.size())
      throw std::runtime_error("the file is shorter than it was written");
    const std::string_view text(reinterpret_cast<const char*>(buffer.data()), buffer.size());
    const std::size_t begin = text.find('\n') + 1;
    const std::size_t number = text.find_first_not_of('.', begin);
    std::uint64_t value = 0;
    std::from_chars(text.data() + number, text.data() + begin + line_bytes - 1, value);
    return value;
  }

  std::optional<std::string> mistake(std::span<const Out> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (const std::size_t right = place(i) / line_bytes + 1; out[i] != right)
        return fmt::format("item {} read line {} instead of {}", i, out[i], right);
    }
    return {};
  }

 private:
  Descriptor file_;
};

}  // namespace

PARALLAX_KERNEL(file_read, FileRead);

}  // namespace parallax
