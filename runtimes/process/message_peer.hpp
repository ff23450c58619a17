// SPDX-License-Identifier: MIT
//
// The caller's end of one worker of a MessagePool: the process, its two pipes, what it has been given and
// what has come back so far. Nothing in here waits: pipes that are full or empty are tried again.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtimes/process/child.hpp"
#include "runtimes/process/task.hpp"
#include "support/descriptor.hpp"

namespace parallax {

class MessagePeer {
 public:
  // Forks worker `index`, which runs `initializer` and then tasks until its pipe ends. `others`: peers whose
  // descriptors the worker is not to keep. Throws std::system_error.
  MessagePeer(int index, const std::function<void(Worker&)>& initializer,
              std::span<const std::unique_ptr<MessagePeer>> others);

  pid_t pid() const { return child_->pid(); }
  int end() const { return child_->descriptor(); }  // readable once the process has ended
  int results() const { return results_.get(); }    // readable if something has come back
  int tasks() const { return tasks_.get(); }        // writable if there is room
  bool wants_to_write() const { return !outbox_.empty(); }

  // Gives it a chunk, with its part of job.in or with other inputs. What it reads must stay as it is until the chunk
  // has come back.
  void give(const MapJob& job, std::size_t chunk, std::optional<std::span<const std::byte>> inputs = {});
  // The next chunk is of another job than the ones before.
  void next_job() { first_ = true; }
  void write_some();
  // Reads what there is. Results go to where they belong in job.out; arrived(chunk) is called for each,
  // threw(text) for one that is not.
  void read_some(const MapJob& job, const std::function<void(std::size_t chunk)>& arrived,
                 const std::function<void(const std::string& text)>& threw);

  // Chunks that have not come back, the one it runs first.
  const std::deque<std::size_t>& chunks() const { return chunks_; }
  std::size_t given() const { return given_; }

  // No more tasks: it ends when it has done those it has.
  void finish();
  bool finishing() const { return tasks_.get() < 0; }
  bool has_ended() const { return child_->has_ended(); }
  ExitStatus reap(Usage* usage) { return child_->reap(usage); }
  void close_descriptors();

 private:
  struct Task {
    TaskHeader header;
    std::array<std::span<const std::byte>, 2> bytes;  // params, inputs
    std::size_t sent = 0;
  };

  [[noreturn]] static void serve(int index, int tasks, int results,
                                 const std::function<void(Worker&)>& initializer);
  std::span<std::byte> destination(const MapJob& job);

  Descriptor tasks_, tasks_read_;  // both ends stay open, so that writing to a dead worker is no signal
  Descriptor results_;
  std::optional<Child> child_;
  std::deque<std::size_t> chunks_;
  std::deque<Task> outbox_;
  bool first_ = true;
  std::size_t given_ = 0;

  // The result that is being read: first its header, then its bytes.
  ResultHeader header_;
  std::size_t header_read_ = 0, bytes_read_ = 0;
  std::string text_;
  std::vector<std::byte> buffer_;
};

}  // namespace parallax
