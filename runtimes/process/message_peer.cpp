// SPDX-License-Identifier: MIT
#include "runtimes/process/message_peer.hpp"

#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

#include "support/pipe.hpp"
#include "support/retry.hpp"

namespace parallax {
namespace {

constexpr std::size_t buffer_bytes = 65536;  // a pipe's capacity
constexpr int exit_pipe_failed = 70;

// The worker's end of its task pipe: whatever waits there is read at once.
class TaskReader {
 public:
  explicit TaskReader(int descriptor) : descriptor_(descriptor), buffer_(buffer_bytes) {}

  // False at the end of the stream.
  bool read(std::span<std::byte> to) {
    while (!to.empty()) {
      if (begin_ == end_) {
        // What is longer than the buffer goes straight to where it belongs.
        const bool direct = to.size() >= buffer_.size();
        const std::span<std::byte> into = direct ? to : std::span(buffer_);
        const ssize_t count =
            retry_on_interrupt([&] { return ::read(descriptor_, into.data(), into.size()); });
        if (count <= 0) return false;
        if (direct) {
          to = to.subspan(static_cast<std::size_t>(count));
          continue;
        }
        begin_ = 0;
        end_ = static_cast<std::size_t>(count);
      }
      const std::size_t some = std::min(to.size(), end_ - begin_);
      std::memcpy(to.data(), buffer_.data() + begin_, some);
      begin_ += some;
      to = to.subspan(some);
    }
    return true;
  }

