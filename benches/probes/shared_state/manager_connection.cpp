// SPDX-License-Identifier: MIT
#include "benches/probes/shared_state/manager_connection.hpp"

#include <stdexcept>

#include "benches/probes/shared_state/stream.hpp"
#include "runtimes/runtime.hpp"

namespace parallax {

std::int64_t ManagerConnection::call(const ManagerRequest& request) {
  ManagerReply reply;
  if (!send_value(socket_.get(), request) || !receive_value(socket_.get(), reply))
    throw WorkerDied("the manager has gone or has closed the connection");
  switch (reply.outcome) {
    case CallOutcome::done:
      return reply.value;
    case CallOutcome::out_of_range:
      throw std::out_of_range("the manager's list has no such element");
    case CallOutcome::too_large:
      throw std::length_error("the manager allows no more elements or objects");
  }
  throw std::runtime_error("the manager's reply makes no sense");
}

std::uint32_t ManagerConnection::make_list(std::size_t length, std::int64_t value) {
  return static_cast<std::uint32_t>(
      call({ManagerMethod::make_list, 0, static_cast<std::int64_t>(length), value}));
}

std::uint32_t ManagerConnection::make_value(std::int64_t value) {
  return static_cast<std::uint32_t>(call({ManagerMethod::make_value, 0, 0, value}));
}

std::uint32_t ManagerConnection::make_queue() {
  return static_cast<std::uint32_t>(call({ManagerMethod::make_queue, 0, 0, 0}));
}

}  // namespace parallax
