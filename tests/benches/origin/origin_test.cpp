// SPDX-License-Identifier: MIT
//
// The origin's two services, in the real program, as clients see them: the polite ones and the others.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <span>
#include <system_error>
#include <thread>

#include "benches/origin/origin_process.hpp"
#include "benches/origin/page_request.hpp"
#include "benches/support/page.hpp"
#include "tests/benches/origin/is_page.hpp"
#include "tests/runtimes/asleep.hpp"
#include "tests/support/client.hpp"
#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax {
namespace {

using testing::Client;
using testing::eventually;
using ::testing::HasSubstr;
using ::testing::Not;

class Origin : public ::testing::Test {
 protected:
  Client http() { return Client(origin_.ports().http); }
  Client echo() { return Client(origin_.ports().echo); }
  std::size_t descriptors() {
    namespace fs = std::filesystem;
    const fs::directory_iterator open(fmt::format("/proc/{}/fd", origin_.pid()));
    return static_cast<std::size_t>(std::distance(open, {}));
  }

  Interruption interruption_;
  OriginProcess origin_{{BENCH_PROGRAM, origin_argument}, interruption_};
};

TEST_F(Origin, SendsTheRightBodyOfAnySize) {
  Client client = http();
  const std::size_t mebibyte = 1 << 20;
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{64}, std::size_t{65'537},
                                  mebibyte, mebibyte + 1, 5 * mebibyte - 1, max_page_bytes}) {
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{16'383}, UINT64_MAX - 7}) {
      const auto reply = client.reply_to(fmt::format("/?bytes={}&seed={}", bytes, seed));
      ASSERT_EQ(reply.status, 200) << bytes;
      EXPECT_EQ(reply.body.size(), bytes);
      EXPECT_TRUE(is_page(seed, reply.body)) << bytes << " " << seed;
      EXPECT_THAT(reply.header, HasSubstr("Content-Type: text/html\r\n"));
    }
  }
}

