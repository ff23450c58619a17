// SPDX-License-Identifier: MIT
//
// A manager and its clients: what its objects do, and who notices what when somebody talks nonsense or dies.
#include "benches/probes/shared_state/manager.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "benches/probes/channels/authentication.hpp"
#include "benches/probes/primitives/event.hpp"
#include "benches/probes/primitives/shared.hpp"
#include "benches/probes/shared_state/manager_server.hpp"
#include "benches/probes/shared_state/stream.hpp"
#include "tests/runtimes/asleep.hpp"
#include "tests/runtimes/leftovers.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

using testing::asleep;
using testing::eventually;
using testing::leftovers;
using testing::settled_leftovers;

void sleep_for_ever() {
  for (;;) pause();
}

class Managers : public ::testing::TestWithParam<ManagerTransport> {
 protected:
  Managers() : before_(leftovers()), manager_(std::make_unique<Manager>(GetParam())) {}
  ~Managers() override {
    manager_.reset();
    EXPECT_PRED2(testing::not_more, settled_leftovers(before_), before_);
  }

  // The others are served as ever.
  void expect_alive() {
    ManagerConnection connection = manager_->connect();
    ValueProxy value(connection, connection.make_value(20));
    EXPECT_EQ(value.add(22), 42);
  }

  // Whether the peer closes this connection, whatever it sends before.
  static bool is_closed(int socket) {
    for (char byte = 0;;) {
      const ssize_t got = recv(socket, &byte, 1, 0);
      if (got == 0 || (got < 0 && errno == ECONNRESET)) return true;
      if (got < 0) return false;
    }
  }

  const testing::Leftovers before_;
  std::unique_ptr<Manager> manager_;
};

TEST_P(Managers, OwnLists) {
  ManagerConnection connection = manager_->connect();
  ListProxy list(connection, connection.make_list(3, 7));
  EXPECT_EQ(list.length(), 3u);
  EXPECT_EQ(list.get(2), 7);
  list.set(1, INT64_MIN);
  list.append(INT64_MAX);
  EXPECT_EQ(list.length(), 4u);
  EXPECT_EQ(list.get(0), 7);
  EXPECT_EQ(list.get(1), INT64_MIN);
  EXPECT_EQ(list.get(3), INT64_MAX);
  ListProxy other(connection, connection.make_list(0));
  EXPECT_EQ(other.length(), 0u);
}

TEST_P(Managers, RefuseWhatAListHasNotAndGoOn) {
  ManagerConnection connection = manager_->connect();
  ListProxy list(connection, connection.make_list(3));
  EXPECT_THROW(list.get(3), std::out_of_range);
  EXPECT_THROW(list.set(static_cast<std::size_t>(-1), 1), std::out_of_range);
  EXPECT_THROW(connection.make_list(most_elements + 1), std::length_error);
  EXPECT_EQ(list.length(), 3u);
}

TEST_P(Managers, OwnValues) {
  ManagerConnection connection = manager_->connect();
  ValueProxy value(connection, connection.make_value(5));
  EXPECT_EQ(value.get(), 5);
  value.set(-1);
  EXPECT_EQ(value.add(3), 2);
  EXPECT_EQ(value.get(), 2);
}

TEST_P(Managers, OwnQueuesThatKeepTheOrder) {
  ManagerConnection connection = manager_->connect();
  QueueProxy queue(connection, connection.make_queue());
  for (int i = 0; i < 100; ++i) queue.put(i);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(queue.get(), i);
}

TEST_P(Managers, ShowTheSameObjectToAllProcesses) {
  const std::uint32_t object = manager_->connect().make_value(0);
  std::vector<Child> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back([&] {
      ManagerConnection connection = manager_->connect();
      for (int j = 0; j < 200; ++j) ValueProxy(connection, object).add(1);
    });
  }
  for (Child& client : clients) EXPECT_TRUE(client.reap().clean());
  ManagerConnection connection = manager_->connect();
  EXPECT_EQ(ValueProxy(connection, object).get(), 600);
}

TEST_P(Managers, ServeOthersWhileOneWaitsForAnItem) {
  const std::uint32_t object = manager_->connect().make_queue();
  Child waiter([&] {
    ManagerConnection connection = manager_->connect();
    _exit(QueueProxy(connection, object).get() == 9 ? 0 : 1);
  });
  EXPECT_TRUE(eventually([&] { return asleep(waiter.pid()); }));
  expect_alive();
  ManagerConnection connection = manager_->connect();
  QueueProxy(connection, object).put(9);
  EXPECT_EQ(waiter.reap().text(), "exited with status 0");
}

TEST_P(Managers, GiveEveryItemToOneOfThoseWhoWait) {
  const std::uint32_t object = manager_->connect().make_queue();
  const Shared<std::atomic<std::int64_t>> sum(0);
  std::vector<Child> waiters;
  for (int i = 0; i < 4; ++i) {
    waiters.emplace_back([&] {
      ManagerConnection connection = manager_->connect();
      for (int j = 0; j < 50; ++j) *sum += QueueProxy(connection, object).get();
    });
  }
  ManagerConnection connection = manager_->connect();
  for (int i = 1; i <= 200; ++i) QueueProxy(connection, object).put(i);
  for (Child& waiter : waiters) EXPECT_TRUE(waiter.reap().clean());
  EXPECT_EQ(*sum, 200 * 201 / 2);
}

