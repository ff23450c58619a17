// SPDX-License-Identifier: MIT
//
// Cells that send requests, with origins of every kind: our own, a real web server, and servers that fail in
// every way there is. Whatever an origin does, its cell turns red with a reason, and the run goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/server.hpp"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct Row {          // NOLINT(bugprone-exception-escape): moving a json throws nothing
  std::string error;  // empty: a value
  nlohmann::json all;
};

struct Ran {
  int status = 0;
  std::string err;
  std::map<std::string, Row> rows;
};

Ran rows_of(const Program::Result& result) {
  Ran ran{result.status, result.err, {}};
  const auto document = nlohmann::json::parse(result.out);
  for (const auto& row : document["benchmarks"])
    ran.rows[row["name"]] = {row.value("error_message", ""), row};
  return ran;
}

std::vector<std::string> command(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {BENCH_PROGRAM, "--benchmark_format=json", "--iterations=1"});
  return arguments;
}

Ran bench(std::vector<std::string> arguments) { return rows_of(run(command(std::move(arguments)))); }

// http_get of two small pages from this URL, and a cell that needs no origin behind it.
Ran get_from(const std::string& url, std::vector<std::string> more = {}) {
  more.insert(more.end(), {"--origin=" + url, "--benchmark_filter=^(http_get|sleep)/threads/", "--workers=2",
                           "--sizes=2", "--parameter=latency_us:0", "--parameter=microseconds:1"});
  return bench(more);
}

std::string error_of(const Ran& ran, const std::string& kernel) {
  for (const auto& [name, row] : ran.rows) {
    if (name.rfind(kernel + "/", 0) == 0) return row.error;
  }
  return "no such row";
}

// The http_get cell says this, the exit status says that a cell failed, and the run went on.
void expect_failure(const Ran& ran, const ::testing::Matcher<const std::string&>& message) {
  EXPECT_EQ(ran.status, 1) << ran.err;
  EXPECT_THAT(error_of(ran, "http_get"), message);
  EXPECT_EQ(error_of(ran, "sleep"), "");
}

std::string answer_of(const std::string& body, const std::string& header = "") {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + header + "\r\n" +
         body;
}

// A server that gives every request the same answer.
class Says : public Server {
 public:
  explicit Says(std::string text)
      : Server([text = std::move(text)](int socket) {
          while (read_request(socket)) say(socket, text);
        }) {}
};

