// SPDX-License-Identifier: MIT
#include "benches/probes/shared_state/manager_objects.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <utility>

namespace parallax {
namespace {

ManagerReply done(std::int64_t value = 0) { return {.outcome = CallOutcome::done, .value = value}; }

ManagerReply refused(CallOutcome why) { return {.outcome = why}; }

}  // namespace

std::optional<ManagerReply> ManagedList::answer(const ManagerRequest& request) {
  const std::lock_guard lock(mutex_);
  const bool exists = request.index >= 0 && static_cast<std::size_t>(request.index) < elements_.size();
  const auto index = static_cast<std::size_t>(request.index);
  switch (request.method) {
    case ManagerMethod::list_get:
      return exists ? done(elements_[index]) : refused(CallOutcome::out_of_range);
    case ManagerMethod::list_set:
      if (!exists) return refused(CallOutcome::out_of_range);
      elements_[index] = request.value;
      return done();
    case ManagerMethod::list_append:
      if (elements_.size() == most_elements) return refused(CallOutcome::too_large);
      elements_.push_back(request.value);
      return done();
    case ManagerMethod::list_length:
      return done(static_cast<std::int64_t>(elements_.size()));
    default:
      return {};
  }
}

std::optional<ManagerReply> ManagedValue::answer(const ManagerRequest& request) {
  const std::lock_guard lock(mutex_);
  switch (request.method) {
    case ManagerMethod::value_get:
      return done(value_);
    case ManagerMethod::value_set:
      value_ = request.value;
      return done();
    case ManagerMethod::value_add:
      // Around the end, as the machine does it.
      value_ = static_cast<std::int64_t>(static_cast<std::uint64_t>(value_) +
                                         static_cast<std::uint64_t>(request.value));
      return done(value_);
    default:
      return {};
  }
}

ManagedQueue::ManagedQueue() : count_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE), "eventfd") {}

std::optional<ManagerReply> ManagedQueue::put(std::int64_t value) {
  {
    const std::lock_guard lock(mutex_);
    if (items_.size() == most_elements) return refused(CallOutcome::too_large);
    items_.push_back(value);
  }
  eventfd_write(count_.get(), 1);
  return done();
}

void ManagedQueue::put_back(std::int64_t value) {
  {
    const std::lock_guard lock(mutex_);
    items_.push_front(value);
  }
  eventfd_write(count_.get(), 1);
}

// Whoever has read a one from the eventfd owns an item, so it need not look whether there is one. Whoever
// has hung up gets none, even if there is one at once.
std::optional<std::int64_t> ManagedQueue::get(int socket) {
  for (eventfd_t one = 0; one == 0;) {
    std::array<pollfd, 2> events{pollfd{.fd = socket, .events = POLLRDHUP, .revents = 0},
                                 pollfd{.fd = count_.get(), .events = POLLIN, .revents = 0}};
    if (poll(events.data(), events.size(), -1) < 0) continue;  // interrupted
    if (events[0].revents != 0) return {};
    if (eventfd_read(count_.get(), &one) != 0) one = 0;  // another one was faster
  }
  const std::lock_guard lock(mutex_);
  const std::int64_t item = items_.front();
  items_.pop_front();
  return item;
}

ManagerReply ManagedObjects::add(Object object) {
  const std::lock_guard lock(mutex_);
  if (objects_.size() == most_objects) return refused(CallOutcome::too_large);
  objects_.push_back(std::move(object));
  return done(static_cast<std::int64_t>(objects_.size() - 1));
}

template <class T>
T* ManagedObjects::find(std::uint32_t number) {
  const std::shared_lock lock(mutex_);
  if (number >= objects_.size()) return nullptr;
  auto* const found = std::get_if<std::unique_ptr<T>>(&objects_[number]);
  return found ? found->get() : nullptr;
}

std::optional<ManagerReply> ManagedObjects::answer(const ManagerRequest& request, int socket) {
  switch (request.method) {
    case ManagerMethod::make_list:
      if (request.index < 0 || static_cast<std::size_t>(request.index) > most_elements)
        return refused(CallOutcome::too_large);
      return add(std::make_unique<ManagedList>(static_cast<std::size_t>(request.index), request.value));
    case ManagerMethod::make_value:
      return add(std::make_unique<ManagedValue>(request.value));
    case ManagerMethod::make_queue:
      return add(std::make_unique<ManagedQueue>());
    case ManagerMethod::list_get:
    case ManagerMethod::list_set:
    case ManagerMethod::list_append:
    case ManagerMethod::list_length:
      if (auto* list = find<ManagedList>(request.object)) return list->answer(request);
      return {};
    case ManagerMethod::value_get:
    case ManagerMethod::value_set:
    case ManagerMethod::value_add:
      if (auto* value = find<ManagedValue>(request.object)) return value->answer(request);
      return {};
    case ManagerMethod::queue_put:
      if (auto* queue = find<ManagedQueue>(request.object)) return queue->put(request.value);
      return {};
    case ManagerMethod::queue_get:
      if (auto* queue = find<ManagedQueue>(request.object)) {
        if (const auto item = queue->get(socket)) return done(*item);
      }
      return {};
  }
  return {};
}

void ManagedObjects::take_back(const ManagerRequest& request, const ManagerReply& reply) {
  if (request.method != ManagerMethod::queue_get) return;
  if (auto* queue = find<ManagedQueue>(request.object)) queue->put_back(reply.value);
}

}  // namespace parallax
