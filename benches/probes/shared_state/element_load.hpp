// SPDX-License-Identifier: MIT
//
// What is done to a store's elements in the probe `element`, by one client or several at once, each a process
// of its own: read one, or add one to it.
//
// Sums tell whether all was right. What a client has read adds up to a known number; what all clients have
// added is what the elements have grown by. Where an update is a get and a set, updates of several clients
// get lost by design: they are counted. Anywhere else, and with one client, none may be.
#pragma once

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>

#include "benches/probe.hpp"
#include "benches/probes/primitives/crew.hpp"
#include "benches/probes/primitives/share.hpp"
#include "benches/probes/shared_state/element_stores.hpp"

namespace parallax {

inline constexpr std::size_t most_clients = 64;

template <class Store>
class ElementLoad final : public Probe {
 public:
  // `values`: how many elements the store really has; 1 or store_length.
  ElementLoad(int clients, bool update, std::size_t size, std::size_t values)
      : clients_(clients),
        update_(update),
        size_(size),
        values_(values),
        crew_(Sharing::processes, clients,
              [this](int member, std::int64_t iterations) { work(member, iterations); }),
        looked_at_(total()),
        counted_from_(looked_at_) {}

  void run(std::int64_t iterations) override {
    try {
      crew_.run(iterations);
    } catch (const WorkerDied&) {
      explain();
      throw;
    }
    iterations_ += iterations;
    counted_iterations_ += iterations;
  }

  std::optional<std::string> mistake() override {
    const std::int64_t iterations = std::exchange(iterations_, 0);
    const std::int64_t now = total(), grown = now - std::exchange(looked_at_, now);
    if (auto wrong = misread(iterations)) return wrong;
    const std::int64_t updates = update_ ? iterations * static_cast<std::int64_t>(size_) : 0;
    const bool may_lose = update_ && !Store::exact && clients_ > 1;
    if (grown > updates || (grown < updates && !may_lose) || (grown <= 0 && updates > 0))
      return fmt::format("{} updates have changed the elements by {}", updates, grown);
    return {};
  }

  Usage usage() override {
    Usage sum = crew_.usage();
    if constexpr (managed) sum += store_.manager().usage();
    return sum;
  }

  void restart_counters() override {
    counted_from_ = total();
    counted_iterations_ = 0;
  }
  std::vector<Counter> counters() override {
    if (!update_) return {};
    const std::int64_t updates = counted_iterations_ * static_cast<std::int64_t>(size_);
    return {{"lost_updates", static_cast<double>(updates - (total() - counted_from_)), true}};
  }

  Store& store() { return store_; }
  pid_t pid(int client) const { return crew_.pid(client); }

 private:
  static constexpr bool managed = requires(Store & store) { store.manager(); };

  struct Report {
    std::atomic<std::int64_t> read = 0;    // the sum of what the client has read
    std::atomic<std::int64_t> growth = 0;  // of elements that are its own
  };

  // In the client's process, which has its own copy of client_.
  void work(int member, std::int64_t iterations) {
    if (!client_) client_.emplace(store_);
    const auto share = static_cast<std::size_t>(share_of(member, clients_, size_));
    Report& report = (*reports_)[static_cast<std::size_t>(member)];
    if (update_) {
      for (std::int64_t i = 0; i < iterations; ++i) add(share);
      if constexpr (requires { client_->growth(); }) report.growth = client_->growth();
    } else {
      std::int64_t sum = 0;
      for (std::int64_t i = 0; i < iterations; ++i) sum += read(share);
      report.read += sum;
    }
  }

  void add(std::size_t times) {
    [[maybe_unused]] const auto batch = client_->batch();
    for (std::size_t i = 0; i < times; ++i) client_->add_one(i % store_length);
  }

  std::int64_t read(std::size_t times) {
    [[maybe_unused]] const auto batch = client_->batch();
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < times; ++i) sum += client_->get(i % store_length);
    return sum;
  }

  std::optional<std::string> misread(std::int64_t iterations) {
    for (int client = 0; client < clients_; ++client) {
      const auto share = static_cast<std::size_t>(share_of(client, clients_, size_));
      std::int64_t right = 0;
      for (std::size_t i = 0; i < share && !update_; ++i) right += first_value(i % store_length % values_);
      right *= iterations;
      const std::int64_t read = (*reports_)[static_cast<std::size_t>(client)].read.exchange(0);
      if (read != right) return fmt::format("client {} has read {}, not {}", client, read, right);
    }
    return {};
  }

  std::int64_t total() {
    std::int64_t sum = store_.total();
    for (const Report& report : *reports_) sum += report.growth;
    return sum;
  }

  // A client that could not go on may have lost its manager, which may be about to end still.
  void explain() {
    if constexpr (managed) {
      const std::chrono::seconds patience(crew_.failed() ? 1 : 0);
      if (const auto how = store_.manager().end(patience)) throw WorkerDied(*how);
    }
  }

  const int clients_;
  const bool update_;
  const std::size_t size_;
  const std::size_t values_;
  Store store_;
  Shared<std::array<Report, most_clients>> reports_;
  std::optional<typename Store::Client> client_;  // of a client's process
  Crew crew_;
  std::int64_t iterations_ = 0;          // since the last look for mistakes
  std::int64_t looked_at_;               // the total then
  std::int64_t counted_iterations_ = 0;  // since counters were restarted
  std::int64_t counted_from_;            // the total then
};

}  // namespace parallax
