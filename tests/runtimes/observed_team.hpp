// SPDX-License-Identifier: MIT
//
// A team with what its members leave behind for a test to see, and threads that are its helpers.
#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string_view>
#include <thread>

#include "runtimes/support/team.hpp"

namespace parallax::testing {

struct ObservedTeam {
  static constexpr std::size_t most_chunks = 100;

  explicit ObservedTeam(std::chrono::nanoseconds spin) : team(spin) {}

  // A helper's whole life.
  void help() {
    for (std::uint32_t seen = 0; team.wait(seen); team.leave()) {
      ++inside;
      while (detained) std::this_thread::yield();
      claim_all();
      --inside;
    }
    ++ended;
  }
  void claim_all() {
    for (auto c = team.claim(); c != Team::no_chunk; c = team.claim()) ++claims[std::min(c, most_chunks)];
  }
  // Whether exactly the first `chunks` were claimed, each once; forgets them.
  bool claimed_once(std::size_t chunks) {
    bool once = true;
    for (std::size_t c = 0; c <= most_chunks; ++c) once = claims[c].exchange(0) == (c < chunks) && once;
    return once;
  }
  void until_inside(int helpers) const {
    while (inside < helpers) std::this_thread::yield();
  }

  Team team;
  std::atomic<std::uint32_t> claims[most_chunks + 1] = {};  // the last is for those beyond
  std::atomic<int> inside = 0, ended = 0;
  std::atomic<bool> detained = false;  // nobody who is inside goes on
};

inline MapJob job_of(std::size_t chunks, std::string_view name = "job") {
  return {.kernel = name, .items = chunks, .grain = 1, .params = {}, .in = {}, .out = {}};
}

// The parameter is how long to spin, in nanoseconds.
class TeamTest : public ::testing::TestWithParam<long> {
 protected:
  ~TeamTest() override { stop(); }

  // A thread, and the kernel's number for it once it runs.
  struct Helper {
    std::atomic<pid_t> id = 0;
    std::thread thread;
  };
  Helper& start_helper() {
    Helper& helper = helpers_.emplace_back();
    helper.thread = std::thread([this, &helper] {
      helper.id = gettid();
      observed_.help();
    });
    return helper;
  }
  void stop() {
    observed_.detained = false;
    team_.stop();
    for (Helper& helper : helpers_) helper.thread.join();
    helpers_.clear();
  }

  ObservedTeam observed_{std::chrono::nanoseconds(GetParam())};
  Team& team_ = observed_.team;

 private:
  std::list<Helper> helpers_;
};

}  // namespace parallax::testing
