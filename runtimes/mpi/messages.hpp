// SPDX-License-Identifier: MIT
//
// What rank 0 and the others say to each other: calls one way, replies the other, each a header of plain data
// followed by its parts. All addresses are the same on every rank (see place_shared_mappings()), so that they
// need no translation and results go straight from where a kernel has written them to where the caller reads
// them.
//
// Header and parts travel in one message if they fit into `short_bytes`, which MPI libraries send without
// asking the receiver first; else the parts follow in messages of their own, straight from and to memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <list>
#include <optional>
#include <span>

#include "runtimes/mpi/ranks.hpp"

namespace parallax {

inline constexpr std::size_t short_bytes = 4096;

enum MessageTag : int { call_tag = 1, reply_tag = 2, part_tag = 3, output_tag = 4 };

struct Call {
  enum class Kind : std::uint32_t {
    begin,   // of a runtime; parts: the SharedMappings that every rank must have. Reply: a byte for each,
             // whether it had it
    end,     // of a runtime
    chunk,   // parts: [MapJob, params] if `job`, inputs if `inputs`. Reply: the chunk's results
    region,  // likewise for a rank's whole share; MapJob and params come down a tree. Reply: its results
    graph,   // part: GraphJob, whose params and steps every rank has. Reply: the outputs of its points
    push,    // part: what [address, address + bytes) is from now on; comes down a tree
    pull,    // Reply: what is there
    usage,   // Reply: a Usage
    processor_use,  // Reply: a Usage, without memory
    quit            // the last
  };

  Kind kind = Kind::quit;
  std::uint32_t ranks = 0;  // that take part, 0 included
  std::uint64_t chunk = 0;  // the index of the chunk
  std::uint64_t address = 0, bytes = 0;
  bool job = false;          // a job follows, else it is the last one
  bool inputs = false;       // the job's inputs, or this chunk's or share's, follow
  bool params = false;       // so do its params
  bool parts_apart = false;  // parts come in messages of their own
};

struct Reply {
  std::uint64_t chunk = 0;
  std::uint64_t bytes = 0;  // of its part
  bool threw = false;       // the part is the text of what the kernel threw
  bool parts_apart = false;
};

using Part = std::span<const std::byte>;

// The calls or replies that arrive, one after the other.
class Inbox {
 public:
  struct Message {
    int from = 0;
    Part bytes;  // header and parts; valid until the next poll()
  };

  Inbox(Ranks& ranks, MessageTag tag);
  ~Inbox();
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  std::optional<Message> poll();

 private:
  void listen();

  Ranks& ranks_;
  MessageTag tag_;
  std::array<std::array<std::byte, short_bytes>, 2> buffers_;
  std::size_t current_ = 0;
  MpiRequest request_;
};

// What is on its way to others.
class Outbox {
 public:
  explicit Outbox(Ranks& ranks) : ranks_(ranks) {}

  // The parts' bytes have to stay as they are until nothing is on its way any more.
  template <class Header>
  void send(int to, MessageTag tag, Header header, std::initializer_list<Part> parts) {
    std::size_t bytes = sizeof header;
    for (const Part& part : parts) bytes += part.size();
    header.parts_apart = bytes > short_bytes;
    Buffer& buffer = free_buffer();
    std::memcpy(buffer.bytes.data(), &header, sizeof header);
    std::size_t used = sizeof header;
    for (const Part& part : parts) {
      if (header.parts_apart || part.empty()) continue;
      std::memcpy(buffer.bytes.data() + used, part.data(), part.size());
      used += part.size();
    }
    buffer.request = ranks_.mpi().send(buffer.bytes.data(), used, to, tag);
    moved_ += used;
    if (header.parts_apart) {
      for (const Part& part : parts) send_part(to, part);
    }
  }
  // The other side of send(): reads parts, one after the other, out of what has arrived or from the network.
  class Reader {
   public:
    template <class Header>
    Reader(Outbox& outbox, const Inbox::Message& arrived, Header& header)
        : outbox_(outbox), from_(arrived.from), rest_(arrived.bytes.subspan(sizeof header)) {
      std::memcpy(&header, arrived.bytes.data(), sizeof header);
      outbox_.moved_ += arrived.bytes.size();
      apart_ = header.parts_apart;
    }
    void read(std::span<std::byte> to);

   private:
    Outbox& outbox_;
    int from_;
    Part rest_;
    bool apart_ = false;
  };

  // A part alone, without a header: the receiver knows what comes.
  void send_part(int to, Part part);
  void receive_part(int from, std::span<std::byte> to);

  // Whether nothing is on its way.
  bool progress();
  // All bytes that this rank has sent and received, headers included.
  std::uint64_t moved() const { return moved_; }

 private:
  struct Buffer {
    std::array<std::byte, short_bytes> bytes;
    MpiRequest request;
  };
  Buffer& free_buffer();

  Ranks& ranks_;
  std::list<Buffer> buffers_;
  std::list<MpiRequest> parts_;
  std::uint64_t moved_ = 0;
};

}  // namespace parallax
