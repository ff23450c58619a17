// SPDX-License-Identifier: MIT
//
// A further thread of the origin, with connections of its own, from their beginning to their end. Threads
// share no connection and no lock: the one that accepts hands a connection over through a pipe, and forgets
// it.
#pragma once

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <thread>

#include "benches/origin/network.hpp"
#include "support/descriptor.hpp"
#include "support/pipe.hpp"

namespace parallax {

enum class OriginProtocol : int { http, echo };

// Serves a connection on the thread of its context, as long as the client wants.
void serve_connection(OriginProtocol protocol, Socket socket);

class OriginBranch {
 public:
  // Throws std::system_error.
  OriginBranch() : OriginBranch(Pipe()) {}
  // Ends the thread and its connections.
  ~OriginBranch();
  OriginBranch(const OriginBranch&) = delete;
  OriginBranch& operator=(const OriginBranch&) = delete;

  // By the thread that has accepted it.
  void take(OriginProtocol protocol, Socket socket);

 private:
  struct Handed {
    int descriptor = -1;
    OriginProtocol protocol = OriginProtocol::http;
  };

  explicit OriginBranch(Pipe pipe);
  void wait();
  // False if there is nothing more to come.
  bool receive();

  asio::io_context context_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE};  // of the thread alone
  asio::posix::basic_stream_descriptor<Executor> inbox_;
  Descriptor outbox_;  // closed: the end
  std::thread thread_;
};

}  // namespace parallax
