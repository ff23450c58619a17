// SPDX-License-Identifier: MIT
//
// pipe: an anonymous pipe of the kernel's usual capacity (64 KiB), what Pipe(duplex=False) is in Python. The
// kernel copies each byte in and out; a small message is copied once more on either side, so that it needs
// one system call there (byte_stream.hpp).
#include <fcntl.h>

#include "benches/channels/byte_stream.hpp"

namespace parallax {
namespace {

struct Ends {
  Ends() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
    in = std::make_shared<Descriptor>(ends[0]);
    out = std::make_shared<Descriptor>(ends[1]);
  }
  std::shared_ptr<Descriptor> in, out;
};

class PipeChannel final : public ByteStream {
 public:
  static constexpr ChannelFacts facts{.name = "pipe", .summary = "a pipe", .copies = 2};

  explicit PipeChannel(const ChannelShape& shape) : PipeChannel(shape, Ends()) {}

 private:
  PipeChannel(const ChannelShape& shape, const Ends& ends) : ByteStream(shape, ends.out, ends.in) {}
};

}  // namespace

PARALLAX_CHANNEL(pipe, PipeChannel);

}  // namespace parallax
