// SPDX-License-Identifier: MIT
//
// Every wait tells epoll anew what is waited for, once (EPOLLONESHOT), and nothing is remembered about a
// descriptor for which nobody waits. So one may be closed and its number used again: epoll has then forgotten
// it (ENOENT) or, if a duplicate lives on, wakes us for nothing, which is one more attempt.
#include "runtimes/support/epoll_reactor.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <system_error>
#include <vector>

#include "runtimes/support/attempt.hpp"
#include "support/descriptor.hpp"

namespace parallax {
namespace {

using Verb = Operation::Verb;

// Operations in the order in which they came.
struct Operations {
  Operation* first = nullptr;
  Operation* last = nullptr;

  bool empty() const { return first == nullptr; }
  void push(Operation& operation) {
    operation.next = nullptr;
    (first == nullptr ? first : last->next) = &operation;
    last = &operation;
  }
};

class EpollReactor final : public Reactor {
 public:
  explicit EpollReactor(FiberQueue& ready)
      : ready_(ready),
        epoll_(epoll_create1(EPOLL_CLOEXEC), "epoll_create1"),
        wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd") {
    epoll_event event{.events = EPOLLIN, .data = {.fd = wake_.get()}};
    check(epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_.get(), &event), "epoll_ctl");
  }

  bool begin(Operation& operation) override {
    operation.result = attempt(operation);
    // Of connect: under way. It is writable when that has ended, and the caller asks how.
    if (operation.result != -EAGAIN || operation.verb == Verb::connect) return true;

    const auto number = static_cast<std::size_t>(operation.descriptor);
    if (number >= waiting_.size()) waiting_.resize(std::max(number + 1, 2 * waiting_.size()));
    waiting_[number].of(operation).push(operation);
    ++count_;
    if (arm(operation.descriptor)) return false;
    const int error = errno;
    // Nobody waited for this descriptor before, or epoll would have taken it again.
    waiting_[number].of(operation) = {};
    --count_;
    operation.result = error == EPERM ? plain_call(operation) : -error;
    return true;
  }

  void poll() override {
    if (count_ != 0) take(std::chrono::nanoseconds(0));
  }

  void wait(std::optional<Time> until) override {
    if (!until) return take({});
    take(std::max(*until - std::chrono::steady_clock::now(), std::chrono::nanoseconds(0)));
  }

  void wake() noexcept override { eventfd_write(wake_.get(), 1); }

  bool syncs() const override { return false; }

 private:
  struct Waiting {
    Operations in, out;
    Operations& of(const Operation& operation) {
      return operation.verb == Verb::read || operation.verb == Verb::readable ? in : out;
    }
  };

  bool arm(int descriptor) {
    const Waiting& waiting = waiting_[static_cast<std::size_t>(descriptor)];
    epoll_event event{.events = EPOLLONESHOT, .data = {.fd = descriptor}};
    if (!waiting.in.empty()) event.events |= EPOLLIN | EPOLLRDHUP;
    if (!waiting.out.empty()) event.events |= EPOLLOUT;
    if (epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, descriptor, &event) == 0) return true;
    return errno == ENOENT && epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) == 0;
  }

  void take(std::optional<std::chrono::nanoseconds> at_most) {
    std::array<epoll_event, 256> events;
    const int count = sleep(events.data(), static_cast<int>(events.size()), at_most);
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      if (descriptor == wake_.get()) {
        eventfd_t ignored = 0;
        eventfd_read(wake_.get(), &ignored);
        continue;
      }
      Waiting& waiting = waiting_[static_cast<std::size_t>(descriptor)];
      try_again(waiting.in);
      try_again(waiting.out);
      if ((!waiting.in.empty() || !waiting.out.empty()) && !arm(descriptor)) {
        fail(waiting.in, errno);
        fail(waiting.out, errno);
      }
    }
  }

  // epoll_pwait2 knows nanoseconds. Where it is missing or forbidden, sleeps are rounded up to milliseconds.
  int sleep(epoll_event* events, int most, std::optional<std::chrono::nanoseconds> at_most) {
    if (!at_most) return epoll_wait(epoll_.get(), events, most, -1);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(*at_most);
    const timespec time{.tv_sec = seconds.count(), .tv_nsec = (*at_most - seconds).count()};
    const int count = epoll_pwait2(epoll_.get(), events, most, &time, nullptr);
    if (count >= 0 || (errno != ENOSYS && errno != EPERM)) return count;
    const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(*at_most).count();
    const auto longest = static_cast<std::int64_t>(std::numeric_limits<int>::max());
    return epoll_wait(epoll_.get(), events, most, static_cast<int>(std::min(milliseconds, longest)));
  }

  void try_again(Operations& operations) {
    while (!operations.empty()) {
      const std::int64_t result = attempt(*operations.first);
      if (result == -EAGAIN) return;
      end_first(operations, result);
    }
  }

  void fail(Operations& operations, int error) {
    while (!operations.empty()) end_first(operations, -error);
  }

  void end_first(Operations& operations, std::int64_t result) {
    Operation& operation = *operations.first;
    operations.first = operation.next;
    operation.result = result;
    --count_;
    ready_.push(*operation.fiber);
  }

  FiberQueue& ready_;
  Descriptor epoll_;
  Descriptor wake_;
  std::vector<Waiting> waiting_;  // by descriptor
  std::size_t count_ = 0;         // how many wait
};

}  // namespace

std::unique_ptr<Reactor> make_epoll_reactor(FiberQueue& ready) {
  return std::make_unique<EpollReactor>(ready);
}

}  // namespace parallax
