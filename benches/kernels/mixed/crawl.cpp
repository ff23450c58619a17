// SPDX-License-Identifier: MIT
//
// crawl: each item gets a page from the origin, collects its links, hashes it and works on the hash. An item
// has `microseconds` to spend: `cpu_percent` of them go into computing, the rest is the latency that the
// origin is asked for. From 0, where only waiting counts, to 100, where no request is made at all, the same
// kernel asks every strategy both questions. Waits for: the origin's latency.
#include <fmt/format.h>

#include <string>

#include "benches/kernel.hpp"
#include "benches/support/multiply_adds.hpp"
#include "benches/support/page.hpp"
#include "benches/support/pages.hpp"

namespace parallax {
namespace {

constexpr std::size_t page_bytes = 4096;
// A nominal microsecond: a number of multiply-adds, so that the work is the same on every machine.
constexpr std::uint64_t steps_per_microsecond = 700;

// What a crawler learns of a page: a hash of every byte, and of the numbers in its links.
struct Digest {
  std::uint64_t hash = 0xcbf29ce484222325u;
  std::uint64_t links = 0;
  std::size_t matched = 0;  // characters of the mark that were just seen
  bool in_number = false;
  std::uint64_t number = 0;

  void add(std::span<const std::byte> piece) {
    constexpr std::string_view mark = "/page/";
    for (const std::byte byte : piece) {
      const char c = static_cast<char>(byte);
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
      if (in_number) {
        if (c >= '0' && c <= '9') {
          number = number * 10 + static_cast<std::uint64_t>(c - '0');
        } else {
          links += number;
          in_number = false;
        }
      }
      matched = c == mark[matched] ? matched + 1 : c == mark[0] ? 1 : 0;
      if (matched == mark.size()) {
        matched = 0;
        in_number = true;
        number = 0;
      }
    }
  }
};

struct Crawl {
  static constexpr KernelFacts facts{
      .name = "crawl",
      .summary = "fetch, parse, hash; computing and waiting in any ratio",
      .parameters = {Parameter{"microseconds", 0, day_in_microseconds}, Parameter{"cpu_percent", 0, 100}},
      .origin = true};
  static constexpr std::array cases{Case{64, 1, {2000, 0}}, Case{64, 1, {2000, 50}},
                                    Case{64, 1, {2000, 100}}};
  static std::chrono::nanoseconds waiting(const Case& parameters) {
    return std::chrono::microseconds(latency_us(parameters));
  }

  using In = None;
  using Out = std::uint64_t;
  struct Params {
    Pages pages;
    std::uint64_t steps;
    bool fetches;
  };

  explicit Crawl(const Case& parameters, const Inputs& inputs, Arena& arena)
      : params_{{},
                parameters.values[0] * percent(parameters) / 100 * steps_per_microsecond,
                percent(parameters) < 100} {
    if (params_.fetches)
      params_.pages = make_pages(inputs.origin, arena, latency_us(parameters), page_bytes, true);
  }

  Params params() const { return params_; }
  std::size_t inputs() const { return 0; }
  void fill(std::span<In>) const {}
  Histogram* latencies() const { return params_.pages.latencies; }

  static Out item(const Params& params, std::span<const In>, std::size_t i, Worker& worker) {
    Digest digest;
    if (params.fetches) {
      params.pages.fetch(i, worker,
                         [&](std::size_t, std::span<const std::byte> piece) { digest.add(piece); });
    } else {
      add_page(digest, i);
    }
    return multiply_adds(digest.hash ^ digest.links, params.steps);
  }

  std::optional<std::string> mistake(std::span<const Out> out) const {
    for (std::size_t i = 0; i < out.size(); ++i) {
      Digest digest;
      if (params_.pages.first) {
        digest.add({params_.pages.first, page_bytes});
      } else {
        add_page(digest, i);
      }
      if (out[i] != multiply_adds_at_once(digest.hash ^ digest.links, params_.steps))
        return fmt::format("page {} was not digested right", i);
    }
    return {};
  }

 private:
  static std::uint64_t percent(const Case& parameters) {
    return std::min<std::uint64_t>(parameters.values[1], 100);
  }
  static std::uint64_t latency_us(const Case& parameters) {
    return parameters.values[0] * (100 - percent(parameters)) / 100;
  }

  // Our own page, made here.
  static void add_page(Digest& digest, std::uint64_t seed) {
    const auto table = std::as_bytes(page_table());
    const std::size_t begin = page_offset(seed);
    const std::size_t until_end = std::min(page_bytes, table.size() - begin);
    digest.add(table.subspan(begin, until_end));
    digest.add(table.first(page_bytes - until_end));
  }

  Params params_;
};

}  // namespace

PARALLAX_KERNEL(crawl, Crawl);

}  // namespace parallax
