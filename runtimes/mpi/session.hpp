// SPDX-License-Identifier: MIT
//
// Rank 0's side of a runtime on ranks: what `mpi` and `mpi-static` share, which is everything but the
// schedule.
//
// Every rank has the caller's shared memory at the same addresses, as it was when the runtime started: inputs
// that it needs are there already, or they are sent with the work, whichever the runtime is for. What an
// earlier job has made is sent in any case.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtimes/mpi/messages.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

enum class InputPlacement { sent, resident };

class RankSession {
 public:
  // Throws std::runtime_error in a process that is not rank 0 of at least that many ranks.
  RankSession(const Settings& settings, InputPlacement inputs);
  // After a rank is lost, those that are left are not waited for.
  ~RankSession();
  RankSession(const RankSession&) = delete;
  RankSession& operator=(const RankSession&) = delete;

  int size() const { return size_; }
  Ranks& ranks() { return ranks_; }
  Outbox& outbox() { return outbox_; }
  Worker& worker() { return worker_; }

  // Calls `body`, which runs one job; a lost rank becomes WorkerDied, then and in every later call of
  // anything.
  void run(const MapJob& job, const std::function<void()>& body) { run(job.kernel, job.out, body); }
  void run(std::string_view kernel, std::span<std::byte> out, const std::function<void()>& body);
  // Throws std::runtime_error if ranks have no such memory.
  void require_mapped(Part part) const;
  // What has to come with a job. Throws NotSupported if its chunks cannot be apart, std::runtime_error if its
  // bytes are nowhere where ranks have them.
  struct Payload {
    bool params = false, inputs = false;
  };
  Payload payload(const MapJob& job);

  // The next reply, if one has arrived.
  std::optional<Inbox::Message> poll() { return replies_.poll(); }
  Inbox::Message next_reply();
  // A reply with results: puts them where they belong, or keeps what was thrown. Returns its header.
  Reply take_results(const MapJob& job, const Inbox::Message& arrived);
  void keep_error(std::string text);
  bool failed() const { return error_.has_value(); }

  void push(std::span<const std::byte> part);
  void pull(std::span<const std::byte> part, const TakeCopy& take);
  Usage usage();
  // Without their memory, so that what they do to tell it is next to nothing.
  Usage processor_use();
  void stop();
  // All bytes that ranks have sent each other for jobs, headers included.
  std::uint64_t moved_bytes() const { return moved_; }
  void count_forwarded(std::size_t bytes) { forwarded_ += bytes; }
  std::string note() const;

 private:
  void begin();
  void push_to(int rank, std::span<const std::byte> part);
  Usage usage_told_to(Call::Kind kind);
  // Calls every other rank and hands its reply over.
  void ask_all(const Call& call, const std::function<void(const Reply&, Outbox::Reader&)>& take);
  template <class Body>
  void guarded(std::string_view doing, std::string_view what, Body body);

  Ranks& ranks_;
  int size_;
  InputPlacement inputs_;
  Inbox replies_;
  Outbox outbox_;
  Worker worker_{0};
  std::vector<SharedMapping> mapped_;  // on all ranks
  std::vector<Part> earlier_results_;  // results of jobs so far
  std::optional<std::string> error_;   // that a kernel threw
  std::optional<std::string> broken_;
  std::uint64_t forwarded_ = 0;  // bytes that others than rank 0 have sent
  std::uint64_t moved_ = 0;
};

}  // namespace parallax
