// SPDX-License-Identifier: MIT
#include "benches/probes/views/view.hpp"

#include "runtimes/registry.hpp"

namespace parallax {

void View::start(std::string_view runtime) {
  const RuntimeEntry* const entry = find_runtime(runtime);
  if (!entry) throw NotSupported(fmt::format("this program has no runtime {}", runtime));
  Settings settings;
  settings.workers = static_cast<int>(ranks());
  runtime_ = entry->start(settings);
}

void View::fill_everywhere(Words memory, std::size_t words, std::uint64_t making) {
  order_.front() = {memory.data(), words, memory.size() == words ? 0 : words, making};
  runtime_->map({.kernel = "view",
                 .items = ranks(),
                 .grain = 1,
                 .params = std::as_bytes(order_),
                 .in = {},
                 .out = std::as_writable_bytes(filled_),
                 .run = fill_own});
  for (std::size_t r = 0; r < ranks(); ++r) {
    if (filled_[r] != r) wrong("rank {} has filled the block of rank {}", filled_[r], r);
  }
}

void View::fill_own(const MapJob& job, Range chunk, Worker& worker) {
  const auto& order = reinterpret_cast<const FillOrder&>(*job.params.data());
  auto* const filled = reinterpret_cast<std::uint64_t*>(job.out.data());
  for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
    fill({order.memory + order.stride * i, order.words}, {.making = order.making, .owner = i});
    filled[i] = static_cast<std::uint64_t>(worker.index());
  }
}

}  // namespace parallax
