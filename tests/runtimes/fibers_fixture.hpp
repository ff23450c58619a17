// SPDX-License-Identifier: MIT
//
// What tests of `fibers` have in common: each of them runs on both reactors, with one thread and with two.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <ostream>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "runtimes/registry.hpp"
#include "runtimes/worker.hpp"
#include "support/descriptor.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax::testing {

// ThreadSanitizer knows about 8,000 threads or fibers, and needs much memory for each.
inline constexpr int crowd = thread_sanitizer ? 500 : 10'000;

struct Ends {
  Descriptor out, in;  // what goes in comes out
};

inline Ends make_pipe(int flags = 0) {
  int both[2];
  check(pipe2(both, flags | O_CLOEXEC), "pipe2");
  return {Descriptor(both[0]), Descriptor(both[1])};
}

inline Ends make_socketpair(int flags = 0) {
  int both[2];
  check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0, both), "socketpair");
  return {Descriptor(both[0]), Descriptor(both[1])};
}

struct FiberSubject {
  const char* reactor;
  int threads;
};

inline void PrintTo(const FiberSubject& subject, std::ostream* to) {
  *to << subject.reactor << " on " << subject.threads << " threads";
}

class Fibers : public ::testing::TestWithParam<FiberSubject> {
 protected:
  using Item = std::function<void(std::size_t, Worker&)>;

  void SetUp() override {
    signal(SIGPIPE, SIG_IGN);
    setenv("PARALLAX_FIBERS_REACTOR", GetParam().reactor, 1);
  }
  void TearDown() override { unsetenv("PARALLAX_FIBERS_REACTOR"); }

  static std::unique_ptr<AnyRuntime> start(int workers, int threads = GetParam().threads) {
    Settings settings{.workers = workers};
    settings.choose("fiber_threads", threads);
    return find_runtime("fibers")->start(settings);
  }

  static void map(AnyRuntime& runtime, std::size_t items, const Item& item) {
    const Item* const address = &item;
    runtime.map({.kernel = "test",
                 .items = items,
                 .grain = 1,
                 .params = std::as_bytes(std::span(&address, 1)),
                 .in = {},
                 .out = {},
                 .run = [](const MapJob& job, Range range, Worker& worker) {
                   const Item* of_job = nullptr;
                   std::memcpy(&of_job, job.params.data(), sizeof of_job);
                   (*of_job)(range.begin, worker);
                 }});
  }

  // As many workers as items, so that all of them may wait for each other.
  static void map_all(std::size_t items, const Item& item) {
    map(*start(static_cast<int>(items)), items, item);
  }

  static void read_all(Worker& worker, const Descriptor& from, std::size_t size, std::byte expected) {
    std::array<std::byte, 3000> bytes{};
    for (std::size_t got = 0; got < size;) {
      const std::size_t some =
          worker.read(from.get(), std::span(bytes).first(std::min(bytes.size(), size - got)));
      if (some == 0) throw std::runtime_error("the end came too early");
      for (std::size_t i = 0; i < some; ++i) {
        if (bytes[i] != expected) throw std::runtime_error("these are not the bytes that were written");
      }
      got += some;
    }
  }

  static void write_all(Worker& worker, const Descriptor& to, std::size_t size, std::byte value) {
    const std::vector<std::byte> bytes(size, value);
    for (std::size_t gone = 0; gone < size;) gone += worker.write(to.get(), std::span(bytes).subspan(gone));
  }

  // "call: errno" of what a verb throws.
  static std::pair<std::string, int> failure_of(const std::function<void()>& verb) {
    try {
      verb();
    } catch (const std::system_error& error) {
      const std::string text = error.what();
      return {text.substr(0, text.find(':')), error.code().value()};
    }
    return {"nothing failed", 0};
  }
};

}  // namespace parallax::testing
