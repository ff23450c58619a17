// SPDX-License-Identifier: MIT
#include "benches/support/pages.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstring>
#include <stdexcept>

#include "benches/support/page.hpp"
#include "runtimes/not_supported.hpp"

namespace parallax {
namespace {

constexpr std::string_view latency_word = "{latency_us}", bytes_word = "{bytes}", seed_word = "{seed}";

void replace(std::string& text, std::string_view word, std::uint64_t value) {
  if (const auto at = text.find(word); at != std::string::npos)
    text.replace(at, word.size(), std::to_string(value));
}

std::string target_of(const Pages& pages, std::uint64_t seed) {
  std::string target{std::string_view(pages.origin->target)};
  replace(target, latency_word, pages.latency_us);
  replace(target, bytes_word, pages.bytes);
  replace(target, seed_word, seed);
  return target;
}

void require_size(const Pages& pages, std::size_t size) {
  if (size == pages.bytes) return;
  throw std::runtime_error(fmt::format(
      "the origin answers with {} bytes instead of {}{}", size, pages.bytes,
      pages.origin->own ? "" : fmt::format(" (--parameter=bytes:{} asks for its own size)", size)));
}

}  // namespace

void Pages::fetch(std::uint64_t seed, Worker& worker, const HttpClient::Sink& sink) const {
  const auto begin = std::chrono::steady_clock::now();
  const std::size_t size = worker.kept<HttpClient>().get(
      worker, *origin, target_of(*this, seed), keep_alive,
      [&](std::size_t at, std::span<const std::byte> piece) {
        if (at + piece.size() > bytes) return;  // too long: reported with its whole length
        if (origin->own ? !page_matches(seed, at, piece)
                        : std::memcmp(first + at, piece.data(), piece.size()) != 0)
          throw std::runtime_error(fmt::format("the origin's page {} is wrong between its bytes {} and {}",
                                               seed, at, at + piece.size()));
        sink(at, piece);
      });
  require_size(*this, size);
  latencies->record(std::chrono::steady_clock::now() - begin);
}

Pages make_pages(const OriginAddress& origin, Arena& arena, std::uint64_t latency_us, std::uint64_t bytes,
                 bool keep_alive) {
  Pages pages{.origin = &arena.make<OriginAddress>(origin),
              .latency_us = latency_us,
              .bytes = bytes,
              .keep_alive = keep_alive};
  pages.latencies = &arena.make<Histogram>();
  if (pages.origin->own) return pages;
  if (latency_us != 0 && std::string_view(pages.origin->target).find(latency_word) == std::string_view::npos)
    throw NotSupported(
        "the origin's URL has no {latency_us}, so it cannot be told to wait; --parameter=latency_us:0 does "
        "without");
  const auto page = arena.allocate_array<std::byte>(bytes);
  Worker worker(0);
  const std::size_t size = HttpClient().get(worker, *pages.origin, target_of(pages, 0), false,
                                            [&](std::size_t at, std::span<const std::byte> piece) {
                                              if (at + piece.size() <= bytes)
                                                std::memcpy(page.data() + at, piece.data(), piece.size());
                                            });
  require_size(pages, size);
  pages.first = page.data();
  return pages;
}

}  // namespace parallax
