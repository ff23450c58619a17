// SPDX-License-Identifier: MIT
//
// The conductor's view of the origin: an address that can be used now. Our own origin is started when it is
// needed for the first time, and again if it has ended; another server is taken as it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "benches/origin/origin_process.hpp"
#include "benches/support/interruption.hpp"
#include "benches/support/origin_address.hpp"

namespace parallax {

class OriginService {
 public:
  // address: where our own listens, IPv4. url: of an HTTP server to be used instead of our own for HTTP, or
  // empty. Throws UsageError if it is no URL of ours, or its host is unknown. `interruption` must outlive the
  // service.
  OriginService(std::vector<std::string> command, const std::string& address, const std::string& url,
                Interruption& interruption, int threads = usual_origin_threads());

  // Throws if our own origin cannot be started.
  const OriginAddress& address();

  // What to say of the origin when a cell that uses it has failed, to be put behind the reason: which it is,
  // and whether our own has ended.
  std::string state() const;

  // Our own, 0 if it is not there.
  pid_t process() const { return own_ ? own_->pid() : 0; }

  // Ends our own origin, so that the next address() starts another: it may be the one that stalls.
  void renew() { own_.reset(); }

 private:
  std::vector<std::string> command_;
  std::string own_address_;
  Interruption& interruption_;
  OriginAddress address_;
  std::string url_;
  std::optional<OriginProcess> own_;
};

}  // namespace parallax
