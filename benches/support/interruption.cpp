// SPDX-License-Identifier: MIT
#include "benches/support/interruption.hpp"

#include <sys/signalfd.h>

namespace parallax {

Interruption::Interruption() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    // One that the caller ignores (nohup, a shell's background job) stays ignored.
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler != SIG_IGN) sigaddset(&signals, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals, &original_);
  descriptor_ = Descriptor(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd");
}

Interruption::~Interruption() {
  signal();  // a signal that has arrived is answered by us, not by the default action
  pthread_sigmask(SIG_SETMASK, &original_, nullptr);
}

int Interruption::signal() {
  signalfd_siginfo info{};
  while (read(descriptor_.get(), &info, sizeof info) == sizeof info) {
    if (seen_ == 0) seen_ = static_cast<int>(info.ssi_signo);
  }
  return seen_;
}

void Interruption::interrupt(int with) {
  if (signal() == 0) seen_ = with;
}

}  // namespace parallax