TEST_F(Origin, WaitsForTheLatencyAskedFor) {
  Client client = http();
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(is_page(3, client.reply_to("/?latency_us=30000&seed=3").body));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::microseconds(30'000));
}

TEST_F(Origin, KeepsAConnectionAsTheClientWants) {
  Client client = http();
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto reply = client.reply_to(fmt::format("/?bytes=300&seed={}", seed));
    ASSERT_EQ(reply.status, 200);
    EXPECT_TRUE(is_page(seed, reply.body));
    EXPECT_THAT(reply.header, Not(HasSubstr("Connection:")));
  }
  EXPECT_THAT(client.reply_to("/", "Connection: close\r\n").header, HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(client.ended());

  Client old = http();
  old.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(old.reply().header, HasSubstr("Connection: keep-alive\r\n"));
  old.send("GET /?seed=2 HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(is_page(2, old.reply().body));
  EXPECT_TRUE(old.ended());

  Client half = http();
  half.get("/?latency_us=1000");
  half.finish();
  EXPECT_EQ(half.reply().status, 200);
  EXPECT_TRUE(half.ended());
}

TEST_F(Origin, AnswersRequestsInOrderHoweverTheyArrive) {
  Client client = http();
  std::string requests;
  for (int seed = 0; seed < 300; ++seed)
    requests += fmt::format("GET /?seed={}&latency_us={} HTTP/1.1\r\n\r\n", seed, seed % 10 == 0 ? 100 : 0);
  client.send(requests);
  for (std::uint64_t seed = 0; seed < 300; ++seed) ASSERT_TRUE(is_page(seed, client.reply().body)) << seed;

  for (const char byte : std::string_view("GET /?bytes=10&seed=9 HTTP/1.1\r\nHost: origin\r\n\r\n"))
    client.send({&byte, 1});
  EXPECT_TRUE(is_page(9, client.reply().body));
}

TEST_F(Origin, AnswersHeadWithoutABody) {
  Client client = http();
  client.send("HEAD /?bytes=5000 HTTP/1.1\r\n\r\n");
  const auto reply = client.reply(true);
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.header, HasSubstr("Content-Length: 5000\r\n"));
  EXPECT_EQ(client.reply_to("/").status, 200);
}

TEST_F(Origin, SaysWhatItDoesNotServeAndGoesOn) {
  Client client = http();
  const auto missing = client.reply_to("/page/123456");
  EXPECT_EQ(missing.status, 404);
  EXPECT_THAT(missing.header, HasSubstr("Content-Type: text/plain\r\n"));
  client.send("DELETE / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(client.reply().status, 405);
  EXPECT_EQ(client.reply_to("/").status, 200);
}

TEST_F(Origin, RefusesWhatItDoesNotUnderstandAndCloses) {
  const std::string much(100'000, 'x');
  const std::vector<std::pair<int, std::string>> cases{
      {400, "nonsense\r\n\r\n"},
      {400, "GET / HTTP/3.7\r\n\r\n"},
      {400, "GET / HTTP/1.1\r\nno colon\r\n\r\n"},
      {400, "GET /?bytes=many HTTP/1.1\r\n\r\n"},
      {400, "GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"},
      {400, "GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n" + much},
      {405, "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + much},
      {405, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {431, "GET / HTTP/1.1\r\nMuch: " + much + "\r\n\r\n"},
      {431, "GET /" + much + " HTTP/1.1\r\n\r\n"}};
  for (const auto& [status, request] : cases) {
    Client client = http();
    client.send(request);
    const auto reply = client.reply();
    EXPECT_EQ(reply.status, status) << request.substr(0, 60);
    EXPECT_THAT(reply.header, HasSubstr("Connection: close\r\n"));
    EXPECT_TRUE(client.ended());
  }
  EXPECT_EQ(http().reply_to("/").status, 200);
}

TEST_F(Origin, EchoesEverythingInOrder) {
  Client client = echo();
  for (int i = 0; i < 1000; ++i) {
    const std::string message = fmt::format("message {}", i);
    client.send(message);
    ASSERT_EQ(client.receive(message.size()), message);
  }
  std::string large;
  for (std::uint64_t seed = 0; seed < 16; ++seed)
    large.append(page_table().data() + page_offset(seed), 1'000'000);
  std::thread sender([&] {
    client.send(large);
    client.finish();
  });
  EXPECT_TRUE(client.receive(large.size()) == large);
  sender.join();
  EXPECT_TRUE(client.ended());
}

TEST_F(Origin, LetsTwoThousandClientsWaitAtOnce) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < 2100) GTEST_SKIP() << "only " << limit.rlim_max << " descriptors";
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  std::vector<Client> clients;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    clients.push_back(http());
    clients.back().get(fmt::format("/?latency_us=200000&seed={}", seed));
  }
  EXPECT_TRUE(eventually([&] { return descriptors() >= 2000; }));
  for (std::uint64_t seed = 0; seed < 2000; ++seed)
    ASSERT_TRUE(is_page(seed, clients[seed].reply().body)) << seed;
}

TEST_F(Origin, ServesOthersWhileAClientDoesNotRead) {
  Client slow = http();
  slow.get("/?bytes=60000000&seed=1");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(http().reply_to("/").status, 200);
  EXPECT_TRUE(is_page(1, slow.reply().body));
}

TEST_F(Origin, ForgetsClientsThatVanish) {
  const std::size_t before = descriptors();
  for (int i = 0; i < 50; ++i) {
    Client silent = http(), within = http(), waiting = http(), reading = http(), talking = echo();
    within.send("GET /?by");
    waiting.get("/?latency_us=1000");
    reading.get("/?bytes=60000000");
    EXPECT_EQ(reading.receive(1000).size(), 1000u);
    talking.send("a word");
    for (Client* client : {&within, &waiting, &reading, &talking}) {
      if (i % 2 == 0) client->vanish();
    }
  }
  EXPECT_TRUE(eventually([&] { return descriptors() == before; })) << descriptors() << " > " << before;
  EXPECT_FALSE(origin_.ended());
  EXPECT_EQ(http().reply_to("/").status, 200);
}

class OriginWithFewDescriptors : public ::testing::Test {
 protected:
  // Whether one more client is served; it stays. A reset may come as early as while it connects.
  bool http_served() try {
    clients_.emplace_back(origin_.ports().http);
    const auto reply = clients_.back().reply_to("/?bytes=100&seed=5");
    EXPECT_TRUE(reply.status == 0 || is_page(5, reply.body));
    return reply.status == 200;
  } catch (const std::system_error&) {
    return false;
  }
  bool echo_served() try {
    clients_.emplace_back(origin_.ports().echo);
    clients_.back().send("word");
    return clients_.back().receive(4) == "word";
  } catch (const std::system_error&) {
    return false;
  }

  Interruption interruption_;
  OriginProcess origin_{{"/bin/sh", "-c", R"(ulimit -n 32; exec "$0" "$@")", BENCH_PROGRAM, origin_argument,
                         loopback_address, "1"},
                        interruption_};
  std::vector<Client> clients_;
};

TEST_F(OriginWithFewDescriptors, ResetsWhomItCannotServe) {
  // UndefinedBehaviorSanitizer needs descriptors when it sees a class for the first time, here that of the
  // error that says that a client has gone. So one comes and goes before there are none.
  ASSERT_TRUE(http_served());
  clients_.clear();
  int served = 0;
  for (int i = 0; i < 60; ++i) served += i % 3 == 0 ? echo_served() : http_served();
  EXPECT_GT(served, 10);
  EXPECT_LT(served, 32);
  // It waits for the next connection instead of trying for ever.
  EXPECT_TRUE(eventually([&] { return testing::asleep(origin_.pid()); }));
  EXPECT_FALSE(http_served());
  EXPECT_FALSE(echo_served());
  clients_.clear();
  ASSERT_TRUE(eventually([&] { return origin_.ended() || http_served(); }));
  ASSERT_FALSE(origin_.ended());
  EXPECT_TRUE(eventually([&] { return echo_served(); }));
}

// Three threads, whose share of the connections is told by how often each of them has waited.
TEST(OriginWithThreads, SharesConnectionsOutInTurn) {
  Interruption interruption;
  const OriginProcess origin({BENCH_PROGRAM, origin_argument, loopback_address, "3"}, interruption);
  std::map<pid_t, std::uint64_t> sleeps;
  ASSERT_TRUE(eventually([&] {
    sleeps.clear();
    const std::filesystem::directory_iterator threads(fmt::format("/proc/{}/task", origin.pid()));
    for (const auto& thread : threads) sleeps.emplace(std::stoi(thread.path().filename()), 0);
    return sleeps.size() == 3 + (testing::thread_sanitizer ? 1 : 0);  // which has one of its own there
  }));
  std::vector<Client> clients;
  for (int i = 0; i < 6; ++i) clients.emplace_back(i < 3 ? origin.ports().echo : origin.ports().http);
  const auto ask_all = [&] {
    for (std::size_t i = 0; i < clients.size(); ++i) {
      if (i < 3) {
        clients[i].send("word");
        EXPECT_EQ(clients[i].receive(4), "word");
      } else {
        EXPECT_TRUE(is_page(i, clients[i].reply_to(fmt::format("/?seed={}", i)).body));
      }
    }
  };
  ask_all();
  EXPECT_TRUE(eventually([&] { return testing::all_asleep(origin.pid()); }));
  for (auto& [thread, count] : sleeps) count = testing::sleeps_of(thread);
  for (int i = 0; i < 10; ++i) {
    ask_all();
    // A thread that is asked again before it sleeps would have waited once for both.
    EXPECT_TRUE(eventually([&] { return testing::all_asleep(origin.pid()); }));
  }
  int served = 0;
  for (const auto& [thread, count] : sleeps) served += testing::sleeps_of(thread) >= count + 10 ? 1 : 0;
  EXPECT_GE(served, 3);
}

}  // namespace
}  // namespace parallax