TEST(OriginCells, RequestsReportTheirRateAndLatencies) {
  const Ran ran =
      bench({"--benchmark_filter=^(http_get|echo|crawl|convoy)/(serial|threads|fork)/", "--workers=2",
             "--sizes=16", "--parameter=latency_us:2000", "--parameter=cpu_percent:50"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_GE(ran.rows.size(), 8u);
  for (const auto& [name, row] : ran.rows) {
    ASSERT_EQ(row.error, "") << name;
    EXPECT_GT(row.all.at("requests_per_second"), 0) << name;
    EXPECT_LE(row.all.at("latency_p50"), row.all.at("latency_p90")) << name;
    EXPECT_LE(row.all.at("latency_p90"), row.all.at("latency_p99")) << name;
    EXPECT_LE(row.all.at("latency_p99"), row.all.at("latency_max")) << name;
    if (name.rfind("http_get/", 0) == 0) {
      EXPECT_GE(row.all.at("latency_p50"), 0.002) << name;
    }
  }
}

TEST(OriginCells, WorkWithoutKeepingConnections) {
  const Ran ran =
      bench({"--benchmark_filter=^http_get/(serial|threads|fork|gil)/", "--workers=2", "--sizes=20",
             "--parameter=latency_us:0", "--parameter=keep_alive:0", "--parameter=bytes:0,1,200000"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.rows.size(), 12u);
  for (const auto& [name, row] : ran.rows) EXPECT_EQ(row.error, "") << name;
}

TEST(OriginCells, WorkWithARealWebServer) {
  const Folder folder;
  std::ofstream(folder / "300.html") << std::string(299, 'x') << "y";
  std::ofstream(folder / "70000.html") << std::string(70'000, 'z');
  // A port that nobody has, as far as one can know; it is free again when this server has ended.
  std::uint16_t port = 0;
  {
    port = Server([](int) {}).port();
  }
  std::ofstream(folder / "nginx.conf")
      << "daemon off; master_process off; pid " << (folder / "pid").string() << ";\n"
      << "error_log " << (folder / "error.log").string() << ";\n"
      << "events { worker_connections 512; }\n"
      << "http { access_log off; keepalive_requests 3; default_type text/html;\n"
      << "  client_body_temp_path " << (folder / "b").string() << "; proxy_temp_path "
      << (folder / "p").string() << "; fastcgi_temp_path " << (folder / "f").string() << "; uwsgi_temp_path "
      << (folder / "u").string() << "; scgi_temp_path " << (folder / "s").string() << ";\n"
      << "  server { listen 127.0.0.1:" << port << "; root " << (folder / "").string() << "; } }\n";
  // The folder is ours alone, and nginx's worker may be another user.
  std::filesystem::permissions(folder / "", std::filesystem::perms(0755));
  Program nginx(
      {"/usr/sbin/nginx", "-p", folder / "", "-c", folder / "nginx.conf", "-e", folder / "error.log"});
  ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder / "pid") || !nginx.running(); }));
  ASSERT_TRUE(nginx.running()) << nginx.wait().err;
  const std::string url = "http://127.0.0.1:" + std::to_string(port);

  const Ran ran = bench({"--origin=" + url + "/{bytes}.html", "--benchmark_filter=^http_get/", "--workers=4",
                         "--sizes=40", "--parameter=latency_us:0", "--parameter=bytes:300,70000",
                         "--parameter=keep_alive:0,1"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_GE(ran.rows.size(), 16u);
  for (const auto& [name, row] : ran.rows) EXPECT_EQ(row.error, "") << name;

  expect_failure(get_from(url + "/nothing"), AllOf(HasSubstr("404"), HasSubstr(url)));
  expect_failure(get_from(url + "/300.html"), HasSubstr("300 bytes instead of 1024"));
}

TEST(OriginCells, AForeignOriginThatCannotBeToldToWaitIsNotSupportedButNoFailure) {
  const Says server(answer_of(std::string(1024, 'a')));
  const Ran ran = bench({"--origin=" + server.url(), "--benchmark_filter=^http_get/serial/", "--sizes=2"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(error_of(ran, "http_get"), AllOf(HasSubstr("not supported"), HasSubstr("{latency_us}")));
}

TEST(OriginCells, ARefusedConnectionIsNamed) {
  std::uint16_t port = 0;
  {
    port = Server([](int) {}).port();
  }
  expect_failure(get_from("http://127.0.0.1:" + std::to_string(port)),
                 AllOf(HasSubstr("connect to 127.0.0.1:" + std::to_string(port)), HasSubstr("refused")));
}

TEST(OriginCells, GarbageIsNoAnswer) {
  expect_failure(get_from(Says("garbage\r\n\r\n\r\n").url()), HasSubstr("does not answer in HTTP"));
}

TEST(OriginCells, AnEndlessHeaderIsNoAnswer) {
  expect_failure(get_from(Says("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x')).url()),
                 HasSubstr("header"));
}

TEST(OriginCells, AnErrorIsNoAnswer) {
  expect_failure(get_from(Says("HTTP/1.1 500 Oh No\r\nContent-Length: 0\r\n\r\n").url()),
                 AllOf(HasSubstr("500"), HasSubstr("Oh No")));
}

TEST(OriginCells, AShortAnswerIsNoAnswer) {
  const Server server([](int socket) {
    if (read_request(socket)) say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1024\r\n\r\nonly this");
  });
  expect_failure(get_from(server.url()), HasSubstr("hung up after 9 bytes"));
}

TEST(OriginCells, AnswersThatNeedNoLengthAreAnswers) {
  const Server server([](int socket) {
    if (!read_request(socket)) return;
    say(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int chunk = 0; chunk < 4; ++chunk) say(socket, "100\r\n" + std::string(256, 'c') + "\r\n");
    say(socket, "0\r\n\r\n");
    while (read_request(socket)) {  // the same by the connection's end
      say(socket, "HTTP/1.0 200 OK\r\n\r\n" + std::string(1024, 'c'));
      return;
    }
  });
  const Ran ran = get_from(server.url());
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(error_of(ran, "http_get"), "");
}

TEST(OriginCells, AnotherAnswerThanTheFirstIsWrong) {
  std::atomic<int> requests = 0;
  const Server server([&](int socket) {
    while (read_request(socket)) {
      std::string body(1024, 'a');
      if (++requests > 6) body[700] = 'b';
      say(socket, answer_of(body));
    }
  });
  expect_failure(get_from(server.url()), HasSubstr("wrong between its bytes"));
}

TEST(OriginCells, MoreThanAnAnswerIsWrong) {
  expect_failure(get_from(Says(answer_of(std::string(1024, 'a')) + "and more").url()),
                 HasSubstr("more than its answer has"));
}

TEST(OriginCells, AnOriginThatStallsCostsOneTimeLimit) {
  // It is silent on every connection but the first few.
  std::atomic<int> requests = 0;
  const Server server([&](int socket) {
    while (read_request(socket)) {
      if (++requests > 6) {
        char byte = 0;
        while (read(socket, &byte, 1) > 0) {
        }
        return;
      }
      say(socket, answer_of(std::string(1024, 'a')));
    }
  });
  expect_failure(get_from(server.url(), {"--timeout=2s", "--benchmark_repetitions=2"}),
                 AllOf(HasSubstr("timed out"), HasSubstr(server.url())));
}

// The origin of a bench that has at least two connections of a host: a request is under way.
pid_t busy_origin(const Program& program, pid_t but = 0) {
  for (const pid_t pid : program.processes()) {
    if (pid == but || command_line(pid).find("--parallax-origin") == std::string::npos) continue;
    std::error_code error;
    int sockets = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd", error)) {
      const auto target = std::filesystem::read_symlink(entry.path(), error);
      sockets += target.string().rfind("socket:", 0) == 0;
    }
    if (sockets >= 5) return pid;  // the parent's, two that listen, two requests
  }
  return 0;
}

TEST(OriginCells, AnOriginKilledInTheMiddleTurnsItsCellRedAndIsStartedAgain) {
  Program program(command({"--benchmark_filter=^http_get/(threads|gil)/", "--workers=2", "--sizes=2",
                           "--parameter=latency_us:30000000", "--parameter=bytes:100,200", "--timeout=10m"}));
  pid_t killed = 0;
  for (int cell = 0; cell < 4; ++cell) {
    pid_t origin = 0;
    ASSERT_TRUE(eventually([&] { return (origin = busy_origin(program, killed)) != 0; })) << cell;
    kill(killed = origin, SIGKILL);
  }
  const Ran ran = rows_of(program.wait());
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.rows.size(), 4u);
  for (const auto& [name, row] : ran.rows) {
    EXPECT_THAT(row.error, AllOf(HasSubstr("hung up"), HasSubstr("our own origin was killed by signal 9")))
        << name;
  }
  EXPECT_THAT(program.processes(), ::testing::IsEmpty());
}

TEST(OriginCells, AnOriginThatIsStoppedCostsOneCell) {
  Program program(
      command({"--benchmark_filter=^(http_get|sleep)/threads/", "--workers=2", "--sizes=2", "--timeout=3s",
               "--parameter=latency_us:1000000,0", "--parameter=microseconds:1"}));
  pid_t origin = 0;
  ASSERT_TRUE(eventually([&] { return (origin = busy_origin(program)) != 0; }));
  kill(origin, SIGSTOP);
  const Ran ran = rows_of(program.wait());
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(
      ran.rows.at("http_get/threads/workers:2/size:2/grain:1/latency_us:1000000/bytes:1024/keep_alive:1")
          .error,
      AllOf(HasSubstr("timed out"), HasSubstr("our own origin, process " + std::to_string(origin))));
  EXPECT_EQ(
      ran.rows.at("http_get/threads/workers:2/size:2/grain:1/latency_us:0/bytes:1024/keep_alive:1").error,
      "");
  EXPECT_EQ(error_of(ran, "sleep"), "");
  EXPECT_THAT(program.processes(), ::testing::IsEmpty());
}

TEST(OriginCells, ExhaustedDescriptorsAreNamedAndTheRunGoesOn) {
  if (undefined_behavior_sanitizer)
    GTEST_SKIP() << "UndefinedBehaviorSanitizer looks at objects through a pipe, so it needs descriptors too";
  const auto result =
      run({"/bin/sh", "-c", "ulimit -n 40; exec \"$0\" \"$@\"", BENCH_PROGRAM, "--benchmark_format=json",
           "--iterations=1", "--benchmark_filter=^(http_get|sleep)/threads/", "--workers=64", "--sizes=64",
           "--parameter=latency_us:100000", "--parameter=microseconds:1", "--timeout=20s"});
  const Ran ran = rows_of(result);
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(error_of(ran, "http_get"),
              ::testing::AnyOf(HasSubstr("Too many open files"), HasSubstr("hung up")));
  EXPECT_EQ(error_of(ran, "sleep"), "");
}

TEST(OriginCells, ImpossibleUrlsAreRefusedBeforeAnythingIsMeasured) {
  for (const char* url : {"https://127.0.0.1/", "127.0.0.1:80", "http://", "http://:80/",
                          "http://127.0.0.1:port/", "http://127.0.0.1/a b", "http://no.such.host.invalid/"}) {
    const auto result =
        run({BENCH_PROGRAM, "--benchmark_filter=^http_get/serial", std::string("--origin=") + url});
    EXPECT_EQ(result.status, 2) << url << "\n" << result.err;
    EXPECT_THAT(result.err, ::testing::StartsWith("bench: --origin=")) << url;
  }
}

TEST(OriginCells, LeaveNoOriginBehindWhenTheConductorIsKilled) {
  Program program(command({"--benchmark_filter=^http_get/threads/", "--workers=2", "--sizes=2",
                           "--parameter=latency_us:30000000", "--timeout=10m"}));
  const auto has_origin = [&] {
    const auto all = program.processes();
    return std::any_of(all.begin(), all.end(), [](pid_t pid) {
      return command_line(pid).find("--parallax-origin") != std::string::npos;
    });
  };
  ASSERT_TRUE(eventually(has_origin));
  kill(program.pid(), SIGKILL);
  EXPECT_TRUE(eventually([&] { return program.processes().empty(); }));
}

TEST(OriginCells, SayHowBusyTheOriginWas) {
  const auto ran = bench({"--benchmark_filter=^(echo|sleep)/(threads|fork)/", "--workers=2", "--sizes=4096",
                          "--parameter=microseconds:1", "--origin_threads=2"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_GE(ran.rows.size(), 4u);
  for (const auto& [name, row] : ran.rows) {
    const double use = row.all.value("origin_use", -1.0);
    if (name.rfind("sleep/", 0) == 0) {
      EXPECT_EQ(use, -1) << name;
    } else {
      EXPECT_GT(use, 0) << name;
      EXPECT_LT(use, 1.2) << name;
    }
  }
}

}  // namespace
}  // namespace parallax::testing
