// SPDX-License-Identifier: MIT
//
// scripts/hosts, run as its users do: hosts are apart and reach each other, the script hands on what the
// command does and what is done to it, and nothing of it remains. Where a machine cannot make hosts, every
// test says so and is skipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdio>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace parallax::testing {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

namespace fs = std::filesystem;

const std::string script = PARALLAX_SOURCE_DIR "/scripts/hosts";

class Hosts : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto attempt = run({script, "1", "--", "true"});
    if (attempt.status == 69) GTEST_SKIP() << "no hosts on this machine: " << attempt.err;
    ASSERT_EQ(attempt.status, 0) << attempt.err;
  }

  // Runs a command of the shell on the first host. `$hosts` is the script.
  static Program::Result shell(const std::string& command, std::vector<std::string> options = {"3"}) {
    options.insert(options.begin(), script);
    options.insert(options.end(), {"--", "sh", "-c", "hosts=$1; " + command, "sh", script});
    return run(options);
  }
};

TEST_F(Hosts, HaveNamesAndAddressesAndReachEachOther) {
  const auto result = shell(R"sh(
hostname; echo $PARALLAX_HOSTS; $hosts --on host3 hostname
python3 -c "
import socket
server = socket.create_server(('host1', 7000))
client, (address, _) = server.accept()
print(client.recv(9).decode(), 'is', address)" &
$hosts --on host2 "python3 -c \"
import socket, time
while True:
  try: client = socket.create_connection(('host1', 7000)); break
  except ConnectionRefusedError: time.sleep(0.01)
client.send(socket.gethostname().encode())\""
wait)sh");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, "host1\nhost1 host2 host3\nhost3\nhost2 is 10.77.0.2\n") << result.err;
}

TEST_F(Hosts, HaveSharedMemoryAndInterfacesOfTheirOwn) {
  const auto result = shell(R"sh(
: >/dev/shm/mine; ipcmk --shmem 1 >/dev/null
look='ls /dev/shm; ls /sys/class/net | xargs; ipcs -m | grep -c 0x'
eval "$look"; $hosts --on host2 "$look; :")sh");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, "mine\neth0 lo\n1\neth0 lo\n0\n");
  EXPECT_FALSE(fs::exists("/dev/shm/mine"));
}

// Both ways, so twice the latency; and 64 KiB of half a mebibyte may go at once.
TEST_F(Hosts, AreAsFarAwayAndAsSlowAsAsked) {
  const auto result = shell(R"sh(
$hosts --on host2 "python3 -c \"
import socket
client = socket.create_server(('', 7000)).accept()[0]
while data := client.recv(1 << 20): client.sendall(data[:1])\"" &
python3 -c "
import socket, time
while True:
  try: server = socket.create_connection(('host2', 7000)); break
  except ConnectionRefusedError: time.sleep(0.01)
def round_trip():
  begin = time.monotonic()
  server.sendall(b'?')
  server.recv(1)
  return time.monotonic() - begin
def transfer():
  begin = time.monotonic()
  server.sendall(bytes(1 << 19))
  server.shutdown(socket.SHUT_WR)
  while server.recv(1 << 20): pass
  return time.monotonic() - begin
print(min(round_trip() for _ in range(5)), transfer())")sh",
                            {"--latency=20ms", "--bandwidth=8mbit", "2"});
  if (result.status == 69) GTEST_SKIP() << "no latency on this machine: " << result.err;
  ASSERT_EQ(result.status, 0) << result.err;
  double round_trip = 0, transfer = 0;
  ASSERT_EQ(std::sscanf(result.out.c_str(), "%lf %lf", &round_trip, &transfer), 2) << result.out;
  EXPECT_GE(round_trip, 0.040);
  EXPECT_GE(transfer, (512 - 64) * 1024 * 8 / 8e6);
}

TEST_F(Hosts, AreCutOffAndJoinedAgain) {
  // Datagrams stay in order, so one that arrives tells that those before it are lost. host2 knows the way
  // from the first.
  const auto result = shell(R"sh(exec python3 - "$hosts" <<'END'
import socket, subprocess, sys
listener = socket.socket(type=socket.SOCK_DGRAM)
listener.bind(('', 7000))
def hosts(*words): return subprocess.run([sys.argv[1], *words], capture_output=True, text=True)
def host2(text):
  sender = f"import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'{text}', ('host1', 7000))"
  hosts('--on', 'host2', f'python3 -c "{sender}"').check_returncode()
def heard(): print(listener.recv(9).decode())
host2('first')
heard()
hosts('--cut', 'host2').check_returncode()
host2('lost')
agent = hosts('--enter', '-x', 'host2', 'true')
print(agent.returncode, agent.stderr, end='')
hosts('--join', 'host2').check_returncode()
host2('found')
heard()
END
)sh");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, "first\n255 hosts: host2 is cut off\nfound\n");
}

TEST_F(Hosts, PassExitStatusesOn) {
  EXPECT_EQ(shell("exit 3").status, 3);
  EXPECT_EQ(shell("kill -9 $$").status, 128 + SIGKILL);
  EXPECT_EQ(shell("$hosts --on host2 'exit 4'").status, 4);
  EXPECT_EQ(shell("$hosts --on host2 'kill -9 $$'").status, 128 + SIGKILL);
  EXPECT_EQ(shell("$hosts --on host4 true").status, 2);
  EXPECT_EQ(run({script, "1", "--", "/proc/nonexistent"}).status, 127);
}

