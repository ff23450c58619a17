// SPDX-License-Identifier: MIT
//
// What of tree_team.hpp does not happen for every node, and how workers sleep. A wake-up cannot be lost: one
// side puts records into its deque, or ends the job, and then looks for sleepers; the other says that it sleeps
// and then looks into all deques and whether the job goes on. Both do so in sequentially consistent order.
#include "runtimes/stealing/tree_team.hpp"

#include "runtimes/support/spin.hpp"
#include "runtimes/support/tree_frame.hpp"
#include "support/random.hpp"

namespace parallax {
namespace {

constexpr std::size_t ring_entries = std::size_t{1} << 14;
constexpr std::size_t most_record_bytes = std::size_t{4} << 20, all_record_bytes = std::size_t{256} << 20;
constexpr std::size_t root_bytes = 4096;  // a record with its node and its value

std::size_t record_bytes(std::size_t workers) {
  return std::min(most_record_bytes, all_record_bytes / workers) & ~std::size_t{4095};
}

// Of one worker. A multiple of a page, so that nobody's memory begins in the middle of a cache line.
std::size_t bytes_of_member(std::size_t workers) {
  return 4096 + ring_entries * sizeof(RecordDeque::Entry) + record_bytes(workers);
}

}  // namespace

std::size_t TreeTeam::bytes(int workers) {
  const auto count = static_cast<std::size_t>(workers);
  return root_bytes + count * (sizeof(Member) + bytes_of_member(count));
}

TreeTeam::TreeTeam(std::span<std::byte> memory, int workers, std::chrono::nanoseconds spin)
    : root_(reinterpret_cast<TreeRecord*>(memory.data())), spin_(spin) {
  const auto count = static_cast<std::size_t>(workers);
  Member* const members = reinterpret_cast<Member*>(memory.data() + root_bytes);
  std::byte* more = memory.data() + root_bytes + (count * sizeof(Member) + 4095) / 4096 * 4096;
  for (std::size_t i = 0; i < count; ++i) {
    auto* const ring = reinterpret_cast<RecordDeque::Entry*>(more);  // written before it is read
    std::byte* const records = more + ring_entries * sizeof(RecordDeque::Entry);
    new (&members[i]) Member({ring, ring_entries}, {records, record_bytes(count)});
    members[i].random = i;
    more = records + record_bytes(count);
  }
  members_ = {members, count};
}

void TreeTeam::open(const TreeJob& job) {
  const TreeLayout layout(job);
  if (!clean_ || layout != layout_) {
    for (Member& one : members_) {
      one.deque.reset();
      one.store.reset(layout.stride());
    }
  }
  clean_ = false;
  job_ = job;
  layout_ = layout;
  new (root_) TreeRecord;
  std::copy(job.root.begin(), job.root.end(), layout_.node(root_));
  root_begun_ = false;
  state_.store(running, std::memory_order_seq_cst);
}

void TreeTeam::run_children_here(std::size_t index, TreeRecord& record, std::size_t count, Worker& worker) {
  ++member(index).not_handed_out;
  const std::byte* const node = layout_.node(&record);
  TreeFrame frame(job_, node, count);
  for (std::size_t i = 0; i < count; ++i) job_.run(job_, frame.node(i), frame.value(i), worker);
  frame.join(node, layout_.value(&record), worker);
  deliver(index, &record, worker);
}

void TreeTeam::deliver(std::size_t index, TreeRecord* record, Worker& worker) {
  while (TreeRecord* const parent = record->parent) {
    // One that is missing is this one, which nobody else brings.
    if (parent->missing.load(std::memory_order_acquire) != 1 &&
        parent->missing.fetch_sub(1, std::memory_order_acq_rel) != 1)
      return;
    TreeRecord* const first = parent->children;
    job_.join(job_, layout_.node(parent), layout_.value(first), layout_.stride(), parent->count,
              layout_.value(parent), worker);
    if (parent->owner == index) {
      member(index).store.give_back(first, parent->size_class);
    } else {
      member(parent->owner).store.give_back_from_afar(first, parent->size_class);
    }
    record = parent;
  }
  const std::byte* const value = layout_.value(record);
  std::copy(value, value + job_.out.size(), job_.out.begin());
  clean_ = true;
  end(done);
}

TreeRecord* TreeTeam::find(std::size_t index, Worker& worker) {
  Member& own = member(index);
  bool counted = false;  // among those who search, by who has woken this one
  const auto is_over = [this] { return state_.load(std::memory_order_acquire) != running; };
  for (;;) {
    if (!counted) searching_.fetch_add(1, std::memory_order_seq_cst);
    TreeRecord* found = nullptr;
    spin_until([&] { return is_over() || (found = steal(index)); }, spin_);
    const bool was_last = searching_.fetch_sub(1, std::memory_order_seq_cst) == 1;
    if (found) {
      if (was_last) wake_one();  // where there was something there may be more
      return found;
    }
    if (is_over()) return nullptr;
    own.asleep.store(1, std::memory_order_seq_cst);
    sleepers_.fetch_add(1, std::memory_order_seq_cst);
    if (state_.load(std::memory_order_seq_cst) == running && !anything_to_steal()) {
      worker.blocking([&] {
        while (own.asleep.load(std::memory_order_acquire) != 0) futex_wait(own.asleep, 1);
      });
    }
    counted = own.asleep.exchange(0, std::memory_order_seq_cst) == 0;
    if (!counted) sleepers_.fetch_sub(1, std::memory_order_seq_cst);
  }
}

TreeRecord* TreeTeam::steal(std::size_t thief) {
  const std::size_t count = members_.size();
  const std::size_t first = splitmix64(member(thief).random += golden_gamma) % count;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t victim = (first + i) % count;
    if (victim == thief) continue;
    if (TreeRecord* const record = member(victim).deque.steal()) return record;
  }
  return nullptr;
}

bool TreeTeam::anything_to_steal() const {
  return std::any_of(members_.begin(), members_.end(), [](const Member& one) { return one.deque.any(); });
}

void TreeTeam::wake_one() {
  if (sleepers_.load(std::memory_order_seq_cst) == 0 || searching_.load(std::memory_order_seq_cst) != 0)
    return;
  for (Member& one : members_) {
    if (one.asleep.load(std::memory_order_relaxed) == 0 ||
        one.asleep.exchange(0, std::memory_order_seq_cst) == 0)
      continue;
    searching_.fetch_add(1, std::memory_order_seq_cst);
    sleepers_.fetch_sub(1, std::memory_order_seq_cst);
    futex_wake_all(one.asleep);
    return;
  }
}

void TreeTeam::end(std::uint32_t how) {
  std::uint32_t expected = running;
  state_.compare_exchange_strong(expected, how, std::memory_order_seq_cst);
  for (Member& one : members_) {
    const bool slept = one.asleep.exchange(0, std::memory_order_seq_cst) != 0;
    if (slept) {
      searching_.fetch_add(1, std::memory_order_seq_cst);
      sleepers_.fetch_sub(1, std::memory_order_seq_cst);
    }
    // Whoever has died may have taken somebody's mark and not have woken him.
    if (slept || how == cancelled) futex_wake_all(one.asleep);
  }
}

std::uint64_t TreeTeam::not_handed_out() const {
  std::uint64_t sum = 0;
  for (const Member& one : members_) sum += one.not_handed_out;
  return sum;
}

}  // namespace parallax
