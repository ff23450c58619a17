// SPDX-License-Identifier: MIT
//
// GET requests one after another over a connection that is kept, through a worker's verbs. The parser is
// Boost.Beast's; what a request costs here is the same in every runtime.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "benches/support/connection.hpp"
#include "benches/support/origin_address.hpp"

namespace parallax {

class HttpClient {
 public:
  // Takes a piece of the body, which begins at its byte `at`; may throw.
  using Sink = std::function<void(std::size_t at, std::span<const std::byte> piece)>;

  // Asks for `target` and hands the answer's body to `sink` as it comes; returns the body's length. The
  // connection stays for the next request if `keep_alive`, and if the origin agrees. If it has closed a kept
  // connection meanwhile, the request is sent once more over a new one. Throws std::runtime_error if the
  // origin cannot be reached, hangs up, does not speak HTTP, or answers anything but 200.
  std::size_t get(Worker& worker, const OriginAddress& origin, std::string_view target, bool keep_alive,
                  const Sink& sink);

 private:
  // False if a kept connection turned out to be closed.
  bool try_get(Worker& worker, const OriginAddress& origin, std::string_view target, bool keep_alive,
               const Sink& sink, std::size_t& length);

  static constexpr std::size_t buffer_bytes = 16384;

  Connection connection_;
  std::string request_;
  std::unique_ptr<std::byte[]> buffer_;  // made at the first request; only what is used takes memory
};

}  // namespace parallax
