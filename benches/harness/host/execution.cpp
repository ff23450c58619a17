// SPDX-License-Identifier: MIT
#include "benches/harness/host/execution.hpp"

#include <unistd.h>

#include <algorithm>

#include "benches/harness/host/measuring.hpp"
#include "benches/harness/host/placed_work.hpp"
#include "benches/harness/subject.hpp"
#include "benches/libraries/library_table.hpp"
#include "runtimes/mpi/ranks.hpp"
#include "runtimes/not_supported.hpp"

namespace parallax {
namespace {

void describe_library(const Order& order, const ConductorLink& conductor) {
  conductor.announce("loading the library");
  const auto kernels = describe(order.library);
  conductor.keep(std::as_bytes(std::span(kernels)));
}

Measurement done(const Order& order, const ConductorLink& conductor) {
  // What a library prints must not come between the lines of a result.
  if (order.library.form != LibraryKernel::Form::none) dup2(STDERR_FILENO, STDOUT_FILENO);
  if (order.task == Order::Task::describe) return describe_library(order, conductor), Measurement{};
  // Ranks have chosen their places already, each on its machine.
  if (!Ranks::current()) stay_on_places(order.pin, order.settings.workers);
  const auto subject = subject_of(order);
  return order.task == Order::Task::reference ? subject->make_reference(order, conductor)
                                              : subject->measure(order, conductor);
}

}  // namespace

void send_timeline(std::span<const TraceSlice> slices, const std::function<void(const Message&)>& send) {
  while (!slices.empty()) {
    Message message;
    message.kind = Message::Kind::traced;
    const auto part = slices.first(std::min(slices.size(), message.slices.size()));
    std::copy(part.begin(), part.end(), message.slices.begin());
    message.slice_count = static_cast<std::uint32_t>(part.size());
    send(message);
    slices = slices.subspan(part.size());
  }
}

Message execute(const Order& order, const ConductorLink& conductor) {
  Message reply;
  try {
    reply.measurement = done(order, conductor);
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
  } catch (...) {  // of a library, which may throw anything
    reply.kind = Message::Kind::failed;
    reply.text = std::string_view("an exception that is not a std::exception");
  }
  return reply;
}

}  // namespace parallax
