// SPDX-License-Identifier: MIT
//
// What `fibers` promises beyond the contract of all runtimes: that whatever waits steps aside, on both of its
// reactors and on one or two threads.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "runtimes/registry.hpp"
#include "runtimes/worker.hpp"
#include "support/descriptor.hpp"
#include "tests/runtimes/interruptions.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax {
namespace {

using namespace std::chrono_literals;
using testing::leftovers;
using testing::settled_leftovers;
using Clock = std::chrono::steady_clock;

// ThreadSanitizer knows about 8,000 threads or fibers, and needs much memory for each.
constexpr int crowd = testing::thread_sanitizer ? 500 : 10'000;

struct Ends {
  Descriptor out, in;  // what goes in comes out
};

Ends make_pipe(int flags = 0) {
  int both[2];
  check(pipe2(both, flags | O_CLOEXEC), "pipe2");
  return {Descriptor(both[0]), Descriptor(both[1])};
}

Ends make_socketpair(int flags = 0) {
  int both[2];
  check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0, both), "socketpair");
  return {Descriptor(both[0]), Descriptor(both[1])};
}

struct Subject {
  const char* reactor;
  int threads;
};

void PrintTo(const Subject& subject, std::ostream* to) {
  *to << subject.reactor << " on " << subject.threads << " threads";
}

