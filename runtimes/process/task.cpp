// SPDX-License-Identifier: MIT
#include "runtimes/process/task.hpp"

#include <exception>

namespace parallax {

ByteRange result_range(const MapJob& job, Range chunk) {
  const std::size_t each = job.out.size() / job.items;
  return {chunk.begin * each, chunk.size() * each};
}

ByteRange input_range(const MapJob& job, Range chunk) {
  if (job.in_per_item == 0) return {0, job.in.size()};
  return {chunk.begin * job.in_per_item, chunk.size() * job.in_per_item};
}

TaskHeader task_header(const MapJob& job, std::size_t index, bool first) {
  const bool send_inputs = first || job.in_per_item != 0;
  const ByteRange inputs = send_inputs ? input_range(job, chunk(job, index)) : ByteRange{};
  return {.first = first,
          .chunk = index,
          .items = job.items,
          .grain = job.grain,
          .in_per_item = job.in_per_item,
          .in_bytes = job.in.size(),
          .out_bytes = job.out.size(),
          .params_bytes = first ? job.params.size() : 0,
          .input_begin = inputs.begin,
          .input_bytes = inputs.size,
          .run = job.run};
}

TaskRunner::Buffers TaskRunner::prepare(const TaskHeader& header) {
  // Memory is kept from job to job: what a worker touches again is already mapped.
  if (header.first) params_.resize(header.params_bytes);
  if (in_.size() < header.in_bytes) in_.resize(header.in_bytes);
  if (out_.size() < header.out_bytes) out_.resize(header.out_bytes);
  return {std::span(params_).first(header.params_bytes),
          std::span(in_).subspan(header.input_begin, header.input_bytes)};
}

TaskRunner::Result TaskRunner::run(const TaskHeader& header) {
  const MapJob job{.kernel = {},
                   .items = header.items,
                   .grain = header.grain,
                   .params = params_,
                   .in = std::span(in_).first(header.in_bytes),
                   .in_per_item = header.in_per_item,
                   .out = std::span(out_).first(header.out_bytes),
                   .run = header.run};
  const Range range = chunk(job, header.chunk);
  ResultHeader result{.chunk = header.chunk, .bytes = 0, .worker = worker_.index(), .threw = false};
  try {
    job.run(job, range, worker_);
    const auto [begin, size] = result_range(job, range);
    result.bytes = size;
    return {result, job.out.subspan(begin, size)};
  } catch (const std::exception& error) {
    error_ = error.what();
  } catch (...) {
    error_ = "an exception that is not a std::exception";
  }
  result.threw = true;
  result.bytes = error_.size();
  return {result, std::as_bytes(std::span(error_))};
}

}  // namespace parallax
