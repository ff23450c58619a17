// SPDX-License-Identifier: MIT
//
// A worker is one thread or process that runs kernel code, and the only thing a kernel may ask for anything.
//
// Kernels never wait behind their runtime's back: whatever may block goes through one of these verbs. A
// blocking runtime makes the system call; `gil` lets go of its lock around it; an event loop can suspend a
// fiber instead. So a kernel that waits is written once, like any other.
#pragma once

#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace parallax {

class Worker {
 public:
  // index: 0 for the caller of the runtime, who works too; 1 ... workers-1 for the others.
  explicit Worker(int index) : index_(index) {}
  virtual ~Worker() = default;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  int index() const { return index_; }

  // The verbs. They finish what they begin (EINTR is retried) and throw std::system_error naming the call.
  virtual void sleep_for(std::chrono::nanoseconds duration);
  // Bytes read, 0 at the end of the stream.
  virtual std::size_t read(int descriptor, std::span<std::byte> to);
  // As read, at `offset` of a file, leaving the file's own position alone.
  virtual std::size_t read_at(int descriptor, std::span<std::byte> to, std::size_t offset);
  // Bytes written, which may be fewer than given.
  virtual std::size_t write(int descriptor, std::span<const std::byte> from);
  virtual std::size_t write_at(int descriptor, std::span<const std::byte> from, std::size_t offset);
  // Returns when a file's contents are on the device.
  virtual void sync(int descriptor);
  virtual void connect(int descriptor, const sockaddr& address, socklen_t length);

  // Where an item that computes for long may be interrupted, as it may between chunks: a lock is offered to
  // those who asked for it, an event loop looks at its events. Elsewhere it does nothing.
  virtual void checkpoint() {}

  // Calls `call`, which may wait for something that none of the verbs describes, and returns its result.
  template <class Call>
  std::invoke_result_t<Call&> blocking(Call&& call) {
    using Result = std::invoke_result_t<Call&>;
    if constexpr (std::is_void_v<Result>) {
      block([](void* f) { (*static_cast<std::remove_reference_t<Call>*>(f))(); },
            const_cast<void*>(static_cast<const void*>(std::addressof(call))));
    } else {
      struct Frame {
        std::remove_reference_t<Call>* call;
        Result result{};
      } frame{std::addressof(call)};
      block([](void* f) { static_cast<Frame*>(f)->result = (*static_cast<Frame*>(f)->call)(); }, &frame);
      return std::move(frame.result);
    }
  }

  // What a kernel keeps with this worker from one chunk to the next, such as an open connection: a T, made
  // when it is first asked for, ended with the worker. Asking for another type ends the first.
  template <class T>
  T& kept() {
    static constexpr char type = 0;
    if (kept_type_ != &type) {
      kept_ = std::make_shared<T>();
      kept_type_ = &type;
    }
    return *static_cast<T*>(kept_.get());
  }

 protected:
  // Runs call(context) where waiting is allowed. Overridden by runtimes that hold something precious
  // meanwhile.
  virtual void block(void (*call)(void*), void* context) { call(context); }

 private:
  int index_;
  std::shared_ptr<void> kept_;
  const void* kept_type_ = nullptr;
};

}  // namespace parallax
