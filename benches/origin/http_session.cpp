// SPDX-License-Identifier: MIT
#include "benches/origin/http_session.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace parallax {
namespace {

namespace http = boost::beast::http;

// More than this is not read from a client that has been refused.
constexpr std::size_t max_drained = 1 << 20;

}  // namespace

HttpSession::HttpSession(Socket socket) : socket_(std::move(socket)), timer_(socket_.get_executor()) {
  prepare(socket_);
}

void HttpSession::read() {
  socket_.async_read_some(buffer_.prepare(read_bytes),
                          [self = shared_from_this()](const NetworkError& error, std::size_t bytes) {
                            if (error) return;
                            self->buffer_.commit(bytes);
                            self->serve();
                          });
}

void HttpSession::serve() {
  while (take_request()) {
    if (latency_.count() != 0) return wait();
    if (!send()) return;
  }
}

bool HttpSession::take_request() {
  // A header that comes in pieces is parsed anew with each: that costs little, as it is short, and the parser
  // costs no memory while a connection waits.
  http::request_parser<http::empty_body> parser;
  parser.header_limit(max_header);
  NetworkError error;
  const std::size_t parsed = parser.put(buffer_.data(), error);
  if (error == http::error::need_more && buffer_.size() < max_header) {
    read();
    return false;
  }
  latency_ = {};
  if (error) {
    refuse(error == http::error::need_more || error == http::error::header_limit ? 431 : 400);
    return true;
  }
  buffer_.consume(parsed);
  const auto& request = parser.get();
  const bool head = request.method() == http::verb::head, known = head || request.method() == http::verb::get;
  // A body is never read, so nothing can follow it.
  if (!parser.is_done()) {
    refuse(known ? 400 : 405);
    return true;
  }
  PageRequest page;
  const auto target = request.target();
  const int status = known ? parse_target({target.data(), target.size()}, page) : 405;
  const Answer::Manner manner{.keep_alive = parser.keep_alive(), .old = request.version() < 11, .head = head};
  if (status == 200) {
    latency_ = page.latency;
    answer_.page(page, manner);
  } else if (status == 400) {
    refuse(status);
  } else {
    answer_.failure(status, manner);
  }
  return true;
}

void HttpSession::refuse(int status) {
  refused_ = true;
  answer_.failure(status, {});
}

void HttpSession::wait() {
  timer_.expires_after(latency_);
  timer_.async_wait([self = shared_from_this()](const NetworkError&) {
    if (self->send()) self->serve();
  });
}

bool HttpSession::send() {
  NetworkError error;
  const std::size_t bytes = socket_.write_some(answer_.next(), error);
  if (error && !would_block(error)) return false;
  answer_.sent(error ? 0 : bytes);
  if (!answer_.complete()) {
    // One write at a time, even if the client keeps up: others want to be served too.
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const NetworkError& failed) {
      if (!failed && self->send()) self->serve();
    });
    return false;
  }
  if (refused_) {
    socket_.shutdown(Socket::shutdown_send, error);
    drain();
  }
  return answer_.keep_alive();
}

void HttpSession::drain() {
  buffer_.clear();
  socket_.async_read_some(buffer_.prepare(read_bytes),
                          [self = shared_from_this()](const NetworkError& error, std::size_t bytes) {
                            self->drained_ += bytes;
                            if (!error && self->drained_ < max_drained) self->drain();
                          });
}

}  // namespace parallax
