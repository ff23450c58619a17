// SPDX-License-Identifier: MIT
#include "runtimes/worker.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "support/descriptor.hpp"
#include "tests/runtimes/interruptions.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using namespace std::chrono_literals;
using testing::Interruptions;

struct Pipe {
  explicit Pipe(int flags = 0) {
    int both[2];
    check(pipe2(both, flags | O_CLOEXEC), "pipe2");
    out = Descriptor(both[0]);
    in = Descriptor(both[1]);
  }

  Descriptor out, in;  // what goes in comes out
};

// Notices what would have made another wait.
class ObservedWorker : public Worker {
 public:
  ObservedWorker() : Worker(3) {}
  int blocks = 0;

 private:
  void block(void (*call)(void*), void* context) override {
    ++blocks;
    call(context);
  }
};

class WorkerTest : public ::testing::Test {
 protected:
  std::string read(const Pipe& pipe, std::size_t most) {
    std::string text(most, '?');
    text.resize(worker_.read(pipe.out.get(), std::as_writable_bytes(std::span(text))));
    return text;
  }
  std::size_t write(const Pipe& pipe, std::string_view text) {
    return worker_.write(pipe.in.get(), std::as_bytes(std::span(text)));
  }
  // Which call failed with which error.
  template <class Verb>
  std::pair<std::string, int> failure_of(Verb verb) {
    try {
      verb();
    } catch (const std::system_error& error) {
      const std::string text = error.what();
      return {text.substr(0, text.find(':')), error.code().value()};
    }
    return {"nothing failed", 0};
  }

  ObservedWorker worker_;
  std::array<std::byte, 4> bytes_{};
};

TEST_F(WorkerTest, KnowsItsNumber) { EXPECT_EQ(worker_.index(), 3); }

TEST_F(WorkerTest, SleepsAtLeastAsLongAsItShall) {
  for (const auto duration : {0ns, 1ns, 999'999'999ns / 100, 20'000'000ns}) {
    const auto before = std::chrono::steady_clock::now();
    worker_.sleep_for(duration);
    EXPECT_GE(std::chrono::steady_clock::now() - before, duration);
  }
  worker_.sleep_for(-1h);
}

TEST_F(WorkerTest, SleepsOnWhenASignalInterrupts) {
  Interruptions interruptions;
  while (interruptions.count() < 3) {
    const auto before = std::chrono::steady_clock::now();
    worker_.sleep_for(20ms);
    EXPECT_GE(std::chrono::steady_clock::now() - before, 20ms);
  }
}

TEST_F(WorkerTest, ReadsWhatIsThereAndThenTheEnd) {
  Pipe pipe;
  EXPECT_EQ(write(pipe, "abcdefg"), 7u);
  EXPECT_EQ(read(pipe, 5), "abcde");
  EXPECT_EQ(read(pipe, 5), "fg");
  pipe.in.reset();
  EXPECT_EQ(read(pipe, 5), "");
}

TEST_F(WorkerTest, ReadsOnWhenASignalInterrupts) {
  Pipe pipe;
  Interruptions interruptions(
      [](void* to) {
        [[maybe_unused]] const auto written = ::write(static_cast<Pipe*>(to)->in.get(), "late", 4);
      },
      &pipe);
  EXPECT_EQ(read(pipe, 10), "late");
  EXPECT_GE(interruptions.count(), 3);
  EXPECT_EQ(worker_.blocks, 1);
}

TEST_F(WorkerTest, ReadsAFileAtAnyPlaceAndLeavesItsPositionAlone) {
  const testing::Folder folder;
  const Descriptor file(open((folder / "file").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600), "open");
  ASSERT_EQ(::write(file.get(), "0123456789", 10), 10);
  ASSERT_EQ(lseek(file.get(), 2, SEEK_SET), 2);
  const auto read_at = [&](std::size_t offset) {
    std::string text(4, '?');
    text.resize(worker_.read_at(file.get(), std::as_writable_bytes(std::span(text)), offset));
    return text;
  };
  EXPECT_EQ(read_at(3), "3456");
  EXPECT_EQ(read_at(0), "0123");
  EXPECT_EQ(read_at(8), "89");
  EXPECT_EQ(read_at(10), "");
  EXPECT_EQ(read_at(1000), "");
  EXPECT_EQ(lseek(file.get(), 0, SEEK_CUR), 2);
}

TEST_F(WorkerTest, WritesAsMuchAsThereIsRoomFor) {
  Pipe pipe(O_NONBLOCK);
  const std::string text(10 << 20, 'x');
  const std::size_t written = write(pipe, text);
  EXPECT_GT(written, 0u);
  EXPECT_LT(written, text.size());
  EXPECT_EQ(failure_of([&] { write(pipe, text); }), std::pair(std::string("write"), EAGAIN));
  EXPECT_EQ(read(pipe, text.size()), text.substr(0, written));
}

TEST_F(WorkerTest, NamesTheCallThatFailed) {
  Pipe pipe;
  using Failure = std::pair<std::string, int>;
  EXPECT_EQ(failure_of([&] { worker_.read(-1, bytes_); }), Failure("read", EBADF));
  EXPECT_EQ(failure_of([&] { worker_.read_at(pipe.out.get(), bytes_, 0); }), Failure("pread", ESPIPE));
  EXPECT_EQ(failure_of([&] { worker_.write(-1, bytes_); }), Failure("write", EBADF));
  EXPECT_EQ(failure_of([&] { worker_.connect(-1, {}, 0); }), Failure("connect", EBADF));
}

TEST_F(WorkerTest, PassesEveryVerbThroughOneHookOnce) {
  Pipe pipe;
  const testing::Folder folder;
  const Descriptor file(open((folder / "file").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600), "open");
  const std::vector<std::function<void()>> verbs{[&] { worker_.sleep_for(1ns); },
                                                 [&] { write(pipe, "abc"); },
                                                 [&] { read(pipe, 3); },
                                                 [&] { worker_.read_at(file.get(), bytes_, 0); },
                                                 [&] { failure_of([&] { worker_.connect(-1, {}, 0); }); },
                                                 [&] { worker_.blocking([] {}); },
                                                 [&] { worker_.blocking([] { return 1; }); },
                                                 [&] { failure_of([&] { worker_.read(-1, bytes_); }); }};
  for (std::size_t i = 0; i < verbs.size(); ++i) {
    verbs[i]();
    EXPECT_EQ(worker_.blocks, static_cast<int>(i + 1)) << "verb " << i;
  }
}

TEST_F(WorkerTest, ReturnsWhatABlockingCallReturns) {
  EXPECT_EQ(worker_.blocking([] { return 42; }), 42);
  EXPECT_EQ(worker_.blocking([] { return std::string("text"); }), "text");
  EXPECT_EQ(*worker_.blocking([] { return std::make_unique<int>(7); }), 7);
  int calls = 0;
  auto count = [&] { return ++calls; };
  EXPECT_EQ(worker_.blocking(count), 1);
  worker_.blocking([&] { ++calls; });
  EXPECT_EQ(calls, 2);
}

TEST_F(WorkerTest, ThrowsWhatABlockingCallThrows) {
  EXPECT_THROW(worker_.blocking([] { throw std::out_of_range("far"); }), std::out_of_range);
  EXPECT_THROW(worker_.blocking([]() -> int { throw 7; }), int);
  EXPECT_EQ(worker_.blocks, 2);
}

}  // namespace
}  // namespace parallax
