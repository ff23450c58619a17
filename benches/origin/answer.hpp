// SPDX-License-Identifier: MIT
//
// One HTTP answer on its way out: a header of its own and a body that stays where it is, in the table of
// pages or among the constants. However large the body, an answer has a fixed size and sending it copies
// nothing.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <cstddef>
#include <span>
#include <string_view>

#include "benches/origin/page_request.hpp"

namespace parallax {

class Answer {
 public:
  // How the request wants to be answered.
  struct Manner {
    bool keep_alive = false;  // whether the connection stays
    bool old = false;         // HTTP/1.0, where staying is what has to be said
    bool head = false;        // without the body
  };

  // Each begins a new answer.
  void page(const PageRequest& request, Manner manner);
  void failure(int status, Manner manner);

  // What is to be sent next: all of a small answer, the beginning of a large one. Valid until the next call.
  std::span<const boost::asio::const_buffer> next();
  void sent(std::size_t bytes);
  bool complete() const { return header_sent_ == header_size_ && body_left_ == 0; }
  bool keep_alive() const { return keep_alive_; }

 private:
  void begin(int status, std::string_view type, std::size_t bytes, Manner manner);

  std::array<char, 192> header_;
  std::size_t header_size_ = 0, header_sent_ = 0;
  std::span<const char> source_;  // read cyclically
  std::size_t place_ = 0;         // where in it the rest of the body begins
  std::size_t body_left_ = 0;
  std::array<boost::asio::const_buffer, 4> pieces_;
  bool keep_alive_ = false;
};

}  // namespace parallax
