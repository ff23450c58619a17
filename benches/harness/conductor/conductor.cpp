// SPDX-License-Identifier: MIT
#include "benches/harness/conductor/conductor.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "benches/harness/conductor/host_process.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/mapping.hpp"

namespace parallax {
namespace {

// One rank says hello within a second or two, on a busy machine too.
constexpr std::chrono::milliseconds longest_trial{30'000};

// What a launcher may take to end after rank 0 has told of a failure.
constexpr std::chrono::seconds end_of_failed_launch{5};

Outcome outcome_of(const Message& message) {
  const std::string reason{std::string_view(message.text)};
  switch (message.kind) {
    case Message::Kind::measured:
      return {Status::value, {}, message.measurement};
    case Message::Kind::wrong:
      return {Status::wrong, reason, {}};
    case Message::Kind::not_supported:
      return {Status::not_supported, reason, {}};
    default:
      return {Status::crashed, reason, {}};
  }
}

Mapping whole(const Descriptor& file) {
  struct stat status {};
  check(fstat(file.get(), &status), "fstat");
  return Mapping::of_file(file.get(), static_cast<std::size_t>(status.st_size));
}

// A launcher ends with its ranks, whatever ended them, and it or they may have said why.
std::string last_words(HostProcess& host) {
  if (!host.launched()) return {};
  const std::string diagnostics = host.diagnostics();
  return fmt::format(", without an answer of rank 0{}{}",
                     diagnostics.empty() ? "" : "; it said: ", diagnostics);
}

}  // namespace

Conductor::Conductor(Options options, Interruption& interruption)
    : options_(std::move(options)),
      interruption_(interruption),
      origin_(options_.origin_command, options_.origin_address, options_.origin_url, interruption,
              options_.origin_threads) {}

Order Conductor::order_for(const Cell& cell) {
  Order order;
  order.conductor = getpid();
  order.control = cell.subject->control();
  order.kernel = cell.subject->kernel();
  order.runtime = cell.subject->runtime();
  order.parameters = cell.parameters;
  order.settings = options_.settings;
  order.settings.workers = cell.workers;
  order.pin = options_.pin;
  order.first_touch = options_.first_touch;
  order.corpus = std::string_view(options_.corpus);
  if (cell.subject->needs_origin()) order.origin = origin_.address();
  if (const LibraryKernel* const library = cell.subject->library()) order.library = *library;
  if (const Command* const command = cell.subject->command()) order.command = *command;
  return order;
}

Outcome Conductor::run(const Cell& cell, std::int64_t iterations) {
  const bool has_quota = cgroup_cpu_quota().has_value();
  const auto throttled_before = has_quota ? cgroup_throttled_seconds() : std::nullopt;
  Outcome outcome = measure(cell, iterations);
  const auto throttled = has_quota ? cgroup_throttled_seconds() : std::nullopt;
  if (throttled_before && throttled)
    outcome.throttled_seconds = std::max(0.0, *throttled - *throttled_before);
  if (outcome.status == Status::value && knows_all_servants(cell))
    if (const auto now = moment_now(origin_.process())) outcome.foreign_load = foreign_load_.end(*now);
  if (cell.subject->needs_origin() &&
      (outcome.status == Status::crashed || outcome.status == Status::timed_out)) {
    outcome.reason += origin_.state();
    if (outcome.status == Status::timed_out) origin_.renew();
  }
  return outcome;
}

// Who serves a URL that was given is no process of ours, and what it uses is not foreign.
bool Conductor::knows_all_servants(const Cell& cell) const {
  return !cell.subject->needs_origin() || options_.origin_url.empty();
}

Outcome Conductor::measure(const Cell& cell, std::int64_t iterations) {
  try {
    Order order = order_for(cell);
    order.iterations = iterations;
    order.accounts = options_.accounts;
    order.trace = options_.trace;
    const bool launched = cell.subject->needs_launcher();
    const auto one_chunk = cell.subject->reference(cell.parameters);
    if (!one_chunk) {
      const Descriptor none(open("/dev/null", O_RDONLY | O_CLOEXEC), "open /dev/null");
      return conduct(order, cell.name(), launched, none.get());
    }
    const auto made = reference_for(order, *one_chunk);
    if (const auto* const failure = std::get_if<Outcome>(&made)) return *failure;
    const Reference& reference = *std::get<const Reference*>(made);
    order.answer = reference.digest;
    return conduct(order, cell.name(), launched, reference.file.get());
  } catch (const std::exception& error) {
    if (interrupted()) return {Status::interrupted, error.what(), {}};
    return {Status::crashed, fmt::format("no host could be run: {}", error.what()), {}};
  }
}

std::variant<const Conductor::Reference*, Outcome> Conductor::reference_for(Order order,
                                                                            const Case& one_chunk) {
  order.task = Order::Task::reference;
  order.control = false;
  order.runtime = std::string_view("serial");
  order.settings.workers = 1;
  order.parameters = one_chunk;
  const auto key = std::pair(std::string(std::string_view(order.kernel)), one_chunk);
  if (const auto known = timed_out_references_.find(key); known != timed_out_references_.end())
    return known->second;
  if (const auto known = references_.find(key); known != references_.end()) return &known->second;
  // A file without a name, in memory: it vanishes with us.
  Descriptor file(memfd_create("parallax serial answer", MFD_CLOEXEC), "memfd_create");
  Outcome outcome = conduct(order, fmt::format("{} (serial answer)", key.first), false, file.get());
  if (outcome.status == Status::interrupted) return outcome;
  if (outcome.status != Status::value) {
    const bool is_program = !std::string_view(order.command.name).empty();
    outcome.reason = fmt::format("the {} could not be made: {}",
                                 is_program ? "output with one worker" : "serial answer", outcome.reason);
    // A time limit is not waited for again by every cell of this kernel and case.
    if (outcome.status == Status::timed_out) timed_out_references_.emplace(key, outcome);
    return outcome;
  }
  const AnswerDigest digest = digest_of(whole(file).bytes());
  return &references_.emplace(key, Reference{std::move(file), digest, outcome.measurement}).first->second;
}

std::variant<std::vector<std::byte>, Outcome> Conductor::describe(const LibraryKernel& library) {
  Order order;
  order.task = Order::Task::describe;
  order.conductor = getpid();
  order.library = library;
  const Descriptor file(memfd_create("parallax library", MFD_CLOEXEC), "memfd_create");
  Outcome outcome =
      conduct(order, fmt::format("{} (library)", std::string_view(library.path)), false, file.get());
  if (outcome.status != Status::value) return outcome;
  const Mapping answer = whole(file);
  const std::span<const std::byte> bytes = answer.bytes();
  return std::vector(bytes.begin(), bytes.end());
}

std::optional<Measurement> Conductor::serial_answer(const Cell& cell) {
  try {
    const auto one_chunk = cell.subject->reference(cell.parameters);
    if (!one_chunk) return {};
    const auto made = reference_for(order_for(cell), *one_chunk);
    if (const auto* const* reference = std::get_if<const Reference*>(&made)) return (*reference)->took;
  } catch (const std::exception&) {  // whoever measures the cell will be told
  }
  return {};
}

HostCommand Conductor::host_for(const Order& order, bool launched) const {
  if (!launched || !options_.launcher) return {options_.host_command};
  std::vector<std::string> words = {options_.host_command.front(), launch_argument, std::to_string(getpid())};
  const auto command = options_.launcher->command(order.settings.workers, options_.rank_command);
  words.insert(words.end(), command.begin(), command.end());
  return {words, true};
}

std::optional<std::string> Conductor::launch_trial(int workers) {
  Order order;
  order.task = Order::Task::greet;
  order.conductor = getpid();
  order.settings = options_.settings;
  order.settings.workers = workers;
  const auto usual = std::exchange(options_.timeout, std::min(options_.timeout, longest_trial));
  Outcome outcome;
  try {
    const Descriptor none(open("/dev/null", O_RDONLY | O_CLOEXEC), "open /dev/null");
    outcome = conduct(order, "trial", true, none.get());
  } catch (const std::system_error& error) {
    outcome = {Status::crashed, error.what(), {}};
  }
  options_.timeout = usual;
  if (outcome.status == Status::value || outcome.status == Status::interrupted) return {};
  return outcome.reason;
}

Outcome Conductor::conduct(const Order& order, const std::string& label, bool launched, int result_file) {
  if (interrupted()) return {Status::interrupted, "not measured", {}};
  if (const auto now = moment_now(origin_.process())) foreign_load_.begin(*now);
  const HostCommand command = host_for(order, launched);
  if (!command.launched) {
    HostProcess host(command, label, result_file, interruption_);
    host.send(order);
    return converse(host, "the host");
  }
  // Ranks may be on other machines, which know a program by its path alone.
  if (const std::string& program = options_.rank_command.front(); has_changed(program))
    return {Status::crashed,
            fmt::format("the program has changed: {} was built anew since this run began", program),
            {}};
  if (const auto hopeless = launches_.hopeless(order.settings.workers)) return *hopeless;
  if (!launcher_environment_) launcher_environment_.emplace();
  Outcome outcome;
  pid_t launcher = -1;
  {
    HostProcess host(command, label, result_file, interruption_);
    launcher = host.pid();
    host.send(order);
    outcome = converse(host, options_.launcher->program());
    launches_.add(order.settings.workers, host.heard(), outcome);
  }
  if (outcome.status != Status::value) launcher_environment_->clean_after(launcher);
  return outcome;
}

// The time from the launch to the first word of rank 0 is part of starting the workers; that from the last
// one to the launcher's end is part of stopping them. Of a host beside us neither is: it is no worker's.
Outcome Conductor::converse(HostProcess& host, const std::string& program) {
  using Clock = std::chrono::steady_clock;
  const auto seconds_since = [](Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  const auto begin = Clock::now();
  const auto deadline = begin + options_.timeout;
  std::string stage = "starting";
  double launch_seconds = 0;
  std::vector<TraceSlice> timeline;
  for (;;) {
    const HostEvent event = host.next(deadline);
    if (const auto* message = std::get_if<Message>(&event)) {
      if (host.launched() && launch_seconds == 0) launch_seconds = seconds_since(begin);
      if (message->kind == Message::Kind::stage) {
        stage = std::string_view(message->text);
        continue;
      }
      if (message->kind == Message::Kind::traced) {
        const auto count = std::min<std::size_t>(message->slice_count, message->slices.size());
        timeline.insert(timeline.end(), message->slices.begin(), message->slices.begin() + count);
        continue;
      }
      // A value counts only if the host also comes to a good end.
      Outcome outcome = outcome_of(*message);
      if (!timeline.empty())
        outcome.timeline = std::make_shared<const std::vector<TraceSlice>>(std::move(timeline));
      const auto answered = Clock::now();
      // A launcher whose ranks are gone may wait for them for ever.
      const bool in_order = !host.launched() || outcome.status == Status::value;
      const auto patience = in_order ? deadline : std::min(deadline, answered + end_of_failed_launch);
      const HostProcess::End end = host.finish(patience);
      if (outcome.status != Status::value) return outcome;
      if (interrupted()) return {Status::interrupted, "while the host was ending", {}};
      if (!end.by_itself)
        return {Status::timed_out,
                fmt::format("{} did not end within {} s after its answer", program,
                            std::chrono::duration<double>(options_.timeout).count()),
                {}};
      if (end.left_behind != 0)
        return {Status::crashed, fmt::format("{} left {} processes behind", program, end.left_behind), {}};
      if (!end.status.clean())
        return {Status::crashed, fmt::format("{} {} after its answer", program, end.status.text()), {}};
      if (host.launched()) {
        outcome.measurement.start_seconds += launch_seconds;
        outcome.measurement.stop_seconds += seconds_since(answered);
      }
      return outcome;
    }
    if (const auto* ended = std::get_if<HostEnded>(&event))
      return {Status::crashed,
              fmt::format("{} {} while {}{}", program, ended->status.text(), stage, last_words(host)),
              {}};
    if (std::holds_alternative<HostTimedOut>(event))
      return {Status::timed_out,
              fmt::format("no answer within {} s, last heard of while {}{}",
                          std::chrono::duration<double>(options_.timeout).count(), stage, last_words(host)),
              {}};
    return {Status::interrupted, fmt::format("by signal {} while {}", interrupted(), stage), {}};
  }
}

}  // namespace parallax
