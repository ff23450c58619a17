// SPDX-License-Identifier: MIT
//
// file_write: each item writes a block to its own place of a file and, if asked, waits until the device has
// it. Without `fsync` it is the cost of a copy into the page cache; with it, it is the wait for the device,
// which many files' worth of workers can share.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "benches/kernel.hpp"
#include "benches/support/scratch_file.hpp"
#include "support/random.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

// A block that only item i writes.
void make_block(std::size_t i, std::span<std::byte> block) {
  std::uint64_t word = i;
  for (std::size_t at = 0; at < block.size(); at += sizeof word) {
    word = lcg_next(word);
    std::memcpy(block.data() + at, &word, std::min(sizeof word, block.size() - at));
  }
}

struct FileWrite {
  static constexpr KernelFacts facts{
      .name = "file_write",
      .summary = "a block written to its place in a file, synced if asked",
      .parameters = {Parameter{"bytes", 1, 1 << 30}, Parameter{"fsync", 0, 1}}};
  static constexpr std::array cases{Case{64, 1, {4096, 1}}, Case{2048, 16, {4096, 0}}};
  static std::chrono::nanoseconds waiting(const Case& parameters) {
    return std::chrono::microseconds(parameters.values[1] != 0 ? 10 : 0);
  }
  using In = None;
  using Out = std::uint64_t;  // the bytes written
  static constexpr bool params_are_local = true;
  struct Params {
    int descriptor;
    std::size_t bytes;
    bool sync;
  };

  explicit FileWrite(const Case& parameters, const Inputs&)
      : file_(scratch_file()),
        params_{file_.get(), static_cast<std::size_t>(parameters.values[0]), parameters.values[1] != 0} {
    if (params_.bytes == 0 || params_.bytes > (std::size_t{1} << 30))
      throw NotSupported(fmt::format("bytes:{} is not between 1 and 1 GiB", params_.bytes));
  }

  Params params() const { return params_; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}

  static Out item(const Params& params, std::span<const In>, std::size_t i, Worker& worker) {
    auto& block = worker.kept<std::vector<std::byte>>();
    block.resize(params.bytes);
    make_block(i, block);
    for (std::size_t done = 0; done < block.size();)
      done += worker.write_at(params.descriptor, std::span(block).subspan(done), i * params.bytes + done);
    if (params.sync) worker.sync(params.descriptor);
    return params.bytes;
  }

  std::optional<std::string> mistake(std::span<const Out> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (out[i] != params_.bytes) return fmt::format("item {} says it wrote {} bytes", i, out[i]);
    }
    return {};
  }

  // Looks into the file, and leaves other bytes there.
  static std::optional<std::string> check_side_effect(const Params& params, std::size_t i) {
    std::vector<std::byte> right(params.bytes), found(params.bytes);
    make_block(i, right);
    read_all_at(params.descriptor, found, i * params.bytes);
    if (right != found) return fmt::format("block {} of the file is not what was written", i);
    write_all_at(params.descriptor, std::vector<std::byte>(params.bytes, std::byte{0xa5}), i * params.bytes);
    return {};
  }

  // What the check has written would be the first timed sync's to write.
  static void settle(const Params& params) {
    if (params.sync) check(fdatasync(params.descriptor), "fdatasync");
  }

 private:
  Descriptor file_;
  Params params_;
};

}  // namespace

PARALLAX_KERNEL(file_write, FileWrite);

}  // namespace parallax
