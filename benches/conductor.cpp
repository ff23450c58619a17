// SPDX-License-Identifier: MIT
#include "benches/conductor.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "benches/host_process.hpp"
#include "benches/kernels.hpp"
#include "benches/probes.hpp"

namespace parallax {
namespace {

Outcome outcome_of(const Message& message) {
  const std::string reason{std::string_view(message.text)};
  switch (message.kind) {
    case Message::Kind::measured:
      return {Face::value, {}, message.measurement};
    case Message::Kind::wrong:
      return {Face::wrong, reason, {}};
    case Message::Kind::not_supported:
      return {Face::not_supported, reason, {}};
    default:
      return {Face::crashed, reason, {}};
  }
}

}  // namespace

Conductor::Conductor(Options options, Interruption& interruption)
    : options_(std::move(options)),
      interruption_(interruption),
      origin_(options_.origin_command, options_.origin_url, interruption) {}

Order Conductor::order_for(const Cell& cell) {
  Order order;
  order.conductor = getpid();
  order.control = cell.control;
  order.kernel = std::string_view(cell.kernel);
  order.runtime = std::string_view(cell.runtime);
  order.wanted = cell.wanted;
  order.settings = options_.settings;
  order.settings.workers = cell.workers;
  order.corpus = std::string_view(options_.corpus);
  if (const KernelEntry* kernel = find_kernel(cell.kernel); kernel && kernel->facts.origin)
    order.origin = origin_.address();
  return order;
}

Outcome Conductor::run(const Cell& cell, std::int64_t iterations) {
  Outcome outcome = measure(cell, iterations);
  const KernelEntry* kernel = find_kernel(cell.kernel);
  if (kernel && kernel->facts.origin && (outcome.face == Face::crashed || outcome.face == Face::timed_out)) {
    outcome.reason += origin_.state();
    if (outcome.face == Face::timed_out) origin_.renew();
  }
  return outcome;
}

Outcome Conductor::measure(const Cell& cell, std::int64_t iterations) {
  try {
    if (find_probe(cell.kernel)) {  // has no result that could be compared
      const Descriptor none(open("/dev/null", O_RDONLY | O_CLOEXEC), "open /dev/null");
      Order order = order_for(cell);
      order.iterations = iterations;
      return conduct(order, cell.name(), none.get());
    }
    Cell reference = cell;
    reference.control = false;
    reference.runtime = "serial";
    reference.workers = 1;
    reference.wanted.grain = std::max<std::size_t>(reference.wanted.size, 1);  // items do not depend on it
    if (const KernelEntry* kernel = find_kernel(cell.kernel))
      reference.wanted = kernel->guidance.quick(reference.wanted);
    if (const auto known = hopeless_.find(reference.name()); known != hopeless_.end()) return known->second;
    auto known = references_.find(reference.name());
    if (known == references_.end()) {
      // A file without a name, in memory: it vanishes with us.
      Descriptor file(memfd_create("parallax serial answer", MFD_CLOEXEC), "memfd_create");
      Order order = order_for(reference);
      order.task = Order::Task::reference;
      Outcome outcome = conduct(order, reference.name() + " (serial answer)", file.get());
      if (outcome.face == Face::interrupted) return outcome;
      if (outcome.face != Face::value) {
        outcome.reason = "the serial answer could not be made: " + outcome.reason;
        // A time limit is not waited for again by every cell of this kernel and case.
        if (outcome.face == Face::timed_out) hopeless_.emplace(reference.name(), outcome);
        return outcome;
      }
      known = references_.emplace(reference.name(), std::move(file)).first;
    }
    Order order = order_for(cell);
    order.iterations = iterations;
    return conduct(order, cell.name(), known->second.get());
  } catch (const std::exception& error) {
    if (interrupted()) return {Face::interrupted, error.what(), {}};
    return {Face::crashed, fmt::format("no host could be run: {}", error.what()), {}};
  }
}

Outcome Conductor::conduct(Order order, const std::string& label, int result_file) {
  if (interrupted()) return {Face::interrupted, "not measured", {}};
  const auto deadline = std::chrono::steady_clock::now() + options_.timeout;
  HostProcess host(options_.host_command, label, result_file, interruption_);
  host.send(order);
  std::string stage = "starting";
  for (;;) {
    const HostEvent event = host.next(deadline);
    if (const auto* message = std::get_if<Message>(&event)) {
      if (message->kind == Message::Kind::stage) {
        stage = std::string_view(message->text);
        continue;
      }
      // A value counts only if the host also comes to a good end.
      Outcome outcome = outcome_of(*message);
      const HostProcess::End end = host.finish(deadline);
      if (outcome.face != Face::value) return outcome;
      if (interrupted()) return {Face::interrupted, "while the host was ending", {}};
      if (!end.by_itself)
        return {Face::timed_out,
                fmt::format("the host did not end within {} s after its answer",
                            std::chrono::duration<double>(options_.timeout).count()),
                {}};
      if (end.left_behind != 0)
        return {Face::crashed, fmt::format("the host left {} processes behind", end.left_behind), {}};
      if (!end.status.clean())
        return {Face::crashed, fmt::format("the host {} after its answer", end.status.text()), {}};
      return outcome;
    }
    if (const auto* ended = std::get_if<HostEnded>(&event))
      return {Face::crashed, fmt::format("the host {} while {}", ended->status.text(), stage), {}};
    if (std::holds_alternative<HostTimedOut>(event))
      return {Face::timed_out,
              fmt::format("no answer within {} s, last heard of while {}",
                          std::chrono::duration<double>(options_.timeout).count(), stage),
              {}};
    return {Face::interrupted, fmt::format("by signal {} while {}", interrupted(), stage), {}};
  }
}

}  // namespace parallax
