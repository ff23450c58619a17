// SPDX-License-Identifier: MIT
#include "benches/harness/host/execution.hpp"

#include "benches/harness/host/measuring.hpp"
#include "benches/harness/subject.hpp"
#include "runtimes/not_supported.hpp"

namespace parallax {

Message execute(const Order& order, const ConductorLink& conductor) {
  Message reply;
  try {
    const auto subject = subject_named(order.kernel, order.runtime, order.control);
    const bool is_reference = order.task == Order::Task::reference;
    reply.measurement =
        is_reference ? subject->make_reference(order, conductor) : subject->measure(order, conductor);
    reply.kind = Message::Kind::measured;
  } catch (const WrongResult& wrong) {
    reply.kind = Message::Kind::wrong;
    reply.text = std::string_view(wrong.what());
  } catch (const NotSupported& reason) {
    reply.kind = Message::Kind::not_supported;
    reply.text = std::string_view(reason.what());
  } catch (const std::exception& error) {
    reply.kind = Message::Kind::failed;
    reply.text = std::string_view(error.what());
  }
  return reply;
}

}  // namespace parallax
