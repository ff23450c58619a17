// SPDX-License-Identifier: MIT
#include "runtimes/process/death_watch.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <array>
#include <system_error>
#include <utility>

namespace parallax {
namespace {

constexpr int stop_number = -1;

}  // namespace

DeathWatch::DeathWatch(std::function<void()> on_death)
    : on_death_(std::move(on_death)),
      events_(epoll_create1(EPOLL_CLOEXEC), "epoll_create1"),
      stop_(eventfd(0, EFD_CLOEXEC), "eventfd") {
  add(stop_.get(), stop_number);
  thread_ = std::thread([this] { watch(); });
}

DeathWatch::~DeathWatch() {
  eventfd_write(stop_.get(), 1);
  thread_.join();
}

void DeathWatch::add(int descriptor, int number) {
  epoll_event event{.events = EPOLLIN | EPOLLONESHOT, .data = {.fd = number}};
  check(epoll_ctl(events_.get(), EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
}

std::vector<int> DeathWatch::collect() {
  const std::lock_guard lock(mutex_);
  any_ = false;
  return std::exchange(ended_, {});
}

void DeathWatch::watch() {
  std::array<epoll_event, 16> events{};
  for (;;) {
    const int count = epoll_wait(events_.get(), events.data(), static_cast<int>(events.size()), -1);
    bool stopping = false;
    for (int i = 0; i < count; ++i) {
      const int number = events[static_cast<std::size_t>(i)].data.fd;
      if (number == stop_number) {
        stopping = true;
        continue;
      }
      const std::lock_guard lock(mutex_);
      ended_.push_back(number);
      any_ = true;
    }
    if (stopping) return;
    if (count > 0) on_death_();
  }
}

}  // namespace parallax