class Fibers : public ::testing::TestWithParam<Subject> {
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

using Failure = std::pair<std::string, int>;

TEST_P(Fibers, SayWhichReactorTheyHave) {
  const std::string note = start(2)->note();
  if (GetParam().reactor == std::string("epoll")) {
    EXPECT_EQ(note, "epoll, as PARALLAX_FIBERS_REACTOR says");
  } else {
    EXPECT_THAT(note, ::testing::AnyOf("io_uring", ::testing::StartsWith("epoll, because ")));
  }
}

TEST_P(Fibers, SleepInCrowds) {
  std::vector<Clock::duration> slept(crowd);
  const auto runtime = start(crowd);
  const auto begin = Clock::now();
  map(*runtime, crowd, [&](std::size_t i, Worker& worker) {
    const auto before = Clock::now();
    worker.sleep_for(50ms);
    slept[i] = Clock::now() - before;
  });
  EXPECT_LT(Clock::now() - begin, crowd * 50ms / 4);  // one after the other it would be four times that
  for (const auto duration : slept) EXPECT_GE(duration, 50ms);
}

TEST_P(Fibers, SleepAtLeastAsLongAsTheyShall) {
  map_all(4, [](std::size_t i, Worker& worker) {
    const std::array durations{0ns, 1ns, 999'999ns, 20'000'000ns};
    for (int round = 0; round < 5; ++round) {
      const auto before = Clock::now();
      worker.sleep_for(durations[i]);
      EXPECT_GE(Clock::now() - before, durations[i]);
    }
    worker.sleep_for(-1h);
  });
}

TEST_P(Fibers, GoOnWhenSignalsInterrupt) {
  const Ends pipe = make_pipe();
  const testing::Interruptions interruptions;
  map_all(3, [&](std::size_t i, Worker& worker) {
    if (i == 0) read_all(worker, pipe.out, 2, std::byte{1});
    if (i == 1) {
      const auto before = Clock::now();
      worker.sleep_for(30ms);
      EXPECT_GE(Clock::now() - before, 30ms);
      write_all(worker, pipe.in, 1, std::byte{1});
    }
    if (i == 2) {
      while (interruptions.count() < 5) worker.sleep_for(1ms);
      write_all(worker, pipe.in, 1, std::byte{1});
    }
  });
}

TEST_P(Fibers, PlayPingPong) {
  constexpr std::size_t pairs = 32;
  for (const int flags : {0, O_NONBLOCK}) {
    std::vector<Ends> there, back;
    for (std::size_t i = 0; i < pairs; ++i) {
      there.push_back(i % 2 == 0 ? make_pipe(flags) : make_socketpair(flags == 0 ? 0 : SOCK_NONBLOCK));
      back.push_back(i % 2 == 0 ? make_pipe(flags) : make_socketpair(flags == 0 ? 0 : SOCK_NONBLOCK));
    }
    map_all(2 * pairs, [&](std::size_t i, Worker& worker) {
      const std::size_t pair = i / 2;
      for (int round = 0; round < 20; ++round) {
        const auto ball = static_cast<std::byte>(round);
        if (i % 2 == 0) write_all(worker, there[pair].in, 10, ball);
        read_all(worker, i % 2 == 0 ? back[pair].out : there[pair].out, 10, ball);
        if (i % 2 == 1) write_all(worker, back[pair].in, 10, ball);
      }
    });
  }
}

TEST_P(Fibers, WaitForRoomInAPipe) {
  for (const int flags : {0, O_NONBLOCK}) {
    const Ends pipe = make_pipe(flags);
    constexpr std::size_t much = 1 << 20;
    map_all(2, [&](std::size_t i, Worker& worker) {
      if (i == 0) write_all(worker, pipe.in, much, std::byte{7});
      if (i == 1) read_all(worker, pipe.out, much, std::byte{7});
    });
  }
}

TEST_P(Fibers, ReadAndWriteTheSameDescriptorAtATime) {
  const Ends sockets = make_socketpair();
  constexpr std::size_t much = 1 << 20;
  map_all(4, [&](std::size_t i, Worker& worker) {
    if (i == 0) read_all(worker, sockets.in, much, std::byte{1});
    if (i == 1) write_all(worker, sockets.in, much, std::byte{2});
    if (i == 2) write_all(worker, sockets.out, much, std::byte{1});
    if (i == 3) read_all(worker, sockets.out, much, std::byte{2});
  });
}

TEST_P(Fibers, ReadInTheOrderInWhichTheyCame) {
  // Not asked for by any kernel, but nobody may be forgotten.
  const Ends pipe = make_pipe();
  std::atomic<int> got = 0;
  map_all(9, [&](std::size_t i, Worker& worker) {
    std::array<std::byte, 1> one{};
    if (i < 8) {
      got += static_cast<int>(worker.read(pipe.out.get(), one));
    } else {
      for (int count = 0; count < 8; ++count) worker.write(pipe.in.get(), one);
    }
  });
  EXPECT_EQ(got, 8);
}

TEST_P(Fibers, SeeTheEndOfAStream) {
  Ends pipe = make_pipe();
  map_all(2, [&](std::size_t i, Worker& worker) {
    std::array<std::byte, 4> bytes{};
    if (i == 0) {
      EXPECT_EQ(worker.read(pipe.out.get(), bytes), 0u);
    } else {
      worker.sleep_for(2ms);
      pipe.in.reset();
    }
  });
}

TEST_P(Fibers, ConnectToWhoeverListens) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  const auto general = reinterpret_cast<sockaddr*>(&address);
  const Descriptor listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  ASSERT_EQ(bind(listener.get(), general, length), 0);
  ASSERT_EQ(getsockname(listener.get(), general, &length), 0);
  constexpr std::size_t clients = 20;
  const auto connect_all = [&](const Item& afterwards) {
    map_all(clients, [&](std::size_t i, Worker& worker) {
      const int flags = SOCK_STREAM | SOCK_CLOEXEC | (i % 2 == 0 ? 0 : SOCK_NONBLOCK);
      const Descriptor client(socket(AF_INET, flags, 0), "socket");
      const auto flags_before = fcntl(client.get(), F_GETFL);
      const auto connect = [&] { worker.connect(client.get(), *general, length); };
      if (!afterwards) {
        EXPECT_EQ(failure_of(connect), Failure("connect", ECONNREFUSED));
      } else {
        connect();
        EXPECT_EQ(fcntl(client.get(), F_GETFL), flags_before);
        afterwards(static_cast<std::size_t>(client.get()), worker);
      }
    });
  };
  connect_all({});
  ASSERT_EQ(listen(listener.get(), clients), 0);
  connect_all([&](std::size_t client, Worker& worker) {
    // Whose connection it is does not matter: each client says one byte and some client's end hears one.
    const Descriptor accepted(accept(listener.get(), nullptr, nullptr), "accept");
    std::array<std::byte, 1> one{};
    EXPECT_EQ(worker.write(static_cast<int>(client), one), 1u);
    EXPECT_EQ(worker.read(accepted.get(), one), 1u);
  });
}

TEST_P(Fibers, ReadAndWriteFiles) {
  const testing::Folder folder;
  const Descriptor file(open((folder / "file").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600), "open");
  constexpr std::size_t items = 32, block = 5000;
  map_all(items, [&](std::size_t i, Worker& worker) {
    const std::vector<std::byte> bytes(block, static_cast<std::byte>(i + 1));
    for (std::size_t gone = 0; gone < block;)
      gone += worker.write_at(file.get(), std::span(bytes).subspan(gone), i * block + gone);
    worker.sync(file.get());
    std::vector<std::byte> again(block);
    for (std::size_t got = 0; got < block;)
      got += worker.read_at(file.get(), std::span(again).subspan(got), i * block + got);
    EXPECT_EQ(again, bytes);
  });
  map_all(2, [&](std::size_t i, Worker& worker) {
    if (i == 0) read_all(worker, file, block, std::byte{1});  // from where the file is
    std::array<std::byte, 1> one{};
    if (i == 1) {
      EXPECT_EQ(worker.read_at(file.get(), one, items * block), 0u);
    }
  });
  EXPECT_EQ(lseek(file.get(), 0, SEEK_CUR), static_cast<off_t>(block));
}

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

TEST_P(Fibers, BlockOnAnotherThread) {
  // Nothing but another fiber ends what the first waits for.
  Ends pipe = make_pipe();
  map_all(2 * static_cast<std::size_t>(GetParam().threads), [&](std::size_t i, Worker& worker) {
    char byte = 0;
    if (i == 0) {
      const auto here = std::this_thread::get_id();
      const auto [result, there] = worker.blocking(
          [&] { return std::pair(::read(pipe.out.get(), &byte, 1), std::this_thread::get_id()); });
      EXPECT_EQ(result, 1);
      EXPECT_NE(here, there);
      EXPECT_EQ(here, std::this_thread::get_id());
    } else if (i == 1) {
      worker.sleep_for(1ms);
      worker.write(pipe.in.get(), std::as_bytes(std::span(&byte, 1)));
    }
  });
}

TEST_P(Fibers, BlockInCrowds) {
  std::atomic<int> ran = 0;
  map_all(200, [&](std::size_t i, Worker& worker) {
    for (int round = 0; round < 5; ++round) {
      if (i % 4 == 0) {
        EXPECT_THROW(worker.blocking([&]() -> int { throw std::out_of_range("far"); }), std::out_of_range);
      } else {
        EXPECT_EQ(worker.blocking([&] { return static_cast<std::size_t>(round) + i; }),
                  static_cast<std::size_t>(round) + i);
      }
      ++ran;
    }
  });
  EXPECT_EQ(ran, 1000);
}

TEST_P(Fibers, LetOthersGoOnAtACheckpoint) {
  // One computes until another, which has waited in each of the possible ways, says that it may end.
  const Ends pipe = make_pipe();
  for (int way = 0; way < 4; ++way) {
    std::atomic<bool> done = false;
    map_all(2 * static_cast<std::size_t>(GetParam().threads), [&](std::size_t i, Worker& worker) {
      std::array<std::byte, 1> one{};
      if (i == 0) {
        if (way == 0) worker.sleep_for(1ms);
        if (way == 1) worker.read(pipe.out.get(), one);
        if (way == 2) worker.blocking([] { std::this_thread::sleep_for(1ms); });
        if (way == 3) worker.sleep_for(0ns);
        done = true;
      } else if (i == 1) {
        if (way == 1) {
          ASSERT_EQ(::write(pipe.in.get(), one.data(), 1), 1);
        }
        while (!done) worker.checkpoint();
      }
    });
  }
}

TEST_P(Fibers, BeginFurtherChunksAtACheckpoint) {
  // All but the last compute until the last has begun.
  std::atomic<bool> done = false;
  constexpr std::size_t chunks = 6;
  map_all(chunks, [&](std::size_t i, Worker& worker) {
    if (i + 1 == chunks) done = true;
    while (!done) worker.checkpoint();
  });
  EXPECT_TRUE(done);
}

TEST_P(Fibers, RunWhatNeverWaitsInOne) {
  const auto runtime = start(100, 1);
  std::set<int> workers;
  for (int round = 0; round < 10; ++round)
    map(*runtime, 100, [&](std::size_t, Worker& worker) { workers.insert(worker.index()); });
  EXPECT_EQ(workers.size(), 1u);
}

TEST_P(Fibers, KeepWhatAKernelKeeps) {
  struct Count {
    int value = 0;
  };
  const auto runtime = start(50);
  std::vector<int> counts(50);
  for (int round = 1; round <= 5; ++round) {
    map(*runtime, 50, [&](std::size_t, Worker& worker) {
      counts[static_cast<std::size_t>(worker.index())] = ++worker.kept<Count>().value;
      worker.sleep_for(5ms);
    });
    int sum = 0;
    for (const int count : counts) sum += count;
    EXPECT_EQ(sum, 50 * round);
  }
}

TEST_P(Fibers, WaitForDescriptorsWhoseNumbersAreUsedAgain) {
  for (const bool duplicated : {false, true}) {
    std::vector<Descriptor> duplicates;
    std::set<int> numbers;
    const auto runtime = start(2);
    for (int round = 0; round < 30; ++round) {
      const Ends ends = round % 2 == 0 ? make_pipe() : make_socketpair();
      numbers.insert(ends.out.get());
      map(*runtime, 2, [&](std::size_t i, Worker& worker) {
        if (i == 0) read_all(worker, ends.out, 5, std::byte{3});
        if (i == 1) {
          worker.sleep_for(100us);
          write_all(worker, ends.in, 5, std::byte{3});
        }
      });
      // What epoll knows belongs to the open file, which lives on in these.
      if (duplicated) duplicates.emplace_back(fcntl(ends.out.get(), F_DUPFD_CLOEXEC, 500));
    }
    EXPECT_LT(numbers.size(), 30u);
  }
}

TEST_P(Fibers, NeedNoFurtherThread) {
  const auto before = leftovers();
  const auto runtime = start(64, 1);
  int most = 0;
  map(*runtime, 256, [&](std::size_t, Worker& worker) {
    worker.sleep_for(100us);
    most = std::max(most, leftovers().threads);
  });
  EXPECT_EQ(most, before.threads);
}

TEST_P(Fibers, HaveNoMoreThreadsThanWorkers) {
  const auto before = leftovers();
  EXPECT_EQ((start(1, 8), leftovers().threads), before.threads);
  const auto runtime = start(3, 8);
  EXPECT_EQ(leftovers().threads, before.threads + 2);
  map(*runtime, 20, [](std::size_t, Worker& worker) { worker.sleep_for(1ms); });
}

TEST_P(Fibers, ServeManyJobs) {
  const auto runtime = start(8);
  std::atomic<int> ran = 0;
  for (int round = 0; round < 2000; ++round) {
    map(*runtime, 10, [&](std::size_t i, Worker& worker) {
      if (round % 10 == 0 && i % 3 == 0) worker.sleep_for(10us);
      ++ran;
    });
  }
  EXPECT_EQ(ran, 20'000);
}

TEST_P(Fibers, LeaveNothingBehind) {
  const testing::Folder folder;
  const auto everything = [&] {
    const Descriptor file(open((folder / "file").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600), "open");
    const Ends pipe = make_pipe();
    map_all(20, [&](std::size_t i, Worker& worker) {
      std::array<std::byte, 100> bytes{};
      worker.blocking([] {});
      worker.sleep_for(10us);
      worker.write_at(file.get(), bytes, i * 100);
      worker.sync(file.get());
      if (i % 2 == 0) worker.write(pipe.in.get(), bytes);
      if (i % 2 == 1) worker.read(pipe.out.get(), bytes);
    });
    start(5);  // and one that never had a job
  };
  everything();
  const auto before = leftovers();
  for (int i = 0; i < 5; ++i) everything();
  EXPECT_PRED2(testing::not_more, settled_leftovers(before), before);
}

std::string name_of(const ::testing::TestParamInfo<Subject>& subject) {
  return std::string(subject.param.reactor) + "_" + std::to_string(subject.param.threads);
}

// From now on for this process and its threads: the system call fails as seccomp profiles of containers make it fail.
void forbid(unsigned call) {
  std::array<sock_filter, 4> program{{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                                      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
                                      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
                                      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)}};
  const sock_fprog filter{.len = program.size(), .filter = program.data()};
  check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl(PR_SET_NO_NEW_PRIVS)");
  check(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), "prctl(PR_SET_SECCOMP)");
}

