// SPDX-License-Identifier: MIT
#include "tests/support/interleavings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <unordered_set>
#include <utility>

namespace parallax::testing {
namespace {

Interleavings* only_one = nullptr;

void append(std::string& to, std::uint64_t value) {
  to.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

Interleavings::Interleavings(Weakening weakening) : weakening_(weakening) { only_one = this; }
Interleavings::~Interleavings() { only_one = nullptr; }

Interleavings& Interleavings::current() {
  if (!only_one) throw std::logic_error("a model's atomic needs Interleavings");
  return *only_one;
}

std::size_t Interleavings::add_place(std::uint64_t value) {
  memory_.push_back(value);
  return memory_.size() - 1;
}

std::uint64_t Interleavings::apply(const Operation& operation, std::vector<std::uint64_t>& memory) const {
  std::uint64_t& place = memory[operation.place];
  const std::uint64_t before = place;
  switch (operation.kind) {
    case Kind::load:
      break;
    case Kind::store:
    case Kind::exchange:
      place = operation.value;
      break;
    case Kind::add:
      place += operation.value;
      break;
    case Kind::compare_exchange:
      if (exchanges(before, operation.expected)) place = operation.value;
      break;
  }
  return before;
}

std::uint64_t Interleavings::operate(const Operation& operation) {
  if (!replay_) return apply(operation, memory_);
  if (replayed_ < replay_->size()) return (*replay_)[replayed_++];
  reached_ = operation;
  throw NextOperation();
}

Interleavings::Next Interleavings::next_of(const Thread& thread, const std::vector<std::uint64_t>& results) {
  replay_ = &results;
  replayed_ = 0;
  reached_.reset();
  Next next;
  try {
    next.got = thread();
  } catch (const NextOperation&) {
    next.operation = reached_;
  }
  replay_ = nullptr;
  return next;
}

// Whether it has to wait until stores of its thread have left.
bool Interleavings::is_held(const Operation& operation, const std::vector<Buffered>& buffer) const {
  if (operation.kind == Kind::load) return false;
  const bool is_store = operation.kind == Kind::store;
  const bool fences = operation.order == std::memory_order_seq_cst &&
                      !(is_store && weakening_ != Weakening::none && weakening_ != Weakening::no_compares);
  if (fences) return !buffer.empty();
  if (is_store) return false;
  if (operation.order != std::memory_order_relaxed) return !buffer.empty();
  return std::any_of(buffer.begin(), buffer.end(),
                     [&](const Buffered& one) { return one.place == operation.place; });
}

void Interleavings::step(State& state, std::size_t thread, const Operation& operation) const {
  ThreadState& own = state.threads[thread];
  std::uint64_t result = 0;
  const bool is_buffered = operation.kind == Kind::store &&
                           (operation.order != std::memory_order_seq_cst ||
                            weakening_ == Weakening::no_fences || weakening_ == Weakening::no_order);
  if (is_buffered) {
    const bool releases = operation.order != std::memory_order_relaxed && weakening_ != Weakening::no_order;
    own.buffer.push_back({operation.place, operation.value, releases});
  } else if (operation.kind == Kind::load) {
    // A thread sees its own stores at once.
    const auto newest = std::find_if(own.buffer.rbegin(), own.buffer.rend(),
                                     [&](const Buffered& one) { return one.place == operation.place; });
    result = newest != own.buffer.rend() ? newest->value : state.memory[operation.place];
  } else {
    result = apply(operation, state.memory);
  }
  own.results.push_back(result);
  static constexpr const char* names[] = {"loads", "stores", "exchanges", "compares", "adds"};
  state.path += fmt::format(" {}:{} [{}] {};", thread, names[static_cast<std::size_t>(operation.kind)],
                            operation.place, operation.kind == Kind::load ? result : operation.value);
}

bool Interleavings::may_leave(const std::vector<Buffered>& buffer, std::size_t at) {
  return at == 0 || (!buffer[at].releases &&
                     std::none_of(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(at),
                                  [&](const Buffered& one) { return one.place == buffer[at].place; }));
}

std::string Interleavings::key_of(const State& state) {
  std::string key;
  for (const std::uint64_t word : state.memory) append(key, word);
  for (const ThreadState& thread : state.threads) {
    append(key, thread.results.size());
    for (const std::uint64_t result : thread.results) append(key, result);
    append(key, thread.buffer.size());
    for (const Buffered& one : thread.buffer) {
      append(key, one.place << 1 | (one.releases ? 1 : 0));
      append(key, one.value);
    }
  }
  return key;
}

std::optional<std::string> Interleavings::explore(const std::vector<Thread>& threads, const Check& check) {
  std::vector<std::map<std::vector<std::uint64_t>, Next>> known(threads.size());
  std::unordered_set<std::string> seen;
  const std::vector<std::uint64_t> begin = memory_;
  std::vector<State> to_do{{begin, std::vector<ThreadState>(threads.size()), {}}};
  states_ = 0;
  while (!to_do.empty()) {
    const State state = std::move(to_do.back());
    to_do.pop_back();
    if (!seen.insert(key_of(state)).second) continue;
    ++states_;
    bool is_end = true;
    Outcome got(threads.size());
    for (std::size_t thread = 0; thread < threads.size(); ++thread) {
      const ThreadState& own = state.threads[thread];
      for (std::size_t i = 0; i < own.buffer.size(); ++i) {
        is_end = false;
        if (!may_leave(own.buffer, i)) continue;
        State& next = to_do.emplace_back(state);
        next.memory[own.buffer[i].place] = own.buffer[i].value;
        next.threads[thread].buffer.erase(next.threads[thread].buffer.begin() +
                                          static_cast<std::ptrdiff_t>(i));
        next.path += fmt::format(" {}:[{}] becomes {};", thread, own.buffer[i].place, own.buffer[i].value);
      }
      const auto found = known[thread].find(own.results);
      const Next& after =
          found != known[thread].end()
              ? found->second
              : known[thread].emplace(own.results, next_of(threads[thread], own.results)).first->second;
      got[thread] = after.got;
      if (!after.operation) continue;
      is_end = false;
      if (!is_held(*after.operation, own.buffer)) step(to_do.emplace_back(state), thread, *after.operation);
    }
    if (!is_end) continue;
    memory_ = state.memory;
    const auto wrong = check(got);
    memory_ = begin;
    if (wrong) return *wrong + " after" + state.path;
  }
  return {};
}

}  // namespace parallax::testing
