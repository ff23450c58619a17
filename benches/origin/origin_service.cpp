// SPDX-License-Identifier: MIT
#include "benches/origin/origin_service.hpp"

#include <fmt/format.h>
#include <netinet/in.h>

#include <cstring>
#include <utility>

#include "benches/origin/origin_url.hpp"

namespace parallax {
namespace {

constexpr std::string_view own_target = "/?latency_us={latency_us}&bytes={bytes}&seed={seed}";

socklen_t loopback(sockaddr_storage& to, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::memcpy(&to, &address, sizeof address);
  return sizeof address;
}

}  // namespace

OriginService::OriginService(std::vector<std::string> command, const std::string& url,
                             Interruption& interruption)
    : command_(std::move(command)), interruption_(interruption), url_(url) {
  if (!url.empty()) address_ = address_of_url(url);
}

const OriginAddress& OriginService::address() {
  if (own_ && !own_->ended()) return address_;
  own_.reset();
  own_.emplace(command_, interruption_);
  address_.echo_length = loopback(address_.echo, own_->ports().echo);
  if (url_.empty()) {
    address_.http_length = loopback(address_.http, own_->ports().http);
    address_.host = std::string_view(fmt::format("127.0.0.1:{}", own_->ports().http));
    address_.target = own_target;
    address_.own = true;
  }
  return address_;
}

std::string OriginService::state() const {
  if (!url_.empty()) return fmt::format("; HTTP requests go to {}", url_);
  if (!own_) return {};
  const auto ended = own_->ended();
  return ended ? fmt::format("; our own origin {}", *ended)
               : fmt::format("; requests go to our own origin, process {}", own_->pid());
}

}  // namespace parallax
