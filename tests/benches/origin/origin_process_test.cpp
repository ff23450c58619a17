// SPDX-License-Identifier: MIT
//
// How the origin begins and ends, and that nothing of it is left behind, whoever dies first.
#include "benches/origin/origin_process.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "benches/harness/conductor/host_process.hpp"
#include "benches/harness/protocol.hpp"
#include "benches/support/plain_socket.hpp"
#include "support/socket_pair.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/client.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using testing::Client;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::vector<std::string> origin_command{BENCH_PROGRAM, origin_argument};

void wait_for_end(int descriptor) {
  pollfd end{.fd = descriptor, .events = POLLIN, .revents = 0};
  poll(&end, 1, -1);
}

class OriginsLife : public ::testing::Test {
 protected:
  std::string failure_of(const std::vector<std::string>& command,
                         std::chrono::milliseconds patience = std::chrono::seconds(60)) {
    try {
      OriginProcess origin(command, interruption_, patience);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "none";
  }

  Interruption interruption_;
};

// An origin whose parent's socket is in the test's hand, with clients that it has to let go of.
class BareOrigin {
 public:
  explicit BareOrigin(const sigset_t& mask, const std::vector<std::string>& command = origin_command) {
    SocketPair ends(SOCK_SEQPACKET);
    parent = std::move(ends.first);
    process = spawn(command, {ends.second.get()}, mask);
    receive_plain(parent.get(), ports);
    idle = std::make_unique<Client>(ports.http);
    waiting = std::make_unique<Client>(ports.http);
    waiting->get("/?latency_us=60000000");
    reading = std::make_unique<Client>(ports.http);
    reading->get("/?bytes=60000000");
    reading->receive(1000);
    echo = std::make_unique<Client>(ports.echo);
    echo->send("hello");
    echo->receive(5);
  }
  std::string end() {
    ExitStatus status;
    waitpid(process.pid, &status.raw, 0);
    return status.text();
  }

