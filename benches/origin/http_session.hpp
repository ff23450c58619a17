// SPDX-License-Identifier: MIT
//
// One HTTP connection of the origin, one request after the other. At any time a session waits for exactly one
// thing: bytes to come, its latency to pass, or room to write; whatever waits holds the session, so that it
// is gone with its socket as soon as nothing does. Asio gives the memory of the operation that has just ended
// to the one begun next, so a request needs none of its own for waiting.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <memory>

#include "benches/origin/answer.hpp"
#include "benches/origin/network.hpp"

namespace parallax {

class HttpSession : public std::enable_shared_from_this<HttpSession> {
 public:
  explicit HttpSession(Socket socket);
  // Serves from now on, as long as the client wants.
  void start() { read(); }

 private:
  static constexpr std::size_t max_header = 8192;
  static constexpr std::size_t read_bytes = 1024;  // more than most requests have

  void read();
  // Answers what has been read, request by request, until something has to be waited for.
  void serve();
  // Takes the next request out of the buffer and prepares its answer. False if there is no whole one.
  bool take_request();
  void refuse(int status);
  void wait();
  // True once all of the answer is sent and the connection stays.
  bool send();
  // Reads and forgets what a refused client still sends: closing at once would reset the connection, and the
  // client might lose the answer that says why.
  void drain();

  Socket socket_;
  Timer timer_;
  boost::beast::flat_buffer buffer_{max_header + read_bytes};
  std::chrono::microseconds latency_{0};
  Answer answer_;
  bool refused_ = false;
  std::size_t drained_ = 0;
};

}  // namespace parallax
