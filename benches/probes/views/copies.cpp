// SPDX-License-Identifier: MIT
//
// push and pull: the whole of a block, from the caller to every engine or from every engine to the caller.
#include <stdexcept>
#include <vector>

#include "benches/probes/views/view.hpp"

namespace parallax {
namespace {

ConstWords words_in(std::span<const std::byte> bytes) { return view_as<std::uint64_t>(bytes); }

class Push final : public View {
 public:
  Push(int engines, std::size_t bytes) : View(engines), block_(allocate(bytes / sizeof(std::uint64_t))) {
    start("mpi-static");
    fill(block_, {.making = ++making_});
  }

  void run(std::int64_t iterations) override {
    for (std::int64_t i = 0; i < iterations; ++i) {
      stamp(block_, ++pushed_);
      runtime().push(std::as_bytes(block_));
    }
  }

 private:
  // Engines have what was pushed last, between ends that no other push has had.
  void check() override {
    std::size_t copies = 0;
    runtime().pull(std::as_bytes(block_), [&](std::span<const std::byte> bytes) {
      const ConstWords copy = words_in(bytes);
      ++copies;
      if (copy.size() != block_.size() || !has_stamp(copy, pushed_) || !has_body(copy, {.making = making_}))
        wrong("an engine has another block than push {} has sent", pushed_);
    });
    if (copies != engines()) wrong("{} of {} engines have a block", copies, engines());
    fill(block_, {.making = ++making_});
  }

  Words block_;
  std::uint64_t making_ = 0, pushed_ = 0;
};

class Pull final : public View {
 public:
  Pull(int engines, std::size_t bytes) : View(engines), block_(allocate(bytes / sizeof(std::uint64_t))) {
    start("mpi-static");
    fill_everywhere(block_, block_.size(), ++making_);
  }

  // Of each copy that arrives both ends are looked at.
  void run(std::int64_t iterations) override {
    for (std::int64_t i = 0; i < iterations; ++i) {
      pull([&](ConstWords copy, std::size_t engine) {
        const Origin origin{making_, engine};
        return copy.front() == word_of(origin, 0) && copy.back() == word_of(origin, copy.size() - 1);
      });
    }
  }

 private:
  void check() override {
    pull([&](ConstWords copy, std::size_t engine) {
      const Origin origin{making_, engine};
      return copy.size() == block_.size() && copy.front() == word_of(origin, 0) &&
             copy.back() == word_of(origin, copy.size() - 1) && has_body(copy, origin);
    });
    fill_everywhere(block_, block_.size(), ++making_);
  }

  // Every copy must be that of an engine, and there must be one of each.
  template <class IsOf>
  void pull(IsOf is_of) {
    std::vector<bool> seen(ranks());
    runtime().pull(std::as_bytes(block_), [&](std::span<const std::byte> bytes) {
      for (std::size_t engine = 1; engine < ranks(); ++engine) {
        if (!seen[engine] && is_of(words_in(bytes), engine)) {
          seen[engine] = true;
          return;
        }
      }
      wrong("a block was pulled that is no engine's");
    });
    for (std::size_t engine = 1; engine < ranks(); ++engine) {
      if (!seen[engine]) wrong("the block of engine {} was not pulled", engine);
    }
  }

  Words block_;
  std::uint64_t making_ = 0;
};

}  // namespace

std::unique_ptr<Probe> make_push(int engines, std::size_t bytes) {
  return std::make_unique<Push>(engines, bytes);
}
std::unique_ptr<Probe> make_pull(int engines, std::size_t bytes) {
  return std::make_unique<Pull>(engines, bytes);
}

}  // namespace parallax
