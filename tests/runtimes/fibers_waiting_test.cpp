// SPDX-License-Identifier: MIT
//
// Whatever waits steps aside: sleeping, pipes, sockets, files.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "runtimes/registry.hpp"
#include "runtimes/worker.hpp"
#include "support/descriptor.hpp"
#include "tests/runtimes/fibers_fixture.hpp"
#include "tests/runtimes/interruptions.hpp"
#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

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

}  // namespace
}  // namespace parallax::testing
