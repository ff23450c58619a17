// SPDX-License-Identifier: MIT
//
// What fails, and what throws, is its own chunk's affair.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "runtimes/registry.hpp"
#include "runtimes/worker.hpp"
#include "support/descriptor.hpp"
#include "tests/runtimes/fibers_fixture.hpp"

namespace parallax::testing {
namespace {

using namespace std::chrono_literals;
using Failure = std::pair<std::string, int>;

TEST_P(Fibers, NameTheCallThatFailed) {
  map_all(2, [&](std::size_t, Worker& worker) {
    Ends pipe = make_pipe();
    std::array<std::byte, 4> bytes{};
    EXPECT_EQ(failure_of([&] { worker.read(-1, bytes); }), Failure("read", EBADF));
    EXPECT_EQ(failure_of([&] { worker.write(-1, bytes); }), Failure("write", EBADF));
    EXPECT_EQ(failure_of([&] { worker.read_at(-1, bytes, 0); }), Failure("pread", EBADF));
    EXPECT_EQ(failure_of([&] { worker.write_at(-1, bytes, 0); }), Failure("pwrite", EBADF));
    EXPECT_EQ(failure_of([&] { worker.sync(pipe.in.get()); }), Failure("fdatasync", EINVAL));
    EXPECT_EQ(failure_of([&] { worker.connect(-1, {}, 0); }), Failure("connect", EBADF));
    EXPECT_EQ(failure_of([&] { worker.connect(pipe.in.get(), {}, 0); }), Failure("connect", ENOTSOCK));
    pipe.out.reset();
    EXPECT_EQ(failure_of([&] { worker.write(pipe.in.get(), bytes); }), Failure("write", EPIPE));
  });
}

TEST_P(Fibers, LearnThatTheReaderIsGoneWhileTheyWait) {
  Ends pipe = make_pipe();
  map_all(2, [&](std::size_t i, Worker& worker) {
    if (i == 0) {
      EXPECT_EQ(failure_of([&] { write_all(worker, pipe.in, 1 << 20, {}); }), Failure("write", EPIPE));
    } else {
      worker.sleep_for(2ms);
      pipe.out.reset();
    }
  });
}

TEST_P(Fibers, FinishTheirChunksWhenOneThrows) {
  const auto runtime = start(8);
  for (int round = 0; round < 3; ++round) {
    std::atomic<int> begun = 0, finished = 0, thrown = 0;
    const auto item = [&](std::size_t i, Worker& worker) {
      ++begun;
      worker.sleep_for(i == 3 ? 1ms : 5ms);
      if (i == 3) {
        ++thrown;
        throw std::out_of_range("item refuses");
      }
      ++finished;
    };
    EXPECT_THROW(map(*runtime, 1000, item), std::out_of_range);
    EXPECT_EQ(begun, finished + thrown);
    EXPECT_EQ(thrown, 1);
    EXPECT_LT(begun, 1000);
  }
}

TEST_P(Fibers, KeepTheirExceptionsApart) {
  map_all(20, [](std::size_t i, Worker& worker) {
    const std::string mine = "of item " + std::to_string(i);
    try {
      try {
        throw std::runtime_error(mine);
      } catch (const std::runtime_error& error) {
        worker.sleep_for(std::chrono::microseconds(100 * ((i * 7) % 20)));  // they go on in another order
        try {
          throw std::logic_error("inner " + mine);
        } catch (const std::logic_error& inner) {
          worker.sleep_for(std::chrono::microseconds(100 * ((i * 3) % 20)));
          EXPECT_EQ(inner.what(), "inner " + mine);
        }
        EXPECT_EQ(error.what(), mine);
        EXPECT_EQ(std::uncaught_exceptions(), 0);
        throw;
      }
    } catch (const std::exception& error) {
      EXPECT_EQ(error.what(), mine);
    }
    EXPECT_EQ(std::current_exception(), nullptr);
  });
  EXPECT_EQ(std::current_exception(), nullptr);
}

TEST_P(Fibers, WaitWhileAnExceptionPasses) {
  struct Waits {
    Worker& worker;
    std::chrono::microseconds time;
    ~Waits() {
      worker.sleep_for(time);
      EXPECT_EQ(std::uncaught_exceptions(), 1);
    }
  };
  map_all(20, [](std::size_t i, Worker& worker) {
    try {
      const Waits waits{worker, std::chrono::microseconds(100 * ((i * 7) % 20))};
      throw i;
    } catch (std::size_t caught) {
      EXPECT_EQ(caught, i);
    }
    EXPECT_EQ(std::uncaught_exceptions(), 0);
  });
}

}  // namespace
}  // namespace parallax::testing