  Descriptor parent;
  Spawned process;
  OriginPorts ports;
  std::unique_ptr<Client> idle, waiting, reading, echo;
};

TEST_F(OriginsLife, EndsWhenItsParentClosesTheSocket) {
  BareOrigin origin(interruption_.original_mask());
  origin.parent.reset();
  EXPECT_EQ(origin.end(), "exited with status 0");
  EXPECT_TRUE(origin.waiting->ended());
}

TEST_F(OriginsLife, EndsWithAllItsThreads) {
  const std::vector<std::string> command{BENCH_PROGRAM, origin_argument, loopback_address, "3"};
  BareOrigin origin(interruption_.original_mask(), command);
  origin.parent.reset();
  EXPECT_EQ(origin.end(), "exited with status 0");
  EXPECT_TRUE(origin.waiting->ended());
}

TEST_F(OriginsLife, EndsBySigterm) {
  BareOrigin origin(interruption_.original_mask());
  kill(origin.process.pid, SIGTERM);
  EXPECT_EQ(origin.end(), "exited with status 0");
}

// The parent is a child of ours; what it leaves behind becomes ours too.
TEST_F(OriginsLife, EndsWhenItsParentIsKilled) {
  HostProcess::adopt_orphans();
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const Descriptor reading(ends[0]), writing(ends[1]);
  Child parent([&] {
    Interruption interruption;
    const OriginProcess origin(origin_command, interruption);
    const pid_t pid = origin.pid();
    if (write(writing.get(), &pid, sizeof pid) == sizeof pid) pause();
  });
  pid_t pid = -1;
  ASSERT_EQ(read(reading.get(), &pid, sizeof pid), static_cast<ssize_t>(sizeof pid));
  ASSERT_EQ(kill(pid, 0), 0);
  parent.kill();
  parent.reap();
  EXPECT_EQ(waitpid(pid, nullptr, 0), pid);
}

TEST_F(OriginsLife, TellsHowTheOriginEnded) {
  OriginProcess origin(origin_command, interruption_);
  EXPECT_EQ(getpgid(origin.pid()), origin.pid());
  EXPECT_FALSE(origin.ended());
  kill(origin.pid(), SIGKILL);
  wait_for_end(origin.descriptor());
  EXPECT_EQ(origin.ended(), "was killed by signal 9 (Killed)");
  EXPECT_EQ(origin.ended(), "was killed by signal 9 (Killed)");
}

// Its connections close before it can be waited for: with many of them, a good while before.
TEST_F(OriginsLife, HasEndedForWhoeverSeesAConnectionClosed) {
  for (int time = 0; time < 4; ++time) {
    const OriginProcess origin(origin_command, interruption_);
    std::vector<std::unique_ptr<Client>> clients;
    for (int client = 0; client < 100; ++client)
      clients.push_back(std::make_unique<Client>(origin.ports().http));
    EXPECT_EQ(clients.back()->reply_to("/").status, 200);
    kill(origin.pid(), SIGKILL);
    EXPECT_TRUE(clients[time % 2 == 0 ? 0 : clients.size() - 1]->ended());
    EXPECT_EQ(origin.ended(), "was killed by signal 9 (Killed)") << time;
  }
}

TEST_F(OriginsLife, SaysWhyThereIsNoOrigin) {
  EXPECT_THAT(failure_of({"/nonexistent/program"}), HasSubstr("posix_spawn: No such file"));
  EXPECT_EQ(failure_of({"/bin/sh", "-c", "exit 3"}), "the origin exited with status 3 before it listened");
  EXPECT_EQ(failure_of({"/bin/sh", "-c", "exec 3>&-; exit 4"}),
            "the origin exited with status 4 before it listened");
  EXPECT_EQ(failure_of({"/bin/sh", "-c", "exec sleep 1000"}, std::chrono::milliseconds(20)),
            "the origin said nothing within 0.02 s");
  raise(SIGINT);
  EXPECT_EQ(failure_of({"/bin/sh", "-c", "exec sleep 1000"}), "interrupted while the origin started");
}

TEST_F(OriginsLife, NeedsAParent) {
  const auto result = testing::run(origin_command);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, StartsWith("parallax origin: "));
}

// Not even those of whoever started us, which are not closed by exec.
TEST_F(OriginsLife, HasNoDescriptorOfOthers) {
  const Descriptor stray(open("/dev/zero", O_RDONLY), "open");
  const OriginProcess origin(origin_command, interruption_);
  int own = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc/" + std::to_string(origin.pid()) + "/fd")) {
    EXPECT_NE(std::filesystem::read_symlink(entry), "/dev/zero");
    ++own;
  }
  EXPECT_GE(own, 4);
}

TEST_F(OriginsLife, LeavesNothingBehind) {
  const auto before = testing::leftovers();
  {
    const OriginProcess served(origin_command, interruption_);
    EXPECT_EQ(Client(served.ports().http).reply_to("/").status, 200);
    const OriginProcess killed(origin_command, interruption_), stopped(origin_command, interruption_);
    kill(killed.pid(), SIGKILL);
    kill(stopped.pid(), SIGSTOP);  // cannot end by itself
  }
  failure_of({"/bin/sh", "-c", "exit 3"});
  failure_of({"/bin/sh", "-c", "exec sleep 1000"}, std::chrono::milliseconds(1));
  EXPECT_PRED2(testing::not_more, testing::settled_leftovers(before), before);
}

// A host's end reaps the host's own group, never the origin, whatever else happens at that moment.
TEST_F(OriginsLife, IsNotReapedWithAHost) {
  OriginProcess origin(origin_command, interruption_);
  kill(origin.pid(), SIGKILL);
  wait_for_end(origin.descriptor());
  const Descriptor file(open("/dev/null", O_RDONLY | O_CLOEXEC), "open");
  { const HostProcess host({{"/bin/sh", "-c", "exit 0"}}, "any", file.get(), interruption_); }
  EXPECT_EQ(origin.ended(), "was killed by signal 9 (Killed)");
}

}  // namespace
}  // namespace parallax
