// SPDX-License-Identifier: MIT
//
// Asio's objects as the origin uses them. They know that their executor is an io_context's, which saves a
// call through a pointer, and an allocation, in every operation. Only files of the origin's server include
// this one.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>

namespace parallax {

namespace asio = boost::asio;

using NetworkError = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

// Makes a socket that has just been accepted ready for a session: whatever is written goes out at once, and
// what would have to wait says so instead.
inline void prepare(Socket& socket) {
  NetworkError gone;  // a client that has vanished already is noticed by the first read
  socket.non_blocking(true, gone);
  socket.set_option(asio::ip::tcp::no_delay(true), gone);
}

// Whether a write that has failed is one to try again once the socket is writable.
inline bool would_block(const NetworkError& error) {
  return error == asio::error::would_block || error == asio::error::try_again;
}

}  // namespace parallax
