// SPDX-License-Identifier: MIT
#include "benches/probes/life/alarm.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <mutex>
#include <new>
#include <string>

#include "benches/probes/primitives/condition.hpp"
#include "benches/probes/primitives/shared.hpp"
#include "runtimes/not_supported.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/descriptor.hpp"
#include "support/futex.hpp"
#include "support/pipe.hpp"
#include "support/retry.hpp"

namespace parallax {
namespace {

constexpr std::string_view process_suffix = "-processes";

class FutexAlarm final : public Alarm {
 public:
  explicit FutexAlarm(bool processes)
      : memory_(Mapping::shared(sizeof(FutexWord))),
        wakes_(*new (memory_.bytes().data()) FutexWord(0)),
        flavour_(processes ? 0 : FUTEX_PRIVATE_FLAG) {}

  void wait() override {
    while (wakes_ == seen_) syscall(SYS_futex, &wakes_, FUTEX_WAIT | flavour_, seen_, nullptr, nullptr, 0);
    ++seen_;
  }
  void wake() override {
    ++wakes_;
    syscall(SYS_futex, &wakes_, FUTEX_WAKE | flavour_, 1, nullptr, nullptr, 0);
  }

 private:
  Mapping memory_;
  FutexWord& wakes_;
  int flavour_;
  std::uint32_t seen_ = 0;  // the sleeper's own, also where it is a process
};

class PipeAlarm final : public Alarm {
 public:
  void wait() override {
    char byte = 0;
    const auto one = retry_on_interrupt([&] { return read(pipe_.read.get(), &byte, 1); });
    if (one != 1) throw_system_error("read");
  }
  void wake() override {
    const char byte = 0;
    if (write(pipe_.write.get(), &byte, 1) != 1) throw_system_error("write");
  }

 private:
  Pipe pipe_;
};

class EventAlarm final : public Alarm {
 public:
  EventAlarm() : event_(eventfd(0, EFD_CLOEXEC | EFD_SEMAPHORE), "eventfd") {}

  void wait() override {
    eventfd_t count = 0;
    check(retry_on_interrupt([&] { return eventfd_read(event_.get(), &count); }), "eventfd_read");
  }
  void wake() override { check(eventfd_write(event_.get(), 1), "eventfd_write"); }

 private:
  Descriptor event_;
};

class ConditionAlarm final : public Alarm {
 public:
  explicit ConditionAlarm(bool processes) : shared_(processes ? Sharing::processes : Sharing::threads) {}

  void wait() override {
    const std::lock_guard lock(shared_->mutex);
    while (shared_->wakes == 0) shared_->condition.wait(shared_->mutex);
    --shared_->wakes;
  }
  // Whoever was killed with the mutex has left a number behind, which is right at any moment.
  void wake() override {
    {
      const std::lock_guard lock(shared_->mutex);
      ++shared_->wakes;
    }
    shared_->condition.notify_one();
  }

 private:
  struct Bell {
    explicit Bell(Sharing sharing)
        : mutex(sharing, sharing == Sharing::processes ? Robust::yes : Robust::no), condition(sharing) {}
    Mutex mutex;
    Condition condition;
    unsigned wakes = 0;
  };

  Shared<Bell> shared_;
};

}  // namespace

std::vector<Mechanism> alarm_mechanisms() {
  return {{"futex-threads", "a thread asleep on a futex of its process"},
          {"condition-threads", "a thread asleep on a pthread condition variable"},
          {"pipe-threads", "a thread asleep in read() of a pipe"},
          {"eventfd-threads", "a thread asleep in read() of an eventfd"},
          {"futex-processes", "a process asleep on a futex in shared memory"},
          {"condition-processes", "a process asleep on a shared pthread condition variable, robust mutex"},
          {"pipe-processes", "a process asleep in read() of a pipe"},
          {"eventfd-processes", "a process asleep in read() of an eventfd"}};
}

bool sleeper_is_process(std::string_view mechanism) {
  return mechanism.size() > process_suffix.size() &&
         mechanism.substr(mechanism.size() - process_suffix.size()) == process_suffix;
}

std::unique_ptr<Alarm> make_alarm(std::string_view mechanism) {
  const bool processes = sleeper_is_process(mechanism);
  const std::string_view kind = mechanism.substr(0, mechanism.find('-'));
  if (kind == "futex") return std::make_unique<FutexAlarm>(processes);
  if (kind == "condition") return std::make_unique<ConditionAlarm>(processes);
  if (kind == "pipe") return std::make_unique<PipeAlarm>();
  if (kind == "eventfd") return std::make_unique<EventAlarm>();
  throw NotSupported(fmt::format("there is no alarm called {}", mechanism));
}

}  // namespace parallax