 private:
  int descriptor_;
  std::vector<std::byte> buffer_;
  std::size_t begin_ = 0, end_ = 0;
};

// False if nobody reads any more.
bool write_result(int descriptor, const TaskRunner::Result& result) {
  std::span<const std::byte> header = std::as_bytes(std::span(&result.header, 1)), bytes = result.bytes;
  while (!header.empty() || !bytes.empty()) {
    const std::array<iovec, 2> parts{iovec{const_cast<std::byte*>(header.data()), header.size()},
                                     iovec{const_cast<std::byte*>(bytes.data()), bytes.size()}};
    const ssize_t count = retry_on_interrupt([&] { return writev(descriptor, parts.data(), parts.size()); });
    if (count < 0) return false;
    const std::size_t of_header = std::min(header.size(), static_cast<std::size_t>(count));
    header = header.subspan(of_header);
    bytes = bytes.subspan(static_cast<std::size_t>(count) - of_header);
  }
  return true;
}

}  // namespace

void MessagePeer::serve(int index, int tasks, int results, const std::function<void(Worker&)>& initializer) {
  TaskReader reader(tasks);
  TaskRunner runner(index);
  if (initializer) initializer(runner.worker());
  for (TaskHeader header; reader.read(std::as_writable_bytes(std::span(&header, 1)));) {
    const TaskRunner::Buffers buffers = runner.prepare(header);
    if (!reader.read(buffers.params) || !reader.read(buffers.inputs)) _exit(exit_pipe_failed);
    if (!write_result(results, runner.run(header))) _exit(exit_pipe_failed);
  }
  _exit(0);
}

MessagePeer::MessagePeer(int index, const std::function<void(Worker&)>& initializer,
                         std::span<const std::unique_ptr<MessagePeer>> others)
    : buffer_(buffer_bytes) {
  Pipe tasks, results;
  child_.emplace([&] {
    for (const auto& other : others) {
      if (other) other->close_descriptors();
    }
    tasks.write.reset();
    results.read.reset();
    serve(index, tasks.read.get(), results.write.get(), initializer);
  });
  tasks_ = std::move(tasks.write);
  tasks_read_ = std::move(tasks.read);
  results_ = std::move(results.read);
  set_nonblocking(tasks_);
  set_nonblocking(results_);
}

void MessagePeer::close_descriptors() {
  tasks_.reset();
  tasks_read_.reset();
  results_.reset();
}

void MessagePeer::give(const MapJob& job, std::size_t index,
                       std::optional<std::span<const std::byte>> inputs) {
  Task task{.header = task_header(job, index, first_), .bytes = {}, .sent = 0};
  if (inputs) {
    task.header.in_bytes = task.header.input_bytes = inputs->size();
    task.header.input_begin = 0;
  } else {
    inputs = job.in.subspan(task.header.input_begin, task.header.input_bytes);
  }
  task.bytes = {job.params.first(task.header.params_bytes), *inputs};
  first_ = false;
  outbox_.push_back(task);
  chunks_.push_back(index);
  ++given_;
}

void MessagePeer::write_some() {
  while (!outbox_.empty()) {
    Task& task = outbox_.front();
    std::array<iovec, 3> parts{};
    int count = 0;
    std::size_t skip = task.sent, left = 0;
    const auto add = [&](std::span<const std::byte> bytes) {
      const std::size_t sent = std::min(skip, bytes.size());
      skip -= sent;
      bytes = bytes.subspan(sent);
      left += bytes.size();
      if (!bytes.empty())
        parts[static_cast<std::size_t>(count++)] = {const_cast<std::byte*>(bytes.data()), bytes.size()};
    };
    add(std::as_bytes(std::span(&task.header, 1)));
    for (const auto bytes : task.bytes) add(bytes);
    const ssize_t written = retry_on_interrupt([&] { return writev(tasks_.get(), parts.data(), count); });
    if (written < 0 && errno == EAGAIN) return;
    if (written < 0) throw_system_error("writev to a worker");
    task.sent += static_cast<std::size_t>(written);
    if (static_cast<std::size_t>(written) == left) outbox_.pop_front();
  }
}

// Where the bytes of the result that is being read go.
std::span<std::byte> MessagePeer::destination(const MapJob& job) {
  if (header_.threw) {
    text_.resize(header_.bytes);
    return std::as_writable_bytes(std::span(text_));
  }
  return job.out.subspan(result_range(job, chunk(job, header_.chunk)).begin, header_.bytes);
}

void MessagePeer::read_some(const MapJob& job, const std::function<void(std::size_t)>& arrived,
                            const std::function<void(const std::string&)>& threw) {
  // Takes from `from` what belongs to the current result; true if that makes it complete.
  const auto take = [&](std::span<const std::byte>& from) {
    const auto header = std::as_writable_bytes(std::span(&header_, 1));
    const std::size_t of_header = std::min(from.size(), header.size() - header_read_);
    std::memcpy(header.data() + header_read_, from.data(), of_header);
    header_read_ += of_header;
    from = from.subspan(of_header);
    if (header_read_ < header.size()) return false;
    const std::span<std::byte> to = destination(job);
    const std::size_t of_bytes = std::min(from.size(), to.size() - bytes_read_);
    if (of_bytes != 0) std::memcpy(to.data() + bytes_read_, from.data(), of_bytes);
    bytes_read_ += of_bytes;
    from = from.subspan(of_bytes);
    return bytes_read_ == to.size();
  };
  const auto complete = [&] {
    std::erase(chunks_, header_.chunk);
    header_read_ = bytes_read_ = 0;
    if (header_.threw) {
      threw("worker " + std::to_string(header_.worker) + ": " + text_);
    } else {
      arrived(header_.chunk);
    }
  };
  for (;;) {
    // In the middle of a long result it is read straight to where it belongs.
    std::span<std::byte> into = buffer_;
    bool direct = false;
    if (header_read_ == sizeof header_) {
      const std::span<std::byte> rest = destination(job).subspan(bytes_read_);
      direct = rest.size() >= buffer_.size();
      if (direct) into = rest;
    }
    const ssize_t count = retry_on_interrupt([&] { return read(results_.get(), into.data(), into.size()); });
    if (count <= 0) return;  // nothing there, or the end, which is seen by the process' end
    if (direct) {
      bytes_read_ += static_cast<std::size_t>(count);
      if (bytes_read_ == header_.bytes) complete();
      continue;
    }
    std::span<const std::byte> from = into.first(static_cast<std::size_t>(count));
    while (!from.empty()) {
      if (!take(from)) break;
      complete();
    }
    if (static_cast<std::size_t>(count) < into.size()) return;
  }
}

void MessagePeer::finish() { tasks_.reset(); }

}  // namespace parallax
