// SPDX-License-Identifier: MIT
#include "runtimes/mpi/service.hpp"

#include <fmt/format.h>

#include <exception>

#include "runtimes/mpi/tree.hpp"
#include "runtimes/process/task.hpp"
#include "runtimes/process/usage.hpp"

namespace parallax {
namespace {

// An idle rank looks for calls at least this often.
constexpr std::chrono::microseconds longest_idle_pause{1000};

std::span<std::byte> writable(Part part) { return {const_cast<std::byte*>(part.data()), part.size()}; }

std::span<std::byte> memory_at(std::uint64_t address, std::uint64_t bytes) {
  return {reinterpret_cast<std::byte*>(address), bytes};  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace

Range items_of(const MapJob& job, const Share& share) {
  if (share.first == share.last) return {};
  return {chunk(job, share.first).begin, chunk(job, share.last - 1).end};
}

void RankService::serve() {
  for (;;) {
    std::optional<Inbox::Message> arrived;
    ranks_.wait_until(
        [&] {
          outbox_.progress();
          arrived = calls_.poll();
          return arrived.has_value();
        },
        longest_idle_pause);
    Call call;
    std::memcpy(&call, arrived->bytes.data(), sizeof call);
    if (call.kind == Call::Kind::quit) break;
    answer(*arrived);
  }
  ranks_.wait_until([&] { return outbox_.progress(); }, longest_idle_pause);
}

void end_service(Ranks& ranks) {
  Outbox outbox(ranks);
  for (int r = 1; r < ranks.size(); ++r) outbox.send(r, call_tag, Call{.kind = Call::Kind::quit}, {});
  ranks.wait_until([&] { return outbox.progress(); }, longest_idle_pause);
}

void RankService::answer(const Inbox::Message& arrived) {
  Call call;
  Outbox::Reader parts(outbox_, arrived, call);
  switch (call.kind) {
    case Call::Kind::begin:
      return begin(call, parts);
    case Call::Kind::end:
      worker_.reset();
      mappings_.clear();
      return;
    case Call::Kind::chunk:
      return run_chunk(call, parts);
    case Call::Kind::region:
      return run_share(call, parts);
    case Call::Kind::graph:
      return run_graph(call, parts);
    case Call::Kind::push:
      return push(call, parts);
    case Call::Kind::pull:
      return reply(0, memory_at(call.address, call.bytes));
    case Call::Kind::usage:
    case Call::Kind::processor_use: {
      const bool all = call.kind == Call::Kind::usage;
      const Usage usage = all ? usage_of(getpid()) : processor_use_here();
      const Part bytes = std::as_bytes(std::span(&usage, 1));
      answer_.assign(bytes.begin(), bytes.end());
      return reply(0, answer_);
    }
    case Call::Kind::quit:
      return;
  }
}

void RankService::reply(std::uint64_t chunk, Part part, int to) {
  outbox_.send(to, reply_tag,
               Reply{.chunk = chunk, .bytes = part.size(), .threw = false, .parts_apart = false}, {part});
}

void RankService::reply_error(std::string text, int to) {
  error_ = std::move(text);
  outbox_.send(to, reply_tag, Reply{.chunk = 0, .bytes = error_.size(), .threw = true, .parts_apart = false},
               {std::as_bytes(std::span(error_))});
}

void RankService::begin(const Call& call, Outbox::Reader& parts) {
  std::vector<SharedMapping> wanted(call.bytes / sizeof(SharedMapping));
  parts.read(std::as_writable_bytes(std::span(wanted)));
  worker_.emplace(ranks_.rank());
  answer_.assign(wanted.size(), std::byte{0});
  if (!problem_.empty()) return reply_error(problem_);
  try {
    const auto own = shared_mappings();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const bool had = std::any_of(own.begin(), own.end(), [&](const SharedMapping& mapping) {
        return mapping.address == wanted[i].address && mapping.bytes == wanted[i].bytes;
      });
      if (!had) mappings_.push_back(Mapping::shared_at(wanted[i].address, wanted[i].bytes));
      answer_[i] = std::byte{had};
    }
    reply(0, answer_);
  } catch (const std::exception& error) {
    reply_error(fmt::format("memory that rank 0 has cannot be mapped at the same address: {}", error.what()));
  }
}

void RankService::take_job(const Call& call, Outbox::Reader& parts) {
  if (!call.job) return;
  parts.read(std::as_writable_bytes(std::span(&job_, 1)));
  job_.kernel = {};  // a text of another process
  if (call.params) parts.read(writable(job_.params));
  if (call.inputs && job_.in_per_item == 0) parts.read(writable(job_.in));
}

void RankService::run_chunk(const Call& call, Outbox::Reader& parts) {
  take_job(call, parts);
  if (call.inputs && job_.in_per_item != 0) {
    const ByteRange own = input_range(job_, chunk(job_, call.chunk));
    parts.read(writable(job_.in.subspan(own.begin, own.size)));
  }
  if (!run(call.chunk, call.chunk + 1)) return reply_error(error_);
  reply(call.chunk, results(call.chunk, call.chunk + 1));
}

void RankService::run_share(const Call& call, Outbox::Reader& parts) {
  take_job(call, parts);
  const bool scattered = call.inputs && job_.in_per_item != 0;
  Part job, params, in;
  if (call.job) job = std::as_bytes(std::span(&job_, 1));
  if (call.params) params = job_.params;
  if (call.inputs && !scattered) in = job_.in;
  for_each_child(ranks_.rank(), static_cast<int>(call.ranks), [&](int child) {
    outbox_.send(child, call_tag, call, {job, params, in});
  });
  const Share share = share_of(job_, ranks_.rank(), static_cast<int>(call.ranks));
  if (scattered && share.first != share.last) {
    const ByteRange own = input_range(job_, items_of(job_, share));
    outbox_.receive_part(0, writable(job_.in.subspan(own.begin, own.size)));
  }
  const int ranks = static_cast<int>(call.ranks);
  const bool by_tree = gathered_by_tree(job_, ranks);
  const int to = by_tree ? parent_of(ranks_.rank()) : 0;
  bool right = run(share.first, share.last);
  if (by_tree) right = collect(ranks) && right;
  if (!right) return reply_error(error_, to);
  const int below = by_tree ? ranks_.rank() - parent_of(ranks_.rank()) : 1;
  const Share last = share_of(job_, std::min(ranks_.rank() + below, ranks) - 1, ranks);
  reply(share.first, results(share.first, last.last), to);
}

bool RankService::run(std::size_t first, std::size_t last) {
  const auto told = [&](std::string_view what) {
    error_ = fmt::format("worker {}: {}", ranks_.rank(), what);
    return false;
  };
  try {
    for (std::size_t c = first; c < last; ++c) job_.run(job_, chunk(job_, c), *worker_);
    return true;
  } catch (const std::exception& error) {
    return told(error.what());
  } catch (...) {
    return told("an exception that is not a std::exception");
  }
}

bool RankService::collect(int ranks) {
  bool right = true;
  int missing = 0;
  for_each_child(ranks_.rank(), ranks, [&](int) { ++missing; });
  for (; missing > 0; --missing) {
    std::optional<Inbox::Message> arrived;
    ranks_.wait_until(
        [&] {
          outbox_.progress();
          arrived = replies_.poll();
          return arrived.has_value();
        },
        longest_idle_pause);
    Reply reply;
    Outbox::Reader parts(outbox_, *arrived, reply);
    if (reply.threw) {
      error_.resize(reply.bytes);
      parts.read(std::as_writable_bytes(std::span(error_)));
      right = false;
    } else if (reply.bytes != 0) {
      parts.read(job_.out.subspan(result_range(job_, chunk(job_, reply.chunk)).begin, reply.bytes));
    }
  }
  return right;
}

void RankService::run_graph(const Call& call, Outbox::Reader& parts) {
  GraphJob job;
  parts.read(std::as_writable_bytes(std::span(&job, 1)));
  job.kernel = {};  // a text of another process
  const int ranks = static_cast<int>(call.ranks);
  if (const auto threw = graph_.run(job, ranks, *worker_))
    return reply_error(fmt::format("worker {}: {}", ranks_.rank(), *threw));
  answer_.resize(RankGraph::bytes_of(job, ranks_.rank(), ranks));
  RankGraph::pack(job, ranks_.rank(), ranks, answer_);
  reply(graph_.sent_to_others(), answer_);
}

Part RankService::results(std::size_t first, std::size_t last) const {
  if (first == last) return {};
  const ByteRange range = result_range(job_, items_of(job_, {first, last}));
  return job_.out.subspan(range.begin, range.size);
}

void RankService::push(const Call& call, Outbox::Reader& parts) {
  const auto memory = memory_at(call.address, call.bytes);
  parts.read(memory);
  for_each_child(ranks_.rank(), static_cast<int>(call.ranks),
                 [&](int child) { outbox_.send(child, call_tag, call, {Part(memory)}); });
  reply(0, {});
}

}  // namespace parallax
