// SPDX-License-Identifier: MIT
//
// Who is let in, and who is not.
#include "benches/probes/channels/authentication.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "support/descriptor.hpp"
#include "support/socket_pair.hpp"

namespace parallax {
namespace {

using ::testing::HasSubstr;

using Bytes = std::vector<std::byte>;

constexpr std::size_t greeting_bytes = 48, answer_bytes = 64;

Bytes key(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

class Authentication : public ::testing::Test {
 protected:
  Authentication() {
    SocketPair ends(SOCK_STREAM);
    listener_ = std::move(ends.first);
    client_ = std::move(ends.second);
  }

  // What came of it: "" or why not. An end that refuses hangs up, as users of the functions do.
  static std::string outcome(Descriptor& socket, const std::function<void(int)>& authenticate) {
    try {
      authenticate(socket.get());
      return "";
    } catch (const AuthenticationFailed& failure) {
      socket.reset();
      return failure.what();
    }
  }

  // Both at once.
  void run(const std::function<void(int)>& listener, const std::function<void(int)>& client) {
    std::thread other([&] { of_client_ = outcome(client_, client); });
    of_listener_ = outcome(listener_, listener);
    other.join();
  }

  static auto listens(const std::string& text, std::chrono::milliseconds limit = authentication_limit) {
    return [=](int socket) { authenticate_as_listener(socket, key(text), limit); };
  }
  static auto connects(const std::string& text, std::chrono::milliseconds limit = authentication_limit) {
    return [=](int socket) { authenticate_as_client(socket, key(text), limit); };
  }

  static void send_bytes(int socket, std::span<const std::byte> bytes) {
    EXPECT_EQ(send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  static Bytes receive_bytes(int socket, std::size_t size) {
    Bytes bytes(size);
    EXPECT_EQ(recv(socket, bytes.data(), size, MSG_WAITALL), static_cast<ssize_t>(size));
    return bytes;
  }

  Descriptor listener_, client_;
  std::string of_listener_ = "did not run", of_client_ = "did not run";
};

TEST_F(Authentication, LetsInWhoKnowsTheKeyAndLeavesWhatFollowsAlone) {
  run(
      [](int socket) {
        authenticate_as_listener(socket, key("secret"));
        send_bytes(socket, key("first message"));
      },
      connects("secret"));
  EXPECT_EQ(of_listener_, "");
  EXPECT_EQ(of_client_, "");
  EXPECT_EQ(receive_bytes(client_.get(), 13), key("first message"));
}

TEST_F(Authentication, RefusesAnotherKeyAndBothAreTold) {
  run(listens("secret"), connects("Secret"));
  EXPECT_EQ(of_listener_, "the client does not know the key");
  EXPECT_EQ(of_client_, "the listener refused our key");
}

TEST_F(Authentication, KeysThatBeginAlikeAreNotAlike) {
  run(listens("secret"), connects("secret and more"));
  EXPECT_NE(of_listener_, "");
  EXPECT_NE(of_client_, "");
}

TEST_F(Authentication, RefusesAListenerThatDoesNotKnowTheKeyButSaysWelcome) {
  run(
      [](int socket) {
        Bytes greeting = key("parallax sha256\n");
        greeting.resize(greeting_bytes);
        send_bytes(socket, greeting);
        receive_bytes(socket, answer_bytes);
        Bytes verdict = key("welcome\n");
        verdict.resize(40);
        send_bytes(socket, verdict);
      },
      connects("secret"));
  EXPECT_EQ(of_client_, "the listener does not know the key");
}

// The listener's own challenge and the only proof in sight, sent back to it.
TEST_F(Authentication, RefusesItsOwnChallengeSentBack) {
  run(listens("secret"), [](int socket) {
    const Bytes greeting = receive_bytes(socket, greeting_bytes);
    Bytes answer(greeting.begin() + 16, greeting.end());
    answer.insert(answer.end(), greeting.begin() + 16, greeting.end());
    send_bytes(socket, answer);
  });
  EXPECT_EQ(of_listener_, "the client does not know the key");
}

// An end that knows no key makes another one answer its challenge for it. The client takes the challenge of
// the one end for that of the other; what it proves is that it is a client, so no listener can use it.
TEST_F(Authentication, AProofOfTheOneRoleIsNoneOfTheOther) {
  run(
      [](int socket) {
        Bytes greeting = key("parallax sha256\n");
        greeting.resize(greeting_bytes, std::byte{7});
        send_bytes(socket, greeting);
        const Bytes answer = receive_bytes(socket, answer_bytes);
        Bytes verdict = key("welcome\n");
        verdict.insert(verdict.end(), answer.begin() + 32, answer.end());
        send_bytes(socket, verdict);
      },
      connects("secret"));
  EXPECT_EQ(of_client_, "the listener does not know the key");
}

TEST_F(Authentication, RefusesGarbage) {
  run(listens("secret"), [](int socket) { send_bytes(socket, Bytes(answer_bytes, std::byte{'x'})); });
  EXPECT_EQ(of_listener_, "the client does not know the key");
}

TEST_F(Authentication, RefusesAListenerThatSpeaksSomethingElse) {
  run([](int socket) { send_bytes(socket, key(std::string(greeting_bytes, 'x'))); }, connects("secret"));
  EXPECT_EQ(of_client_, "the listener does not speak this protocol");
}

TEST_F(Authentication, RefusesWhoSendsMoreThanWasAskedFor) {
  run(listens("secret"), [](int socket) { send_bytes(socket, Bytes(answer_bytes + 1, std::byte{'x'})); });
  EXPECT_EQ(of_listener_, "the peer sent more than was asked for");
}

TEST_F(Authentication, RefusesWhoHangsUp) {
  client_.reset();
  EXPECT_THAT(outcome(listener_, listens("secret")), HasSubstr("hung up"));
}

TEST_F(Authentication, DoesNotWaitForWhoSaysNothing) {
  EXPECT_THAT(outcome(listener_, listens("secret", std::chrono::milliseconds(20))), HasSubstr("in time"));
  EXPECT_THAT(outcome(client_, connects("secret", std::chrono::milliseconds(20))), HasSubstr("hung up"));
}

// Bytes that trickle in do not make the time longer.
TEST_F(Authentication, DoesNotWaitForWhoIsSlow) {
  std::atomic<bool> ended = false;
  std::thread trickle([&] {
    for (int i = 0; i < 10'000 && !ended; ++i) {
      const char byte = 'x';
      if (send(client_.get(), &byte, 1, MSG_NOSIGNAL) < 0) break;
      std::this_thread::sleep_for(
          std::chrono::milliseconds(i < static_cast<int>(answer_bytes) - 2 ? 1 : 100));
    }
  });
  EXPECT_THAT(outcome(listener_, listens("secret", std::chrono::milliseconds(30))), HasSubstr("in time"));
  ended = true;
  trickle.join();
}

TEST_F(Authentication, RefusesAnEmptyKey) {
  EXPECT_THROW(authenticate_as_listener(listener_.get(), {}), std::invalid_argument);
  EXPECT_THROW(authenticate_as_client(client_.get(), {}), std::invalid_argument);
}

}  // namespace
}  // namespace parallax
