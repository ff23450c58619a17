// SPDX-License-Identifier: MIT
#include "benches/support/http_client.hpp"

#include <fmt/format.h>

#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstring>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace parallax {

namespace http = boost::beast::http;

std::size_t HttpClient::get(Worker& worker, const OriginAddress& origin, std::string_view target,
                            bool keep_alive, const Sink& sink) {
  std::size_t length = 0;
  if (!try_get(worker, origin, target, keep_alive, sink, length)) {
    connection_.close();
    try_get(worker, origin, target, keep_alive, sink, length);
  }
  return length;
}

bool HttpClient::try_get(Worker& worker, const OriginAddress& origin, std::string_view target,
                         bool keep_alive, const Sink& sink, std::size_t& length) {
  // Whatever goes wrong, what is left of this answer must not be taken for the next one.
  struct Closing {
    Connection& connection;
    bool wanted = true;
    ~Closing() {
      if (wanted) connection.close();
    }
  } closing{connection_};

  const bool kept = connection_.open();
  if (!kept) connection_.connect(worker, origin.http, origin.http_length);
  request_.clear();
  fmt::format_to(std::back_inserter(request_), "GET {} HTTP/1.1\r\nHost: {}\r\n{}\r\n", target,
                 std::string_view(origin.host), keep_alive ? "" : "Connection: close\r\n");
  try {
    connection_.write_all(worker, std::as_bytes(std::span(request_)));
  } catch (const std::system_error& error) {
    if (kept) return false;
    throw std::runtime_error(
        fmt::format("the origin {} hung up: {}", address_text(origin.http), error.code().message()));
  }

  if (!buffer_) buffer_ = std::make_unique_for_overwrite<std::byte[]>(buffer_bytes);
  http::response_parser<http::buffer_body> answer;
  answer.eager(true);
  answer.body_limit(boost::none);
  std::byte piece[8192];
  std::size_t have = 0;
  bool anything = false;
  while (!answer.is_done()) {
    boost::beast::error_code error;
    std::size_t used = 0;
    std::size_t got_body = 0;
    if (have != 0) {
      auto& body = answer.get().body();
      body.data = piece;
      body.size = sizeof piece;
      body.more = true;
      used = answer.put(boost::asio::buffer(buffer_.get(), have), error);
      if (answer.is_header_done()) got_body = sizeof piece - body.size;
    }
    if (used == 0 && got_body == 0 && !error.failed() && !answer.is_done()) error = http::error::need_more;
    if (error == http::error::need_buffer) error = {};
    if (error.failed() && error != http::error::need_more)
      throw std::runtime_error(fmt::format("the origin {} does not answer in HTTP: {}",
                                           address_text(origin.http), error.message()));
    if (answer.is_header_done() && answer.get().result() != http::status::ok)
      throw std::runtime_error(fmt::format("the origin {} answers {} {} to GET {}", address_text(origin.http),
                                           answer.get().result_int(), std::string(answer.get().reason()),
                                           target));
    if (got_body != 0) {
      sink(length, std::span(piece, got_body));
      length += got_body;
    }
    have -= used;
    std::memmove(buffer_.get(), buffer_.get() + used, have);
    if (error != http::error::need_more) continue;
    if (have == buffer_bytes) throw std::runtime_error("the origin's answer has too long a header");

    std::size_t read = 0;
    try {
      read = connection_.read(worker, {buffer_.get() + have, buffer_bytes - have});
    } catch (const std::system_error& failure) {
      if (kept && !anything) return false;
      throw std::runtime_error(
          fmt::format("the origin {} hung up: {}", address_text(origin.http), failure.code().message()));
    }
    if (read == 0) {
      if (kept && !anything) return false;
      if (answer.got_some()) answer.put_eof(error = {});
      if (!answer.is_done())
        throw std::runtime_error(fmt::format("the origin {} hung up after {} bytes of its answer's body",
                                             address_text(origin.http), length));
    }
    anything = true;
    have += read;
  }
  if (have != 0)
    throw std::runtime_error(
        fmt::format("the origin {} sent {} bytes more than its answer has", address_text(origin.http), have));
  closing.wanted = !keep_alive || !answer.keep_alive();
  return true;
}

}  // namespace parallax