// The client has sent its request and is asleep, so the manager waits for an item on its behalf, or is about
// to.
TEST_P(Managers, LoseNoItemToAClientThatWasKilledWhileItWaited) {
  const std::uint32_t object = manager_->connect().make_queue();
  Shared<Event> connected;
  Child waiter([&] {
    ManagerConnection connection = manager_->connect();
    connected->set();
    QueueProxy(connection, object).get();
  });
  connected->wait();
  EXPECT_TRUE(eventually([&] { return asleep(waiter.pid()); }));
  waiter.kill();
  waiter.reap();
  ManagerConnection connection = manager_->connect();
  QueueProxy queue(connection, object);
  queue.put(3);
  EXPECT_EQ(queue.get(), 3);
}

TEST_P(Managers, GoOnAfterAClientThatWasKilledInTheMiddleOfARequest) {
  Shared<Event> half_said;
  Child client([&] {
    const ManagerConnection connection = manager_->connect();
    const ManagerRequest request{.method = ManagerMethod::make_value};
    if (send(connection.socket(), &request, sizeof request / 2, 0) == sizeof request / 2) half_said->set();
    sleep_for_ever();
  });
  half_said->wait();
  expect_alive();
  client.kill();
  client.reap();
  expect_alive();
}

TEST_P(Managers, CloseAConnectionOverWhichNonsenseIsTalkedAndNoOther) {
  ManagerConnection good = manager_->connect();
  ValueProxy value(good, good.make_value(1));
  const std::uint32_t list = good.make_list(1), queue = good.make_queue();
  const std::vector<ManagerRequest> nonsense{
      {},
      {.method = static_cast<ManagerMethod>(0xffffffff)},
      {.method = ManagerMethod::value_get, .object = 1000},
      {.method = ManagerMethod::value_get, .object = 0xffffffff},
      {.method = ManagerMethod::value_get, .object = list},
      {.method = ManagerMethod::list_get, .object = queue},
      {.method = ManagerMethod::queue_get, .object = list},
  };
  for (const ManagerRequest& request : nonsense) {
    ManagerConnection bad = manager_->connect();
    EXPECT_THROW(bad.call(request), WorkerDied);
    EXPECT_THROW(bad.call({.method = ManagerMethod::make_value}), WorkerDied);
    EXPECT_EQ(value.get(), 1);
  }
}

TEST_P(Managers, CloseAConnectionWithoutAKeyAndServeOthersMeanwhile) {
  const Descriptor silent = manager_->address().connect();
  const Descriptor talking = manager_->address().connect();
  expect_alive();
  const std::vector<char> garbage(1000, 'x');
  EXPECT_EQ(send(talking.get(), garbage.data(), garbage.size(), MSG_NOSIGNAL), 1000);
  EXPECT_TRUE(is_closed(talking.get()));
  expect_alive();
  const Descriptor wrong = manager_->address().connect();
  const std::array<std::byte, 32> key{};
  EXPECT_THROW(authenticate_as_client(wrong.get(), key), AuthenticationFailed);
  EXPECT_TRUE(is_closed(wrong.get()));
  expect_alive();
}

TEST_P(Managers, TurnAwayMoreClientsThanTheyCanServe) {
  {
    std::vector<Descriptor> silent;
    for (std::size_t i = 0; i < most_connections; ++i) silent.push_back(manager_->address().connect());
    EXPECT_THROW(manager_->connect(), AuthenticationFailed);
  }
  EXPECT_TRUE(eventually([&] {
    try {
      expect_alive();
    } catch (const AuthenticationFailed&) {
      return false;
    }
    return true;
  }));
}

TEST_P(Managers, AreNoticedByEveryClientIfTheyAreKilled) {
  ManagerConnection connection = manager_->connect();
  const std::uint32_t object = connection.make_queue();
  Shared<Event> connected;
  Child waiter([&] {
    ManagerConnection its = manager_->connect();
    connected->set();
    try {
      QueueProxy(its, object).get();
    } catch (const WorkerDied&) {
      _exit(7);
    }
  });
  connected->wait();
  EXPECT_TRUE(eventually([&] { return asleep(waiter.pid()); }));
  EXPECT_EQ(manager_->end(), std::nullopt);
  const pid_t pid = manager_->pid();
  kill(pid, SIGKILL);
  EXPECT_EQ(waiter.reap().text(), "exited with status 7");
  EXPECT_THROW(connection.make_queue(), WorkerDied);
  EXPECT_EQ(manager_->end(std::chrono::minutes(1)),
            fmt::format("the manager (process {}) was killed by signal 9 (Killed)", pid));
  EXPECT_THROW(manager_->usage(), WorkerDied);
  EXPECT_THROW(manager_->connect(), std::system_error);
}

TEST_P(Managers, SleepWhileNobodyAsks) {
  ManagerConnection connection = manager_->connect();
  QueueProxy queue(connection, connection.make_queue());
  EXPECT_TRUE(eventually([&] { return asleep(manager_->pid()); }));
  EXPECT_GT(manager_->usage().pss_bytes, 0u);
}

// The maker is a child of ours; what it leaves behind becomes ours too.
TEST_P(Managers, EndWithTheirMaker) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  const Shared<std::atomic<pid_t>> server(0);
  Child maker([&] {
    const Manager manager(GetParam());
    *server = manager.pid();
    sleep_for_ever();
  });
  ASSERT_TRUE(eventually([&] { return *server != 0; }));
  maker.kill();
  maker.reap();
  EXPECT_EQ(waitpid(*server, nullptr, 0), *server);
  prctl(PR_SET_CHILD_SUBREAPER, 0);
}

INSTANTIATE_TEST_SUITE_P(Over, Managers, ::testing::Values(ManagerTransport::local, ManagerTransport::tcp),
                         [](const auto& value) {
                           return value.param == ManagerTransport::local ? "unix" : "tcp";
                         });

}  // namespace
}  // namespace parallax
