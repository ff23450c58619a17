// SPDX-License-Identifier: MIT
//
// A histogram of durations that threads and, lying in shared memory, processes fill at the same time.
//
// The buckets are those of Gil Tene's HdrHistogram: exact below 256 ns, then 128 equal ones per power of two,
// so that a value is known to better than 1/128 of itself over the whole range. Recording is one addition
// without a lock; the least that measuring every single request can cost.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace parallax {

class Histogram {
 public:
  // Longer durations (more than an hour) count as the longest.
  void record(std::chrono::nanoseconds duration) {
    const auto value = static_cast<std::uint64_t>(std::clamp<std::int64_t>(duration.count(), 0, longest));
    buckets_[bucket_of(value)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
    std::uint64_t most = most_.load(std::memory_order_relaxed);
    while (most < value && !most_.compare_exchange_weak(most, value, std::memory_order_relaxed)) {
    }
  }

  void reset() {
    for (auto& bucket : buckets_) bucket.store(0, std::memory_order_relaxed);
    sum_.store(0, std::memory_order_relaxed);
    most_.store(0, std::memory_order_relaxed);
  }

  // Counts what the other has counted as well.
  void add(const Histogram& other) {
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      if (const std::uint64_t more = other.buckets_[i].load(std::memory_order_relaxed)) buckets_[i] += more;
    }
    sum_ += other.sum_.load(std::memory_order_relaxed);
    most_ = std::max(most_.load(), other.most_.load());
  }

  std::uint64_t count() const {
    std::uint64_t sum = 0;
    for (const auto& bucket : buckets_) sum += bucket.load(std::memory_order_relaxed);
    return sum;
  }

  // The least recorded duration, to 1/128, that `share` (0 to 1) of all do not exceed; 0 if there is none.
  std::chrono::nanoseconds quantile(double share) const {
    const auto rank = std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count()))));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      seen += buckets_[i].load(std::memory_order_relaxed);
      if (seen >= rank)
        return std::chrono::nanoseconds(std::min(last_of(i), most_.load(std::memory_order_relaxed)));
    }
    return {};
  }

  // Exact, both; 0 if there is none.
  std::chrono::nanoseconds mean() const {
    const std::uint64_t recorded = count();
    return std::chrono::nanoseconds(recorded == 0 ? 0 : sum_.load(std::memory_order_relaxed) / recorded);
  }
  std::chrono::nanoseconds maximum() const {
    return std::chrono::nanoseconds(most_.load(std::memory_order_relaxed));
  }

 private:
  static constexpr int precision_bits = 7, range_bits = 42;
  static constexpr std::size_t per_power = std::size_t{1} << precision_bits;
  static constexpr std::int64_t longest = (std::int64_t{1} << range_bits) - 1;

  // [0, 256) one by one; [256, 512) by twos, from bucket 256 on; [512, 1024) by fours; ...
  static std::size_t bucket_of(std::uint64_t value) {
    const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - precision_bits - 1);
    return static_cast<std::size_t>(shift) * per_power + static_cast<std::size_t>(value >> shift);
  }
  // The greatest value of a bucket.
  static std::uint64_t last_of(std::size_t bucket) {
    const std::size_t shift = bucket < 2 * per_power ? 0 : bucket / per_power - 1;
    return ((bucket - shift * per_power + 1) << shift) - 1;
  }

  std::array<std::atomic<std::uint64_t>, (range_bits - precision_bits + 1) * per_power> buckets_{};
  std::atomic<std::uint64_t> sum_ = 0;
  std::atomic<std::uint64_t> most_ = 0;
};

}  // namespace parallax
