// SPDX-License-Identifier: MIT
//
// file_read: each item seeks to a random place of a file, reads the line there and writes it to /dev/null, as
// the file test of PEP 371 did. The file is small and freshly written, so it comes from the page cache: what
// is measured is the system calls and, under a lock such as the GIL, letting go of that lock for calls that
// do not even wait.
#include <fcntl.h>
#include <fmt/format.h>

#include <charconv>
#include <cstring>

#include "benches/kernel.hpp"
#include "benches/support/scratch_file.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

constexpr std::size_t line_bytes = 64;
constexpr std::size_t lines = 16384;

// Line n: the number n, right-aligned, after a filling of dots; a newline at its end.
std::string line(std::size_t n) { return fmt::format("{:.>63}\n", n); }

Descriptor make_file() {
  Descriptor file = scratch_file();
  std::string text;
  for (std::size_t n = 0; n < lines; ++n) text += line(n);
  write_all_at(file.get(), std::as_bytes(std::span(text)), 0);
  return file;
}

// A place in the file for each item, the same for every runtime (SplitMix64 of the index).
std::size_t place(std::size_t i) {
  return splitmix64((i + 1) * golden_gamma) % (lines * line_bytes - 2 * line_bytes);
}

struct FileRead {
  static constexpr KernelFacts facts{
      .name = "file_read", .summary = "a random seek in a cached file, a line from there to nowhere"};
  static constexpr std::array cases{Case{.size = 4096, .grain = 64}};
  using In = None;
  using Out = std::uint64_t;  // the number in the first whole line after the place
  static constexpr bool params_are_local = true;
  struct Params {
    int from;
    int to;
  };

  explicit FileRead(const Case&, const Inputs&) : file_(make_file()) {}

  Params params() const { return {file_.get(), nowhere_.get()}; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}

  static Out item(const Params& params, std::span<const In>, std::size_t i, Worker& worker) {
    std::array<std::byte, 2 * line_bytes> buffer{};
    if (worker.read_at(params.from, buffer, place(i)) != buffer.size())
      throw std::runtime_error("the file is shorter than it was written");
    const std::string_view text(reinterpret_cast<const char*>(buffer.data()), buffer.size());
    const std::size_t begin = text.find('\n') + 1;
    worker.write(params.to, std::as_bytes(std::span(text.substr(begin, line_bytes))));
    // Every byte counts: dots up to the number, the number up to the newline.
    const std::size_t number = text.find_first_not_of('.', begin);
    const std::size_t end = begin + line_bytes - 1;
    std::uint64_t value = 0;
    if (number >= end || std::from_chars(text.data() + number, text.data() + end, value).ptr != &text[end] ||
        text[end] != '\n')
      throw std::runtime_error(fmt::format("what stands at byte {} of the file is no line", place(i)));
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
  Descriptor nowhere_{open("/dev/null", O_WRONLY | O_CLOEXEC), "open /dev/null"};
};

}  // namespace

PARALLAX_KERNEL(file_read, FileRead);

}  // namespace parallax
