// SPDX-License-Identifier: MIT
#include "runtimes/mpi/ranks.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <thread>

#include "runtimes/mpi/plugin.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/mapping.hpp"
#include "runtimes/support/spin.hpp"
#include "support/affinity.hpp"

namespace parallax {
namespace {

Ranks* the_ranks = nullptr;

std::string required_name() {
  const auto name = launched_for();
  if (!name) throw std::runtime_error("no MPI launcher has started this process");
  return *name;
}

// Of the running kernel, so of the machine, and of the network namespace, whose loopback they share.
std::uint64_t place_of_this_process() {
  std::string text;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> text;
  struct stat network {};
  if (stat("/proc/self/ns/net", &network) == 0) text += fmt::format(" {}", network.st_ino);
  return std::hash<std::string>{}(text);
}

RankFacts own_facts() {
  RankFacts facts;
  gethostname(facts.host, sizeof facts.host - 1);
  facts.place = place_of_this_process();
  facts.pid = getpid();
  facts.memory = reinterpret_cast<std::uintptr_t>(symmetric_memory());
  return facts;
}

// Where Open MPI is told to keep its shared memory (benches/harness/conductor/launcher.cpp), which must be
// there before it starts. On other hosts than the conductor's nobody else makes it.
std::filesystem::path shared_memory_folder() {
  const char* folder = std::getenv("OMPI_MCA_btl_vader_backing_directory");
  return folder && std::strstr(folder, "/parallax-") ? folder : "";
}

// It lives as long as this process.
const MpiLibrary& required_library() {
  const std::string name = required_name();
  return load_mpi(name);
}

}  // namespace

Ranks::Ranks() : mpi_(required_library()) {
  // The launcher's daemon on this host is the parent; without it nobody would end this process.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const auto folder = shared_memory_folder();
  std::error_code ignored;
  if (!folder.empty()) std::filesystem::create_directory(folder, ignored);
  mpi_.join();
  rank_ = mpi_.rank();
  size_ = mpi_.size();
  meet();
  // Everybody has it mapped, so that it needs no name any more; whatever happens from now on, nothing is
  // left.
  if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
  the_ranks = this;
}

Ranks::~Ranks() { the_ranks = nullptr; }

void Ranks::leave() {
  watch_->farewell();
  mpi_.leave();
}

Ranks* Ranks::current() { return the_ranks; }

void Ranks::meet() {
  RankFacts mine = own_facts();
  std::vector<std::byte> own_mask = processor_mask(affinity());
  mine.processor_bytes = static_cast<std::uint32_t>(own_mask.size());
  facts_.resize(static_cast<std::size_t>(size_));
  mpi_.gather_all(&mine, sizeof mine, facts_.data());
  require_same_memory(facts_);
  std::size_t mask_bytes = 0;
  for (const RankFacts& facts : facts_) mask_bytes = std::max<std::size_t>(mask_bytes, facts.processor_bytes);
  own_mask.resize(mask_bytes);
  std::vector<std::byte> masks(facts_.size() * mask_bytes);
  mpi_.gather_all(own_mask.data(), mask_bytes, masks.data());
  const Neighbours neighbours = neighbours_of(facts_, masks, mine.place);
  hosts_ = neighbours.hosts;
  pinned_ = neighbours.pinned;
  size_here_ = neighbours.here;
  for (int r = 0; r < rank_; ++r) {
    if (facts_[static_cast<std::size_t>(r)].place == mine.place) ++rank_here_;
  }
  // Waiting for each other on processors that they share, they would keep each other from going on.
  const double processors = neighbours.processors;
  const double quota = cgroup_cpu_quota().value_or(processors);
  spin_ = neighbours.here <= std::min(quota, processors) ? spin_budget : std::chrono::nanoseconds(0);

  WatchAddress address;
  if (rank_ == 0) {
    watch_ = std::make_unique<Watch>(hosts_ == 1);
    address = watch_->address();
  }
  mpi_.broadcast(&address, sizeof address);
  if (rank_ == 0) {
    watch_->accept_all(size_);
  } else {
    watch_ = std::make_unique<Watch>(address, rank_, facts_[0].place == mine.place);
  }
  // Two neighbours that have never spoken might not have each other's memory mapped yet.
  std::vector<std::byte> all(static_cast<std::size_t>(size_));
  mpi_.gather_all("", 1, all.data());
  mpi_.barrier();
}

std::string Ranks::place(int rank) const { return place_of(rank, facts_[static_cast<std::size_t>(rank)]); }

void Ranks::throw_lost() const { throw RankLost(fmt::format("{} is gone", place(*watch_->lost()))); }

void Ranks::Patience::pass() {
  constexpr int asks_between_clocks = 64;
  constexpr auto yielding = std::chrono::milliseconds(1);
  constexpr auto first_sleep = std::chrono::microseconds(20);
  if (spin_.count() != 0) {
    if (++passed_ % asks_between_clocks != 0) return pause_processor();
    const auto now = std::chrono::steady_clock::now();
    if (begin_ == std::chrono::steady_clock::time_point()) begin_ = now;
    if (now - begin_ > spin_) spin_ = {}, begin_ = now;
    return;
  }
  if (sleep_.count() == 0) {
    sched_yield();
    const auto now = std::chrono::steady_clock::now();
    if (begin_ == std::chrono::steady_clock::time_point()) begin_ = now;
    if (now - begin_ > yielding) sleep_ = first_sleep;
    return;
  }
  std::this_thread::sleep_for(sleep_);
  sleep_ = std::min(2 * sleep_, longest_);
}

}  // namespace parallax
