// SPDX-License-Identifier: MIT
#include "benches/probes/life/clone_starter.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "benches/probes/life/reaped.hpp"

namespace parallax {
namespace {

constexpr std::size_t stack_bytes = 65'536;

}  // namespace

CloneStarter::CloneStarter(const HelloPipes& pipes)
    : pipes_(pipes), stack_(Mapping::shared(stack_bytes)), parent_(getpid()) {}

int CloneStarter::live(void* self) {
  const auto& starter = *static_cast<const CloneStarter*>(self);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != starter.parent_) return 0;
  return say_hello(starter.pipes_.hello(), starter.pipes_.leave(), starter.request_);
}

void CloneStarter::start(const HelloRequest& request) {
  request_ = request;
  const pid_t process = clone(live, stack_.bytes().data() + stack_bytes, CLONE_VM | SIGCHLD, this);
  check(process, "clone");
  child_.take(process);
}

Usage CloneStarter::usage() { return usage_of_reaped(); }

}  // namespace parallax
