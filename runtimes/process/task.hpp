// SPDX-License-Identifier: MIT
//
// What a worker that shares no memory is sent and sends back: tasks one way, results the other, each a header
// of plain data followed by its bytes.
//
//   task     TaskHeader, params (params_bytes), inputs (input_bytes, from input_begin of the job's `in` on)
//   result   ResultHeader, the chunk's bytes of `out`, or the text of what the kernel threw
//
// Params and inputs that the worker has already been sent for the same job are not sent again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtimes/job.hpp"
#include "runtimes/worker.hpp"

namespace parallax {

struct TaskHeader {
  bool first = true;  // params and inputs are those of another job than before
  std::size_t chunk = 0;
  std::size_t items = 0;
  std::size_t grain = 1;
  std::size_t in_per_item = 0;
  std::size_t in_bytes = 0;   // all of the job's, whether they are sent or not
  std::size_t out_bytes = 0;  // all of the job's
  std::size_t params_bytes = 0;
  std::size_t input_begin = 0;
  std::size_t input_bytes = 0;
  decltype(MapJob::run) run;
};

struct ResultHeader {
  std::size_t chunk = 0;
  std::size_t bytes = 0;
  int worker = 0;
  bool threw = false;  // the bytes are a text
};

// A part of a job's bytes.
struct ByteRange {
  std::size_t begin = 0;
  std::size_t size = 0;
};
// Where a chunk's results lie in `out`.
ByteRange result_range(const MapJob& job, Range chunk);
// What a chunk reads of `in`: its items' own, or all.
ByteRange input_range(const MapJob& job, Range chunk);

// The header for one chunk; `first`: the worker has been sent nothing of this job.
TaskHeader task_header(const MapJob& job, std::size_t chunk, bool first);

// A worker's side: keeps what it was sent, runs tasks one after the other.
class TaskRunner {
 public:
  explicit TaskRunner(int index) : worker_(index) {}

  Worker& worker() { return worker_; }
  // Room for what follows a header: params and inputs are to be read into these, if they are not empty.
  struct Buffers {
    std::span<std::byte> params, inputs;
  };
  Buffers prepare(const TaskHeader& header);
  // Runs the task last prepared. The bytes are valid until the next one.
  struct Result {
    ResultHeader header;
    std::span<const std::byte> bytes;
  };
  Result run(const TaskHeader& header);

 private:
  Worker worker_;
  std::vector<std::byte> params_, in_, out_;
  std::string error_;
};

}  // namespace parallax
