// SPDX-License-Identifier: MIT
#include "benches/origin/origin_service.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <cstring>
#include <utility>

#include "benches/origin/origin_url.hpp"
#include "benches/support/usage_error.hpp"

namespace parallax {
namespace {

constexpr std::string_view own_target = "/?latency_us={latency_us}&bytes={bytes}&seed={seed}";

socklen_t address_of(const std::string& text, std::uint16_t port, sockaddr_storage& to) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (inet_pton(AF_INET, text.c_str(), &address.sin_addr) != 1)
    throw UsageError(fmt::format("--origin_address={}: not an IPv4 address", text));
  std::memcpy(&to, &address, sizeof address);
  return sizeof address;
}

}  // namespace

OriginService::OriginService(std::vector<std::string> command, const std::string& address,
                             const std::string& url, Interruption& interruption, int threads)
    : command_(std::move(command)), own_address_(address), interruption_(interruption), url_(url) {
  address_of(own_address_, 0, address_.echo);  // complains now rather than later
  if (!command_.empty()) command_.insert(command_.end(), {own_address_, std::to_string(threads)});
  if (!url.empty()) address_ = address_of_url(url);
}

const OriginAddress& OriginService::address() {
  if (own_ && !own_->ended()) return address_;
  own_.reset();
  own_.emplace(command_, interruption_);
  address_.process = own_->pid();
  address_.echo_length = address_of(own_address_, own_->ports().echo, address_.echo);
  if (url_.empty()) {
    address_.http_length = address_of(own_address_, own_->ports().http, address_.http);
    address_.host = std::string_view(fmt::format("{}:{}", own_address_, own_->ports().http));
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
