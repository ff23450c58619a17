// SPDX-License-Identifier: MIT
//
// Compiled in any case; without an MPI library in the build nobody starts a rank.
#include "benches/harness/host/rank.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <future>
#include <optional>
#include <thread>

#include "benches/harness/host/execution.hpp"
#include "benches/harness/line_channel.hpp"
#include "benches/harness/protocol.hpp"
#include "benches/harness/subject.hpp"
#include "benches/support/descriptor_limit.hpp"
#include "runtimes/mpi/ranks.hpp"
#include "support/affinity.hpp"
#include "support/descriptor.hpp"
#include "support/retry.hpp"
#include "support/standard_streams.hpp"

namespace parallax {
namespace {

constexpr int exit_failed = 1, exit_without_conductor = 73;

// The conductor, at the other end of the launcher's streams.
class LaunchedConductor {
 public:
  // `out` leads to the launcher's standard output.
  explicit LaunchedConductor(int out) : out_(out) {
    std::thread([this] { listen(); }).detach();  // until the process ends: it sleeps in read()
  }

  void say(const Message& message) {
    const std::string line = line_of(std::as_bytes(std::span(&message, 1)));
    for (std::string_view rest = line; !rest.empty();) {
      const ssize_t count = retry_on_interrupt([&] { return write(out_, rest.data(), rest.size()); });
      if (count < 0) _exit(exit_without_conductor);
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void announce(std::string_view stage) {
    Message message;
    message.text = stage;
    say(message);
  }
  Order order() { return order_.get_future().get(); }

 private:
  // Whoever ends the conductor ends its end of our standard input.
  void listen() {
    LineReader lines;
    bool known = false;
    try {
      while (lines.read_some(STDIN_FILENO)) {
        if (known) continue;
        if (const auto order = lines.next<Order>()) {
          order_.set_value(*order);
          known = true;
        }
      }
    } catch (const std::exception& error) {
      tell("parallax rank 0: its order: {}\n", error.what());
    }
    _exit(exit_without_conductor);
  }

  int out_;
  std::promise<Order> order_;
};

ConductorLink link_to(LaunchedConductor& conductor, const Order& order) {
  return {.announce = [&](std::string_view stage) { conductor.announce(stage); },
          .compare = [&](std::span<const std::byte> result, std::size_t) -> Mistake {
            if (digest_of(result) == order.answer) return {};
            return fmt::format("the result ({} bytes) is another one than the serial answer ({} bytes)",
                               result.size(), order.answer.bytes);
          },
          .keep = [](std::span<const std::byte>) {},
          .trace =
              [&](std::span<const TraceSlice> slices) {
                send_timeline(slices, [&](const Message& message) { conductor.say(message); });
              }};
}

// Among the ranks of this machine. Where the launcher has pinned them, each has its own processors to choose from.
void stay_at_place(const Order& order, const Ranks& ranks) {
  const auto places = places_of(this_topology(), order.pin, ranks.size_here());
  if (!places.empty()) stay_on(places[static_cast<std::size_t>(ranks.rank_here())]);
}

// Returns whether all ranks are still there.
bool serve_conductor(Ranks& ranks, LaunchedConductor& conductor) {
  conductor.announce("waiting for its order");
  Order order = conductor.order();
  ranks.mpi().broadcast(&order, sizeof order);
  if (order.task == Order::Task::greet) {
    Message hello;
    hello.kind = Message::Kind::measured;
    conductor.say(hello);
    return true;
  }
  stay_at_place(order, ranks);
  conductor.say(execute(order, link_to(conductor, order)));
  if (ranks.abandoned()) return false;
  subject_of(order)->release(ranks);
  return true;
}

void serve_rank_0(Ranks& ranks) {
  Order order;
  ranks.mpi().broadcast(&order, sizeof order);
  if (order.task == Order::Task::greet) return;
  stay_at_place(order, ranks);
  subject_of(order)->serve(order, ranks);
}

// Has std::exit() run the exit handlers that MPI's library adds from now on, and end the process then: ours, which come
// after them, would take away what threads still use.
void end_before_own_exit_handlers() {
  on_exit([](int status, void*) { _exit(status); }, nullptr);
}

}  // namespace

int rank_main() {
  // What libraries print must not come between our lines.
  const Descriptor out(dup(STDOUT_FILENO), "dup");
  dup2(STDERR_FILENO, STDOUT_FILENO);
  signal(SIGPIPE, SIG_IGN);
  std::optional<LaunchedConductor> conductor;  // until the process ends, for its thread lives as long
  try {
    raise_descriptor_limit();
    place_shared_mappings(symmetric_memory());
    end_before_own_exit_handlers();
    Ranks ranks;
    if (ranks.rank() != 0) {
      serve_rank_0(ranks);
    } else {
      conductor.emplace(out.get());
      if (!serve_conductor(ranks, *conductor)) _exit(exit_failed);
    }
    ranks.leave();
    std::exit(0);
  } catch (const std::exception& error) {
    tell("parallax rank: {}\n", error.what());
    _exit(exit_failed);
  }
}

}  // namespace parallax
