// SPDX-License-Identifier: MIT
#include "benches/harness/host/placed_work.hpp"

#include <pthread.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "benches/harness/host/enclosed_job.hpp"
#include "support/affinity.hpp"

namespace parallax {
namespace {

// In memory that processes share: the processors of worker i are those from ends[i - 1] to ends[i].
struct Places {
  std::span<const int> processors;
  std::span<const std::size_t> ends;

  std::span<const int> of(std::size_t worker) const {
    const std::size_t begin = worker == 0 ? 0 : ends[worker - 1];
    return processors.subspan(begin, ends[worker] - begin);
  }
};

thread_local const Places* stays_at = nullptr;

// A forked child is another thread, with a copy of its parent's memory, and is to have a place of its own.
void forget_in_children() {
  static const int registered = pthread_atfork(nullptr, nullptr, [] { stays_at = nullptr; });
  static_cast<void>(registered);
}

struct AtPlace {
  template <class Call>
  static auto call(const Places& places, std::size_t index, std::uint64_t, std::size_t, Call call) {
    if (stays_at != &places) go(places, index);
    return call();
  }
  static void go(const Places& places, std::size_t index) {
    forget_in_children();
    stay_on(places.of(index % places.ends.size()));
    stays_at = &places;
  }
};

const Places& shared(const std::vector<Place>& places, Arena& arena) {
  std::size_t count = 0;
  for (const Place& place : places) count += place.size();
  const auto processors = arena.allocate_array<int>(count);
  const auto ends = arena.allocate_array<std::size_t>(places.size());
  std::size_t end = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    std::copy(places[i].begin(), places[i].end(), processors.begin() + static_cast<std::ptrdiff_t>(end));
    ends[i] = end += places[i].size();
  }
  return arena.make<Places>(processors, ends);
}

class PlacedWork final : public Work {
 public:
  PlacedWork(std::unique_ptr<Work> work, const Places& places, Arena& arena) : work_(std::move(work)) {
    using At = Enclosing<Places, AtPlace>;
    if (work_->tree()) {
      tree_ = At::around(*work_->tree(), arena, places);
    } else if (work_->graph()) {
      graph_ = At::around(*work_->graph(), arena, places);
    } else {
      for (const MapJob& job : work_->jobs()) jobs_.push_back(At::around(job, arena, places));
    }
  }

  std::span<const MapJob> jobs() const override { return jobs_; }
  const TreeJob* tree() const override { return tree_ ? &*tree_ : nullptr; }
  const GraphJob* graph() const override { return graph_ ? &*graph_ : nullptr; }
  std::span<std::byte> result() const override { return work_->result(); }
  std::optional<std::string> mistake() const override { return work_->mistake(); }
  std::string note() const override { return work_->note(); }
  bool knows_answer() const override { return work_->knows_answer(); }
  std::optional<std::string> check_side_effects() const override { return work_->check_side_effects(); }
  // Of ranks only, which have their places as processes.
  SideEffectCheck side_effect_check() const override { return {}; }
  Histogram* latencies() const override { return work_->latencies(); }

 private:
  std::unique_ptr<Work> work_;
  std::vector<MapJob> jobs_;
  std::optional<TreeJob> tree_;
  std::optional<GraphJob> graph_;
};

}  // namespace

void stay_on_places(Pin pin, int workers) {
  const auto places = places_of(this_topology(), pin, workers);
  if (!places.empty()) stay_on(all_of(places));
}

std::unique_ptr<Work> placed(std::unique_ptr<Work> work, Pin pin, int workers, Arena& arena) {
  const auto places = places_of(this_topology(), pin, workers);
  if (places.empty()) return work;
  return std::make_unique<PlacedWork>(std::move(work), shared(places, arena), arena);
}

}  // namespace parallax
