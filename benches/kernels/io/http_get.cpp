// SPDX-License-Identifier: MIT
//
// http_get: each item is one GET request to the origin, which answers with a page after the latency asked
// for. As many are in flight as there are workers, each on a connection that its worker keeps. Waits for: the
// origin's latency, and the origin and the loopback interface themselves.
#include <fmt/format.h>

#include "benches/kernel.hpp"
#include "benches/support/pages.hpp"

namespace parallax {
namespace {

struct HttpGet {
  static constexpr KernelFacts facts{
      .name = "http_get",
      .summary = "a page got from the origin by HTTP, every byte checked",
      .parameters = {Parameter{"latency_us", 0, day_in_microseconds}, Parameter{"bytes", 0, 1 << 30},
                     Parameter{"keep_alive", 0, 1}},
      .origin = true};
  static constexpr std::array cases{Case{64, 1, {1'000, 1024, 1}}, Case{4096, 1, {50'000, 1024, 1}},
                                    Case{10'000, 1, {500'000, 1024, 1}}};
  static std::chrono::nanoseconds waiting(const Case& parameters) {
    // Not even the fastest answer comes at once.
    return std::chrono::microseconds(std::max<std::uint64_t>(parameters.values[0], 10));
  }
  static Case reference_case(Case parameters) {
    parameters.values[0] = 0;
    return parameters;
  }

  using In = None;
  using Out = std::uint64_t;  // the bytes received, all of them right
  using Params = Pages;

  explicit HttpGet(const Case& parameters, const Inputs& inputs, Arena& arena)
      : pages_(make_pages(inputs.origin, arena, parameters.values[0], parameters.values[1],
                          parameters.values[2] != 0)) {}

  Params params() const { return pages_; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}
  Histogram* latencies() const { return pages_.latencies; }

  static Out item(const Params& pages, std::span<const In>, std::size_t i, Worker& worker) {
    Out bytes = 0;
    pages.fetch(i, worker, [&](std::size_t, std::span<const std::byte> piece) { bytes += piece.size(); });
    return bytes;
  }

  std::optional<std::string> mistake(std::span<const Out> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (out[i] != pages_.bytes)
        return fmt::format("request {} got {} bytes instead of {}", i, out[i], pages_.bytes);
    }
    return {};
  }

 private:
  Pages pages_;
};

}  // namespace

PARALLAX_KERNEL(http_get, HttpGet);

}  // namespace parallax
