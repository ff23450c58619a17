// SPDX-License-Identifier: MIT
//
// Small messages to the origin's echo port and back, over a connection that a worker keeps: the smallest
// request that there is.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#include "benches/support/connection.hpp"
#include "benches/support/origin_address.hpp"
#include "runtimes/support/histogram.hpp"

namespace parallax {

class EchoClient {
 public:
  // Sends the 8 bytes of `message` and waits until they are back; two waits, one system call each. Throws
  // std::runtime_error if others come back, or none.
  void round_trip(Worker& worker, const OriginAddress& origin, std::uint64_t message, Histogram& latencies) {
    if (!connection_.open()) connection_.connect(worker, origin.echo, origin.echo_length);
    const auto begin = std::chrono::steady_clock::now();
    connection_.write_all(worker, std::as_bytes(std::span(&message, 1)));
    std::array<std::byte, sizeof message> answer{};
    for (std::size_t done = 0; done < answer.size();) {
      const std::size_t read = connection_.read(worker, std::span(answer).subspan(done));
      if (read == 0) throw std::runtime_error("the origin hung up in the middle of an echo");
      done += read;
    }
    latencies.record(std::chrono::steady_clock::now() - begin);
    if (std::memcmp(answer.data(), &message, sizeof message) != 0)
      throw std::runtime_error("the echo is not what was sent");
  }

 private:
  Connection connection_;
};

}  // namespace parallax
