// SPDX-License-Identifier: MIT
//
// pipe: an anonymous pipe of the kernel's usual capacity (64 KiB), what Pipe(duplex=False) is in Python. The
// kernel copies each byte in and out; a small message is copied once more on either side, so that it needs
// one system call there (byte_stream.hpp).
#include <fcntl.h>

#include "benches/probes/channels/byte_stream.hpp"
#include "support/pipe.hpp"

namespace parallax {
namespace {

struct PipeEnds {
  PipeEnds() {
    Pipe pipe;
    in = std::make_shared<Descriptor>(std::move(pipe.read));
    out = std::make_shared<Descriptor>(std::move(pipe.write));
  }
  std::shared_ptr<Descriptor> in, out;
};

class PipeChannel final : public ByteStream {
 public:
  static constexpr ChannelFacts facts{.name = "pipe", .summary = "a pipe", .copies = 2};

  explicit PipeChannel(const ChannelShape& shape) : PipeChannel(shape, PipeEnds()) {}

 private:
  PipeChannel(const ChannelShape& shape, const PipeEnds& ends) : ByteStream(shape, ends.out, ends.in) {}
};

}  // namespace

PARALLAX_CHANNEL(pipe, PipeChannel);

}  // namespace parallax
