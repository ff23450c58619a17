// SPDX-License-Identifier: MIT
//
// Signals that interrupt whatever this process waits for, every millisecond for a scope.
#pragma once

#include <signal.h>
#include <sys/time.h>

#include <atomic>
#include <cerrno>

namespace parallax::testing {

class Interruptions {
 public:
  // With the third signal calls deed(context), which must be safe in a signal handler.
  explicit Interruptions(void (*deed)(void*) = nullptr, void* context = nullptr) {
    deed_ = deed;
    context_ = context;
    count_ = 0;
    struct sigaction handler {};  // without SA_RESTART
    handler.sa_handler = interrupted;
    sigaction(SIGALRM, &handler, &before_);
    const itimerval often{.it_interval = {.tv_sec = 0, .tv_usec = 1000},
                          .it_value = {.tv_sec = 0, .tv_usec = 1000}};
    setitimer(ITIMER_REAL, &often, nullptr);
  }
  ~Interruptions() {
    const itimerval none{};
    setitimer(ITIMER_REAL, &none, nullptr);
    // One may be on its way, so the handler before is not the one that ends the process.
    if (before_.sa_handler == SIG_DFL) before_.sa_handler = SIG_IGN;
    sigaction(SIGALRM, &before_, nullptr);
  }
  Interruptions(const Interruptions&) = delete;
  Interruptions& operator=(const Interruptions&) = delete;

  int count() const { return count_; }

 private:
  static void interrupted(int) {
    const int saved_errno = errno;
    if (++count_ == 3 && deed_ != nullptr) deed_(context_);
    errno = saved_errno;
  }

  inline static void (*deed_)(void*) = nullptr;
  inline static void* context_ = nullptr;
  inline static std::atomic<int> count_ = 0;

  struct sigaction before_ {};
};

}  // namespace parallax::testing
