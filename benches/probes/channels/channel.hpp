// SPDX-License-Identifier: MIT
//
// A channel carries messages, which are strings of bytes, from producers to consumers, be they threads or
// processes. One interface and many transports: a file each in transports/, whose name is the transport's.
//
// The contract, which tests/benches/probes/channels/channels_test.cpp holds every transport to:
//  - A channel is made before the processes are forked that use it, and has room for messages up to a
//    stated size, of 0 bytes too. Each process then gives up the side that it does not use: stop_sending()
//    or stop_receiving(). Threads share both sides and give one up when none of them needs it any more.
//  - What was sent arrives once, whole and as one message. Messages of one producer arrive in their order;
//    those of several producers in the order in which they were sent if the transport says so.
//  - send() waits while the channel is full, receive() while it is empty, both without using a processor
//    after a spin of at most `spin_budget`.
//  - Once all senders have stopped or died, receive() still gives what was sent, and then nothing. Once
//    all receivers have, send() throws ChannelClosed, at the latest when the channel is full.
//  - If a process is killed in the middle of a message, that message may be lost. Where the transport says
//    so, the others go on as if nothing had happened; elsewhere they get WorkerDied. Nobody waits for
//    ever, unless for a peer that lives.
//  - Nothing has a name in the file system or in /dev/shm, and nothing outlives the last process that has
//    the channel.
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "runtimes/runtime.hpp"
#include "support/file_name.hpp"

namespace parallax {

// Nobody is left who could receive.
class ChannelClosed : public WorkerDied {
 public:
  ChannelClosed() : WorkerDied("every receiver of the channel has ended") {}
};

struct ChannelShape {
  std::size_t bytes = 0;  // of the largest message
  int producers = 1;      // threads and processes that send and receive, for the whole life of the channel
  int consumers = 1;
};

struct ChannelFacts {
  std::string_view name;     // the file's name
  std::string_view summary;  // one line for people
  bool several_producers = false;
  bool several_consumers = false;
  bool order_of_all = false;    // messages of several producers keep their order too
  bool survives_kills = false;  // whenever one is killed, at most the message that it was at is lost
  int copies = 0;               // of each byte on its way from the span that is sent to the one that receives
};

class Channel {
 public:
  virtual ~Channel() = default;

  // At most ChannelShape::bytes, or std::length_error. The message may be overwritten when this returns.
  virtual void send(std::span<const std::byte> message) = 0;
  // The size of the next message, which is at the beginning of `to` then; nothing at the end of the stream.
  // `to` has room for the largest message, or std::length_error.
  virtual std::optional<std::size_t> receive(std::span<std::byte> to) = 0;

  // This process will not do it any more, and does not keep others from seeing the end. Returns when what was
  // sent is on its way.
  virtual void stop_sending() = 0;
  virtual void stop_receiving() = 0;

  // For channels that count tasks: a message that was received has been dealt with; and waits until that is
  // so for all that were sent. Throws WorkerDied if it cannot become so.
  virtual void task_done() {}
  virtual void join() {}
};

// One channel there and one back, between one process or thread and one other. `there` carries from the first
// to the second.
struct ChannelPair {
  std::unique_ptr<Channel> there, back;

  // What each of two processes does after the fork.
  void be_first() const {
    there->stop_receiving();
    back->stop_sending();
  }
  void be_second() const {
    there->stop_sending();
    back->stop_receiving();
  }
};

// One row of the table of channels; see channels.hpp.
struct ChannelEntry {
  ChannelFacts facts;
  // Both throw NotSupported if this machine, or this transport, cannot do it.
  std::unique_ptr<Channel> (*make)(const ChannelShape&);
  ChannelPair (*make_pair)(const ChannelShape&);
};

// Throws NotSupported for producers or consumers that the transport does not allow. Writing to a pipe without
// readers becomes an error instead of a signal that ends the process.
void require_possible(const ChannelFacts& facts, const ChannelShape& shape);

template <class C>
concept Transport =
    std::derived_from<C, Channel> && std::constructible_from<C, const ChannelShape&> && requires {
  { C::facts } -> std::convertible_to<ChannelFacts>;
};

template <Transport C>
ChannelEntry channel_entry() {
  return {C::facts,
          [](const ChannelShape& shape) -> std::unique_ptr<Channel> {
            require_possible(C::facts, shape);
            return std::make_unique<C>(shape);
          },
          [](const ChannelShape& shape) -> ChannelPair {
            require_possible(C::facts, shape);
            // Where one connection carries both directions.
            if constexpr (requires { C::make_pair(shape); }) {
              return C::make_pair(shape);
            } else {
              return {std::make_unique<C>(shape), std::make_unique<C>(shape)};
            }
          }};
}

// The last line of a transport's file: `identifier` is the file's name with - as _. The build makes the table
// from the names of the files, so that a transport which forgets this line does not link.
#define PARALLAX_CHANNEL(identifier, Type)                                            \
  static_assert(::parallax::is_name_of_file(Type::facts.name, #identifier, __FILE__), \
                "the name in a transport's facts is not that of its file");           \
  extern const ::parallax::ChannelEntry channel_##identifier;                         \
  const ::parallax::ChannelEntry channel_##identifier = ::parallax::channel_entry<Type>()

}  // namespace parallax
