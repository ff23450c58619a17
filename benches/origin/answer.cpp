// SPDX-License-Identifier: MIT
#include "benches/origin/answer.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>

#include "benches/support/page.hpp"

namespace parallax {
namespace {

struct Failure {
  int status;
  std::string_view reason;
  std::string_view text;
};

constexpr std::array failures{
    Failure{400, "Bad Request", "this is no request that the origin understands\n"},
    Failure{404, "Not Found", "the origin has one page: /?latency_us=0&bytes=1024&seed=0\n"},
    Failure{405, "Method Not Allowed", "the origin knows GET and HEAD only\n"},
    Failure{431, "Request Header Fields Too Large", "a request's header has 8 KiB at most\n"}};

const Failure& failure_of(int status) {
  const auto found = std::find_if(failures.begin(), failures.end(),
                                  [&](const Failure& failure) { return failure.status == status; });
  return found == failures.end() ? failures.front() : *found;
}

std::string_view connection_line(Answer::Manner manner) {
  if (!manner.keep_alive) return "Connection: close\r\n";
  return manner.old ? "Connection: keep-alive\r\n" : "";
}

}  // namespace

void Answer::page(const PageRequest& request, Manner manner) {
  begin(200, "text/html", request.bytes, manner);
  source_ = page_table();
  place_ = page_offset(request.seed);
}

void Answer::failure(int status, Manner manner) {
  const std::string_view text = failure_of(status).text;
  begin(status, "text/plain", text.size(), manner);
  source_ = text;
  place_ = 0;
}

void Answer::begin(int status, std::string_view type, std::size_t bytes, Manner manner) {
  const std::string_view reason = status == 200 ? "OK" : failure_of(status).reason;
  const std::string_view allow = status == 405 ? "Allow: GET, HEAD\r\n" : "";
  // The longest of these has about 130 bytes.
  const auto written =
      fmt::format_to_n(header_.data(), header_.size(),
                       FMT_COMPILE("HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}{}\r\n"),
                       status, reason, type, bytes, connection_line(manner), allow);
  header_size_ = std::min(written.size, header_.size());
  header_sent_ = 0;
  body_left_ = manner.head ? 0 : bytes;
  keep_alive_ = manner.keep_alive;
}

std::span<const boost::asio::const_buffer> Answer::next() {
  std::size_t count = 0;
  if (header_sent_ < header_size_)
    pieces_[count++] = {header_.data() + header_sent_, header_size_ - header_sent_};
  std::size_t place = place_;
  for (std::size_t left = body_left_; left != 0 && count < pieces_.size(); ++count) {
    const std::size_t piece = std::min(left, source_.size() - place);
    pieces_[count] = {source_.data() + place, piece};
    left -= piece;
    place = 0;
  }
  return {pieces_.data(), count};
}

void Answer::sent(std::size_t bytes) {
  const std::size_t of_header = std::min(bytes, header_size_ - header_sent_);
  header_sent_ += of_header;
  const std::size_t of_body = bytes - of_header;
  body_left_ -= of_body;
  place_ = (place_ + of_body) % source_.size();
}

}  // namespace parallax
