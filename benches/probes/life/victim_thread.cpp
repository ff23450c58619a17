// SPDX-License-Identifier: MIT
#include "benches/probes/life/victim_thread.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <new>

#include "benches/probes/life/hello.hpp"
#include "benches/probes/life/process_facts.hpp"

namespace parallax {

ThreadVictim::ThreadVictim()
    : memory_(Mapping::shared(sizeof(Shared))),
      forbidden_(Mapping::shared(1)),
      shared_(*new (memory_.bytes().data()) Shared()) {}

void ThreadVictim::prepare_parent() {
  shared_.order = 0;
  shared_.crashed_at = 0;
}

void ThreadVictim::prepare_child() {
  prctl(PR_SET_DUMPABLE, 0);  // a core file takes time and stays
  ::signal(SIGSEGV, SIG_DFL);
  mprotect(forbidden_.bytes().data(), forbidden_.bytes().size(), PROT_NONE);
  std::array<std::atomic<pid_t>, threads - 1> numbers{};
  for (auto& number : numbers) {
    const bool crashes = &number == &numbers.front();
    threads_.emplace_back([this, crashes, &number] {
      number = gettid();
      if (crashes) wait_and_crash();
      live();
    });
  }
  for (const auto& number : numbers) {
    while (number == 0 || state_of(number) != 'S') std::this_thread::yield();
  }
}

void ThreadVictim::wait_and_crash() {
  while (shared_.order == 0) futex_wait(shared_.order, 0);
  shared_.crashed_at = monotonic_now();
  for (volatile std::byte* const address = forbidden_.bytes().data();;) *address = std::byte{1};
}

void ThreadVictim::kill() {
  shared_.order = 1;
  futex_wake_all(shared_.order);
}

void ThreadVictim::notice(std::chrono::milliseconds patience) {
  poll_or_lose_patience(child().descriptor(), POLLIN, patience);
}

}  // namespace parallax