// Setting a ring up may be allowed where using it is not.
TEST(FibersWhereRingsAreForbidden, FallBackToEpoll) {
  for (const unsigned call : {SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register}) {
    const pid_t child = fork();
    if (child == 0) {
      forbid(call);
      Settings settings{.workers = 4};
      std::string note;
      std::atomic<int> items = 0;
      std::atomic<int>* const address = &items;
      try {
        const auto runtime = find_runtime("fibers")->start(settings);
        runtime->map({.kernel = "test",
                      .items = 4,
                      .grain = 1,
                      .params = std::as_bytes(std::span(&address, 1)),
                      .in = {},
                      .out = {},
                      .run = [](const MapJob& job, Range, Worker& worker) {
                        std::atomic<int>* of_job = nullptr;
                        std::memcpy(&of_job, job.params.data(), sizeof of_job);
                        worker.sleep_for(1ms);
                        ++*of_job;
                      }});
        note = runtime->note();
      } catch (const std::exception& error) {
        fprintf(stderr, "%s\n", error.what());
        _exit(1);
      }
      _exit(items == 4 && note.rfind("epoll, because io_uring is not available: ", 0) == 0 ? 0 : 2);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0) << "system call " << call;
  }
}

INSTANTIATE_TEST_SUITE_P(Reactors, Fibers,
                         ::testing::Values(Subject{"io_uring", 1}, Subject{"io_uring", 2},
                                           Subject{"epoll", 1}, Subject{"epoll", 2}),
                         name_of);

}  // namespace
}  // namespace parallax
