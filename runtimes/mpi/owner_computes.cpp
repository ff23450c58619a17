// SPDX-License-Identifier: MIT
#include "runtimes/mpi/owner_computes.hpp"

namespace parallax {

void OwnerComputes::run(const GraphJob& job) {
  if (job.shares_memory && session_.size() > 1)
    throw NotSupported("its tasks write memory beside their outputs, which ranks do not share");
  if (session_.size() > 1) {
    for (const Part part : {Part(job.params), std::as_bytes(job.steps), Part(job.out)})
      session_.require_mapped(part);
  }
  session_.run(job.kernel, job.out, [&] {
    for (int rank = 1; rank < session_.size(); ++rank) {
      session_.outbox().send(
          rank, call_tag,
          Call{.kind = Call::Kind::graph, .ranks = static_cast<std::uint32_t>(session_.size())},
          {std::as_bytes(std::span(&job, 1))});
    }
    if (const auto threw = graph_.run(job, session_.size(), session_.worker())) session_.keep_error(*threw);
    gather(job);
  });
}

void OwnerComputes::gather(const GraphJob& job) {
  std::vector<std::byte> bytes;
  for (int missing = session_.size() - 1; missing > 0; --missing) {
    const auto arrived = session_.next_reply();
    Reply reply;
    Outbox::Reader parts(session_.outbox(), arrived, reply);
    bytes.resize(reply.bytes);
    parts.read(bytes);
    if (reply.threw) {
      session_.keep_error(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    } else {
      RankGraph::unpack(job, arrived.from, session_.size(), bytes);
      session_.count_forwarded(reply.chunk);
    }
  }
}

}  // namespace parallax
