// SPDX-License-Identifier: MIT
#include "benches/origin/origin.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>

#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <system_error>

#include "benches/origin/origin_server.hpp"
#include "benches/support/descriptor_limit.hpp"
#include "benches/support/plain_socket.hpp"
#include "runtimes/support/cpus.hpp"
#include "support/standard_streams.hpp"

namespace parallax {
namespace {

void serve(const char* address, int threads) {
  // First of all: without a parent, the number would soon be that of something else.
  if (fcntl(origin_socket, F_SETFD, FD_CLOEXEC) != 0) throw_system_error("the parent's socket");
  raise_descriptor_limit();
  asio::io_context context(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE);  // one thread for each, so no locks
  asio::posix::stream_descriptor parent(context, origin_socket);
  // It never sends anything: readable means closed.
  parent.async_wait(asio::posix::descriptor_base::wait_read, [&](const NetworkError&) { context.stop(); });
  asio::signal_set termination(context, SIGTERM);
  termination.async_wait([&](const NetworkError&, int) { context.stop(); });
  const OriginServer server(context, asio::ip::make_address_v4(address), threads);
  send_plain(origin_socket, server.ports());
  context.run();
}

}  // namespace

int usual_origin_threads() { return std::max(1, usable_cpus() / 2); }

int origin_main(const char* address, int threads) {
  // For a parent whose end of the socket is still held by someone else.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  try {
    serve(address, threads);
    return 0;
  } catch (const std::exception& error) {
    tell("parallax origin: {}\n", error.what());
    return 1;
  }
}

}  // namespace parallax
