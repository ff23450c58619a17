// SPDX-License-Identifier: MIT
//
// posix-queue: a message queue of the kernel (mq_open) for ten messages, the usual limit. It has a name only
// for the moment in which it is made. The kernel takes and gives whole messages, so nobody's death harms it.
//
// It does not tell that nobody is left at the other end. A pipe that carries nothing does, and who waits
// looks at it ten times a second; to wait for both at once would take two more system calls for each message.
#include <fcntl.h>
#include <fmt/format.h>
#include <mqueue.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <fstream>

#include "benches/probes/channels/channel.hpp"
#include "support/descriptor.hpp"
#include "support/pipe.hpp"

namespace parallax {
namespace {

constexpr long capacity = 10;

std::string limit(const std::string& name) {
  std::string text = "unknown";
  std::ifstream("/proc/sys/fs/mqueue/" + name) >> text;
  return text;
}

Descriptor open_queue(std::size_t bytes) {
  mq_attr attributes{};
  attributes.mq_maxmsg = capacity;
  attributes.mq_msgsize = static_cast<long>(std::max<std::size_t>(bytes, 1));
  static int made = 0;
  const std::string name = fmt::format("/parallax-{}-{}", getpid(), ++made);
  const mqd_t queue = mq_open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600, &attributes);
  const int error = errno;
  if (queue >= 0) mq_unlink(name.c_str());
  if (queue < 0 && (error == EINVAL || error == EMFILE || error == ENOSPC || error == ENOSYS))
    throw NotSupported(fmt::format(
        "this system has no POSIX queue for {} messages of {} bytes ({}; msgsize_max {}, msg_max {}, "
        "and `ulimit -q`)",
        capacity, bytes, std::generic_category().message(error), limit("msgsize_max"), limit("msg_max")));
  errno = error;
  return Descriptor(queue, "mq_open");  // on Linux it is one
}

// Nobody ever writes to it.
struct Peers {
  Peers() {
    Pipe pipe;
    receivers = std::move(pipe.read);
    senders = std::move(pipe.write);
  }
  bool no_sender() const { return tells(receivers, POLLHUP); }
  bool no_receiver() const { return tells(senders, POLLERR); }

  Descriptor receivers, senders;

 private:
  static bool tells(const Descriptor& end, short what) {
    pollfd one{.fd = end.get(), .events = 0, .revents = 0};
    return poll(&one, 1, 0) > 0 && (one.revents & what) != 0;
  }
};

timespec after_a_tenth() {
  timespec time{};
  clock_gettime(CLOCK_REALTIME, &time);
  time.tv_nsec += 100'000'000;
  if (time.tv_nsec >= 1'000'000'000) {
    time.tv_nsec -= 1'000'000'000;
    ++time.tv_sec;
  }
  return time;
}

class PosixQueue final : public Channel {
 public:
  static constexpr ChannelFacts facts{.name = "posix-queue",
                                      .summary = "a POSIX message queue for ten messages",
                                      .several_producers = true,
                                      .several_consumers = true,
                                      .order_of_all = true,
                                      .survives_kills = true,
                                      .copies = 2};

  explicit PosixQueue(const ChannelShape& shape)
      : most_bytes_(shape.bytes), queue_(open_queue(shape.bytes)) {}

  void send(std::span<const std::byte> message) override {
    if (message.size() > most_bytes_)
      throw std::length_error("the message is larger than the channel's largest");
    const char* const bytes = message.empty() ? "" : reinterpret_cast<const char*>(message.data());
    for (;;) {
      const timespec until = after_a_tenth();
      if (mq_timedsend(queue_.get(), bytes, message.size(), 0, &until) == 0) return;
      if (errno != ETIMEDOUT && errno != EINTR) throw_system_error("mq_timedsend");
      if (peers_.no_receiver()) throw ChannelClosed();
    }
  }

  std::optional<std::size_t> receive(std::span<std::byte> to) override {
    if (to.size() < most_bytes_)
      throw std::length_error("there is no room for the channel's largest message");
    std::byte nothing{};
    if (to.empty()) to = {&nothing, 1};
    // Looked at before the queue is: what was sent before the last sender ended is in there then.
    for (bool ended = false;; ended = peers_.no_sender()) {
      const timespec until = ended ? timespec{} : after_a_tenth();
      const ssize_t size =
          mq_timedreceive(queue_.get(), reinterpret_cast<char*>(to.data()), to.size(), nullptr, &until);
      if (size >= 0) return static_cast<std::size_t>(size);
      if (errno != ETIMEDOUT && errno != EINTR) throw_system_error("mq_timedreceive");
      if (ended) return {};
    }
  }

  void stop_sending() override { peers_.senders.reset(); }
  void stop_receiving() override { peers_.receivers.reset(); }

 private:
  std::size_t most_bytes_;
  Descriptor queue_;
  Peers peers_;
};

}  // namespace

PARALLAX_CHANNEL(posix_queue, PosixQueue);

}  // namespace parallax
