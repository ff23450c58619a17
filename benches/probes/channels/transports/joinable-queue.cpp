// SPDX-License-Identifier: MIT
//
// joinable-queue: a feeder-queue that counts the messages which nobody has reported as done, what
// JoinableQueue is in Python. Every thread that receives owes a report for what it has received, so one that
// dies with a message is an error of join() instead of a wait for ever.
#include <map>

#include "benches/probes/channels/feeder_queue.hpp"

namespace parallax {
namespace {

class JoinableQueue final : public FeederQueue {
 public:
  static constexpr ChannelFacts facts{
      .name = "joinable-queue",
      .summary = "the same with a count of unfinished tasks, as JoinableQueue",
      .several_producers = true,
      .several_consumers = true,
      .copies = 3};

  explicit JoinableQueue(const ChannelShape& shape)
      : FeederQueue(shape),
        memory_(Mapping::shared(sizeof(Shared))),
        shared_(*new (memory_.bytes().data()) Shared) {}

  ~JoinableQueue() override {
    try {
      JoinableQueue::stop_receiving();
      FeederQueue::stop_sending();  // its thread calls lost()
    } catch (...) {                 // nobody is left who could want to know
    }
    // A lock may not vanish while it is held. Other threads that have received have ended.
    if (const auto account = mine().find(number_); account != mine().end()) account->second->life.unlock();
    mine().erase(number_);
  }

  void task_done() override {
    finish(1);
    account_of_this_thread().owed.fetch_sub(1);
  }

  void join() override {
    for (bool receivers = true;;) {
      shared_.joining.fetch_add(1);
      const bool waits = shared_.unfinished > 0;
      if (waits && receivers) receivers = all_done_.wait(std::chrono::milliseconds(100));
      shared_.joining.fetch_sub(1);
      if (!waits) return;
      look_for_dead_senders();
      shared_.receivers.settle_the_dead([&](std::int64_t) { shared_.task_was_lost = true; });
      if ((shared_.task_was_lost || !receivers) && shared_.unfinished > 0)
        throw WorkerDied("a receiver ended before it had done its task");
    }
  }

  void stop_receiving() override {
    FeederQueue::stop_receiving();
    all_done_.stop_ringing();
  }

 protected:
  void expect() override { shared_.unfinished.fetch_add(1); }
  void arrived() override { account_of_this_thread().owed.fetch_add(1); }
  void lost(std::int64_t messages) override { finish(messages); }

 private:
  struct Shared {
    alignas(128) std::atomic<std::int64_t> unfinished = 0;
    FutexWord joining = 0;
    std::atomic<bool> task_was_lost = false;
    alignas(128) Accounts receivers;
  };

  // A thread's accounts, which it holds until it or the channel ends, by the channels' numbers.
  static std::map<std::uint64_t, Account*>& mine() {
    thread_local std::map<std::uint64_t, Account*> mine;
    return mine;
  }

  static std::uint64_t next_number() {
    static std::atomic<std::uint64_t> made = 0;
    return ++made;
  }

  void finish(std::int64_t tasks) {
    if (shared_.unfinished.fetch_sub(tasks) <= tasks && shared_.joining != 0) all_done_.ring();
  }

  Account& account_of_this_thread() {
    Account*& account = mine()[number_];
    if (account == nullptr)
      account = &shared_.receivers.open([&](std::int64_t) { shared_.task_was_lost = true; });
    return *account;
  }

  std::uint64_t number_ = next_number();
  Mapping memory_;
  Shared& shared_;
  Doorbell all_done_;
};

}  // namespace

PARALLAX_CHANNEL(joinable_queue, JoinableQueue);

}  // namespace parallax
