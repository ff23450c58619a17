// SPDX-License-Identifier: MIT
#include "runtimes/mpi/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "runtimes/mpi/service.hpp"
#include "runtimes/mpi/tree.hpp"
#include "runtimes/process/task.hpp"

namespace parallax {
namespace {

Ranks& required_ranks(int workers) {
  Ranks* const ranks = Ranks::current();
  if (!ranks || ranks->rank() != 0)
    throw std::runtime_error("it runs on ranks only, which an MPI launcher has to start");
  if (workers > ranks->size())
    throw std::runtime_error(
        fmt::format("the launcher has started {} ranks instead of {}", ranks->size(), workers));
  return *ranks;
}

bool overlap(Part a, Part b) {
  return !a.empty() && !b.empty() && a.data() < b.data() + b.size() && b.data() < a.data() + a.size();
}

}  // namespace

RankSession::RankSession(const Settings& settings, InputPlacement inputs)
    : ranks_(required_ranks(settings.workers)),
      size_(settings.workers),
      inputs_(inputs),
      replies_(ranks_, reply_tag),
      outbox_(ranks_) {
  begin();
}

RankSession::~RankSession() {
  if (broken_) ranks_.abandon();
  if (broken_) return;
  try {
    for (int r = 1; r < size_; ++r) outbox_.send(r, call_tag, Call{.kind = Call::Kind::end}, {});
    ranks_.wait_until([&] { return outbox_.progress(); }, Ranks::longest_pause);
  } catch (const std::exception&) {
    ranks_.abandon();
  }
}

void RankSession::begin() {
  mapped_ = shared_mappings();
  const Part list = std::as_bytes(std::span(mapped_));
  for (int r = 1; r < size_; ++r)
    outbox_.send(r, call_tag, Call{.kind = Call::Kind::begin, .bytes = list.size()}, {list});
  std::vector<std::pair<int, std::size_t>> missing;  // rank and mapping
  for (int r = 1; r < size_; ++r) {
    const auto arrived = next_reply();
    Reply reply;
    Outbox::Reader parts(outbox_, arrived, reply);
    std::vector<std::byte> had(reply.bytes);
    parts.read(had);
    if (reply.threw)
      throw std::runtime_error(
          fmt::format("{}: {}", ranks_.place(arrived.from),
                      std::string_view(reinterpret_cast<char*>(had.data()), had.size())));
    for (std::size_t i = 0; i < had.size(); ++i) {
      if (had[i] == std::byte{0}) missing.emplace_back(arrived.from, i);
    }
  }
  for (const auto& [rank, i] : missing)
    push_to(rank, {static_cast<const std::byte*>(mapped_[i].address), mapped_[i].bytes});
  for (std::size_t i = 0; i < missing.size(); ++i) next_reply();
}

Inbox::Message RankSession::next_reply() {
  std::optional<Inbox::Message> arrived;
  ranks_.wait_until(
      [&] {
        outbox_.progress();
        arrived = poll();
        return arrived.has_value();
      },
      Ranks::longest_pause);
  return *arrived;
}

template <class Body>
void RankSession::guarded(std::string_view doing, std::string_view what, Body body) {
  if (broken_) throw WorkerDied(*broken_);
  try {
    ranks_.require_all();
    body();
  } catch (const RankLost& lost) {
    broken_ = fmt::format("worker lost: {} while {}{}", lost.what(), doing, what);
    throw WorkerDied(*broken_);
  }
}

void RankSession::run(std::string_view kernel, std::span<std::byte> out, const std::function<void()>& body) {
  error_.reset();
  const std::uint64_t before = outbox_.moved() + forwarded_;
  guarded("running ", kernel, [&] {
    body();
    ranks_.wait_until([&] { return outbox_.progress(); }, Ranks::longest_pause);
  });
  moved_ += outbox_.moved() + forwarded_ - before;
  if (!out.empty() && std::none_of(earlier_results_.begin(), earlier_results_.end(), [&](Part made) {
        return made.data() == out.data() && made.size() == out.size();
      }))
    earlier_results_.push_back(out);
  if (error_) throw std::runtime_error(*std::exchange(error_, {}));
}

void RankSession::require_mapped(Part part) const {
  const bool there =
      part.empty() || std::any_of(mapped_.begin(), mapped_.end(), [&](const SharedMapping& mapping) {
        const auto* const begin = static_cast<const std::byte*>(mapping.address);
        return part.data() >= begin && part.data() + part.size() <= begin + mapping.bytes;
      });
  if (!there)
    throw std::runtime_error("the job's bytes lie in memory that was not mapped when the runtime started");
}

RankSession::Payload RankSession::payload(const MapJob& job) {
  if (job.chunks_share && size_ > 1)
    throw NotSupported("its chunks talk to each other through memory or pipes, which ranks do not share");
  if (size_ == 1) return {};
  require_mapped(job.params);
  require_mapped(job.in);
  require_mapped(job.out);
  const bool made = std::any_of(earlier_results_.begin(), earlier_results_.end(),
                                [&](Part earlier) { return overlap(earlier, job.in); });
  return {.params = inputs_ == InputPlacement::sent && !job.params_are_local && !job.params.empty(),
          .inputs = (inputs_ == InputPlacement::sent || made) && !job.in.empty()};
}

void RankSession::keep_error(std::string text) {
  if (!error_) error_ = std::move(text);
}

Reply RankSession::take_results(const MapJob& job, const Inbox::Message& arrived) {
  Reply reply;
  Outbox::Reader parts(outbox_, arrived, reply);
  if (reply.threw) {
    std::string text(reply.bytes, '\0');
    parts.read(std::as_writable_bytes(std::span(text)));
    keep_error(std::move(text));
  } else if (reply.bytes != 0) {
    parts.read(job.out.subspan(result_range(job, chunk(job, reply.chunk)).begin, reply.bytes));
  }
  return reply;
}

void RankSession::push_to(int rank, std::span<const std::byte> part) {
  // One rank takes part besides us: nobody has children.
  outbox_.send(rank, call_tag,
               Call{.kind = Call::Kind::push,
                    .ranks = 1,
                    .address = reinterpret_cast<std::uintptr_t>(part.data()),
                    .bytes = part.size()},
               {part});
}

void RankSession::push(std::span<const std::byte> part) {
  require_mapped(part);
  guarded("receiving what was pushed", "", [&] {
    const Call call{.kind = Call::Kind::push,
                    .ranks = static_cast<std::uint32_t>(size_),
                    .address = reinterpret_cast<std::uintptr_t>(part.data()),
                    .bytes = part.size()};
    int children = 0;
    for_each_child(0, size_, [&](int child) { outbox_.send(child, call_tag, call, {part}), ++children; });
    count_forwarded(static_cast<std::size_t>(size_ - 1 - children) * (sizeof call + part.size()));
    for (int r = 1; r < size_; ++r) next_reply();
    ranks_.wait_until([&] { return outbox_.progress(); }, Ranks::longest_pause);
  });
}

void RankSession::ask_all(const Call& call, const std::function<void(const Reply&, Outbox::Reader&)>& take) {
  for (int r = 1; r < size_; ++r) outbox_.send(r, call_tag, call, {});
  for (int r = 1; r < size_; ++r) {
    const auto arrived = next_reply();
    Reply reply;
    Outbox::Reader parts(outbox_, arrived, reply);
    take(reply, parts);
  }
}

void RankSession::pull(std::span<const std::byte> part, const TakeCopy& take) {
  require_mapped(part);
  std::vector<std::byte> copy(part.size());
  guarded("sending what was pulled", "", [&] {
    ask_all({.kind = Call::Kind::pull,
             .address = reinterpret_cast<std::uintptr_t>(part.data()),
             .bytes = part.size()},
            [&](const Reply&, Outbox::Reader& parts) {
              parts.read(copy);
              take(copy);
            });
  });
}

Usage RankSession::usage() { return usage_told_to(Call::Kind::usage); }

Usage RankSession::processor_use() { return usage_told_to(Call::Kind::processor_use); }

Usage RankSession::usage_told_to(Call::Kind kind) {
  Usage sum;
  const auto begin = std::chrono::steady_clock::now();
  guarded("telling what it has used", "", [&] {
    ask_all({.kind = kind}, [&](const Reply&, Outbox::Reader& parts) {
      Usage usage;
      parts.read(std::as_writable_bytes(std::span(&usage, 1)));
      sum += usage;
    });
  });
  // What a rank does before it is asked, or has answered, is known to itself alone.
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  sum.unsure_seconds = passed.count() * (size_ - 1);
  return sum;
}

void RankSession::stop() {
  guarded("ending", "", [] {});
}

std::string RankSession::note() const {
  return fmt::format("{}, {} rank{} on {} host{}{}", ranks_.mpi().version(), size_, size_ == 1 ? "" : "s",
                     ranks_.hosts(), ranks_.hosts() == 1 ? "" : "s",
                     ranks_.pinned() ? ", pinned by the launcher" : "");
}

}  // namespace parallax
