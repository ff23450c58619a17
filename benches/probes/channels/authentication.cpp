// SPDX-License-Identifier: MIT
//
// Three messages of fixed length:
//
//   listener to client   greeting, challenge of the listener
//   client to listener   challenge of the client, proof of the client
//   listener to client   verdict, proof of the listener
//
// A proof is the HMAC of the prover's role and both challenges. The role makes a proof that was sent to one
// end worthless for answering the other, so neither a challenge nor a proof can be reflected; both challenges
// make it worthless for any other connection. The listener shows its proof only to a client that has proved
// itself.
#include "benches/probes/channels/authentication.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <string>
#include <system_error>

#include "support/deadline.hpp"
#include "support/entropy.hpp"
#include "support/retry.hpp"

namespace parallax {
namespace {

using Clock = std::chrono::steady_clock;
using Challenge = std::array<std::byte, 32>;
using Proof = std::array<std::byte, 32>;

struct Greeting {
  std::array<char, 16> words{'p', 'a', 'r', 'a', 'l', 'l', 'a', 'x', ' ', 's', 'h', 'a', '2', '5', '6', '\n'};
  Challenge challenge{};
};

struct Answer {
  Challenge challenge{};
  Proof proof{};
};

struct Verdict {
  std::array<char, 8> words{};
  Proof proof{};
};

constexpr std::array<char, 8> welcome{'w', 'e', 'l', 'c', 'o', 'm', 'e', '\n'};
constexpr std::array<char, 8> refused{'r', 'e', 'f', 'u', 's', 'e', 'd', '\n'};

enum class Role : unsigned char { listener = 'L', client = 'C' };

Challenge fresh_challenge() {
  Challenge challenge;
  fill_with_entropy(challenge);
  return challenge;
}

Proof proof_of(Role role, const Challenge& listener, const Challenge& client,
               std::span<const std::byte> key) {
  std::array<unsigned char, 1 + 2 * sizeof(Challenge)> text{};
  text[0] = static_cast<unsigned char>(role);
  const auto as_text = [](std::byte b) { return static_cast<unsigned char>(b); };
  std::transform(listener.begin(), listener.end(), text.begin() + 1, as_text);
  std::transform(client.begin(), client.end(), text.begin() + 1 + sizeof(Challenge), as_text);
  Proof proof;
  unsigned int length = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), text.data(), text.size(),
           reinterpret_cast<unsigned char*>(proof.data()), &length) == nullptr ||
      length != proof.size())
    throw std::runtime_error("HMAC failed");
  return proof;
}

// In a time that does not depend on where they differ.
bool equal(const Proof& a, const Proof& b) { return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

// One connection and the time that is left for it.
class Exchange {
 public:
  Exchange(int socket, std::chrono::milliseconds limit) : socket_(socket), deadline_(Clock::now() + limit) {}

  template <class Message>
  void send(const Message& message) {
    auto bytes = std::as_bytes(std::span(&message, 1));
    while (!bytes.empty()) {
      const ssize_t sent = retry_on_interrupt(
          [&] { return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT); });
      if (sent < 0 && !ready(POLLOUT)) fail("sending");
      if (sent > 0) bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
  }

  // `last`: the peer must wait for us now. One that has more to say already does not follow the protocol.
  template <class Message>
  Message receive(bool last) {
    std::array<std::byte, sizeof(Message) + 1> bytes{};
    std::size_t have = 0;
    while (have < sizeof(Message)) {
      const std::size_t room = sizeof(Message) - have + (last ? 1 : 0);
      const ssize_t got =
          retry_on_interrupt([&] { return recv(socket_, bytes.data() + have, room, MSG_DONTWAIT); });
      if (got == 0) hung_up();
      if (got < 0 && !ready(POLLIN)) fail("receiving");
      if (got > 0) have += static_cast<std::size_t>(got);
    }
    if (have > sizeof(Message)) throw AuthenticationFailed("the peer sent more than was asked for");
    Message message;
    std::copy_n(bytes.begin(), sizeof(Message), std::as_writable_bytes(std::span(&message, 1)).begin());
    return message;
  }

 private:
  // Whether to try again, after having waited for it.
  bool ready(short events) const {
    if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
    const int left = milliseconds_until(deadline_);
    if (left == 0) throw AuthenticationFailed("the peer did not prove in time that it knows the key");
    pollfd one{.fd = socket_, .events = events, .revents = 0};
    return poll(&one, 1, left) >= 0 || errno == EINTR;
  }

  [[noreturn]] static void hung_up() {
    throw AuthenticationFailed("the peer hung up instead of proving that it knows the key");
  }
  [[noreturn]] static void fail(const char* doing) {
    if (errno == EPIPE || errno == ECONNRESET) hung_up();
    throw AuthenticationFailed(std::string("the connection failed while ") + doing + ": " +
                               std::generic_category().message(errno));
  }

  int socket_;
  Clock::time_point deadline_;
};

void require_key(std::span<const std::byte> key) {
  if (key.empty() || key.size() > INT_MAX)
    throw std::invalid_argument("a key for authentication has to have some bytes");
}

}  // namespace

void authenticate_as_listener(int socket, std::span<const std::byte> key, std::chrono::milliseconds limit) {
  require_key(key);
  Exchange exchange(socket, limit);
  const Greeting greeting{.challenge = fresh_challenge()};
  exchange.send(greeting);
  const auto answer = exchange.receive<Answer>(true);
  if (!equal(answer.proof, proof_of(Role::client, greeting.challenge, answer.challenge, key))) {
    exchange.send(Verdict{.words = refused});
    throw AuthenticationFailed("the client does not know the key");
  }
  exchange.send(Verdict{.words = welcome,
                        .proof = proof_of(Role::listener, greeting.challenge, answer.challenge, key)});
}

void authenticate_as_client(int socket, std::span<const std::byte> key, std::chrono::milliseconds limit) {
  require_key(key);
  Exchange exchange(socket, limit);
  const auto greeting = exchange.receive<Greeting>(true);
  if (greeting.words != Greeting{}.words)
    throw AuthenticationFailed("the listener does not speak this protocol");
  Answer answer{.challenge = fresh_challenge()};
  answer.proof = proof_of(Role::client, greeting.challenge, answer.challenge, key);
  exchange.send(answer);
  // The listener may go on with its first message at once, which is not ours to read.
  const auto verdict = exchange.receive<Verdict>(false);
  if (verdict.words == refused) throw AuthenticationFailed("the listener refused our key");
  if (verdict.words != welcome ||
      !equal(verdict.proof, proof_of(Role::listener, greeting.challenge, answer.challenge, key)))
    throw AuthenticationFailed("the listener does not know the key");
}

}  // namespace parallax
