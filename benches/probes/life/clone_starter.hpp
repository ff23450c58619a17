// SPDX-License-Identifier: MIT
//
// A process that runs in its parent's memory (clone with CLONE_VM, without exec): a process of its own by
// number, descriptors and end, but without page tables of its own. What is left of a fork without them.
//
// It has its parent's thread-local storage too, so it may do nothing but a few system calls. ThreadSanitizer
// keeps what it knows of a thread there, so that it is not offered in its builds.
#pragma once

#include "benches/probes/life/raw_child.hpp"
#include "benches/probes/life/starter.hpp"
#include "runtimes/support/mapping.hpp"

namespace parallax {

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define PARALLAX_NO_CLONE_STARTER 1
#endif
#endif
#if defined(__SANITIZE_THREAD__) && !defined(PARALLAX_NO_CLONE_STARTER)
#define PARALLAX_NO_CLONE_STARTER 1
#endif

class CloneStarter final : public Starter {
 public:
  explicit CloneStarter(const HelloPipes& pipes);

  void start(const HelloRequest& request) override;
  pid_t process() const override { return child_.process(); }
  bool ended() override { return child_.ended(); }
  int join() override { return child_.join(); }
  Usage usage() override;
  bool shares_memory() const override { return true; }

 private:
  static int live(void* self);

  const HelloPipes& pipes_;
  Mapping stack_;
  HelloRequest request_;
  pid_t parent_;
  RawChild child_;  // the last: it uses the others
};

}  // namespace parallax