TEST_F(Hosts, HandSignalsOnOnce) {
  for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGTERM}) {
    const Folder folder;
    Program program({script, "2", "--", "sh", "-c",
                     "trap 'echo told' HUP INT QUIT TERM; : >\"$1\"; sleep 1000 & wait; kill $!; exit 5",
                     "sh", folder / "ready"});
    ASSERT_TRUE(eventually([&] { return fs::exists(folder / "ready"); }));
    kill(program.pid(), number);
    const auto result = program.wait();
    EXPECT_EQ(result.status, 5) << result.err;
    EXPECT_EQ(result.out, "told\n");
  }
}

TEST_F(Hosts, TellWhatTheCommandLeftBehind) {
  const auto result = shell(R"sh(
sleep 1001 & $hosts --on host2 'sleep 1002 & :'
until [ "$($hosts --left | grep -c '[0-9] sleep ')" -eq 2 ]; do :; done
$hosts --left)sh");
  EXPECT_EQ(result.status, 70);
  EXPECT_THAT(result.out, MatchesRegex("host1 [0-9]+ sleep 1001\nhost2 [0-9]+ sleep 1002\n"));
  EXPECT_THAT(result.err, ContainsRegex("hosts: left behind: host1 [0-9]+ sleep 1001\n"
                                        "hosts: left behind: host2 [0-9]+ sleep 1002\n"));
  EXPECT_EQ(shell("sleep 1003 & exit 3").status, 3);
  EXPECT_EQ(shell("$hosts --left; $hosts --left | cat; left=$($hosts --left); echo \"$left\"").out, "\n");
}

TEST_F(Hosts, LeaveNothingWhenTheScriptIsKilled) {
  const Folder folder;
  const std::string state = "--state=" + std::string(folder / "state");
  Program program({script, state, "2", "--", "sh", "-c",
                   "$0 --on host2 'sleep 1004 &'; : >/dev/shm/mine; exec sleep 1005", script});
  ASSERT_TRUE(eventually([&] { return fs::exists(folder / "state" / "session"); }));
  const std::regex left("host2 [0-9]+ sleep 1004\n");
  ASSERT_TRUE(eventually([&] { return std::regex_match(run({script, state, "--left"}).out, left); }));
  EXPECT_EQ(run({script, state, "--on", "host2", "hostname"}).out, "host2\n");
  EXPECT_GT(program.processes().size(), 4u);

  kill(program.pid(), SIGKILL);
  EXPECT_TRUE(eventually([&] { return program.processes().empty(); }));
  for (const char* name : {"/sys/class/net/switch", "/sys/class/net/port1", "/sys/class/net/line1",
                           "/run/netns/host1", "/dev/shm/mine", "/dev/shm/hosts"})
    EXPECT_FALSE(fs::exists(name)) << name;
  const auto late = run({script, state, "--left"});
  EXPECT_EQ(late.status, 1);
  EXPECT_THAT(late.err, HasSubstr("has ended"));
}

TEST_F(Hosts, TakeTurnsWithRanks) {
  for (const std::string launcher : {"mpirun.openmpi", "mpirun.mpich"}) {
    if (run({"/bin/sh", "-c", "command -v " + launcher}).status != 0) continue;
    const auto result =
        shell(launcher + " -n 4 sh -c 'echo ${OMPI_COMM_WORLD_RANK-$PMI_RANK} $(hostname)' | sort | xargs");
    EXPECT_EQ(result.status, 0) << launcher << ": " << result.err;
    EXPECT_EQ(result.out, "0 host1 1 host2 2 host3 3 host1\n") << launcher << ": " << result.err;
  }
}

TEST(HostsArguments, OfNoUseAreRefused) {
  const std::vector<std::vector<std::string>> mistakes{{},
                                                       {"0", "--", "true"},
                                                       {"33", "--", "true"},
                                                       {"two", "--", "true"},
                                                       {"2", "true"},
                                                       {"2", "--"},
                                                       {"--latency=20", "2", "--", "true"},
                                                       {"--latency=ms", "2", "--", "true"},
                                                       {"--bandwidth=1mb", "2", "--", "true"},
                                                       {"--slots=0", "2", "--", "true"},
                                                       {"--what", "2", "--", "true"},
                                                       {"--cut"},
                                                       {"--on", "host1"},
                                                       {"--left", "host1"}};
  for (std::vector<std::string> words : mistakes) {
    words.insert(words.begin(), script);
    const auto result = run(words);
    EXPECT_EQ(result.status, 2) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, StartsWith("hosts: "));
    EXPECT_THAT(result.err, HasSubstr("usage: scripts/hosts "));
  }
  const auto help = run({script, "--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.out, StartsWith("usage: scripts/hosts "));
  EXPECT_THAT(help.err, IsEmpty());
}

TEST(HostsArguments, NameASessionThatIs) {
  const Folder folder;
  const auto result = run({script, "--state=" + std::string(folder / "none"), "--left"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("there is no session in"));
}

}  // namespace
}  // namespace parallax::testing
