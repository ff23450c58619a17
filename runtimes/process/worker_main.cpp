// SPDX-License-Identifier: MIT
#include "runtimes/process/worker_main.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <vector>

#include "runtimes/process/worker_preparation.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/retry.hpp"

namespace parallax {
namespace {

bool called = false;

bool read_all(int descriptor, void* to, std::size_t bytes) {
  for (auto* at = static_cast<char*>(to); bytes > 0;) {
    const ssize_t count = retry_on_interrupt([&] { return read(descriptor, at, bytes); });
    if (count <= 0) return false;
    at += count;
    bytes -= static_cast<std::size_t>(count);
  }
  return true;
}

int serve(int socket) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  WorkerOrder order;
  if (!read_all(socket, &order, sizeof order)) return exit_worker_failed;
  if (getppid() != order.parent) return exit_worker_failed;  // it ended before we could ask to be told
  std::vector<SharedMapping> mappings(order.mappings);
  if (!read_all(socket, mappings.data(), mappings.size() * sizeof(SharedMapping))) return exit_worker_failed;
  std::vector<WorkerPreparation::Step> steps(order.steps);
  if (!read_all(socket, steps.data(), steps.size() * sizeof(WorkerPreparation::Step)))
    return exit_worker_failed;
  for (const SharedMapping& mapping : mappings) {
    void* const there = mmap(mapping.address, mapping.bytes, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_NORESERVE | MAP_FIXED_NOREPLACE, mapping.descriptor, 0);
    if (there != mapping.address) return exit_address_taken;
  }
  try {
    for (const auto& step : steps) step.prepare(step.shared);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "parallax worker %d: %s\n", order.number, error.what());
    return exit_worker_failed;
  } catch (...) {
    std::fprintf(stderr, "parallax worker %d: an exception that is not a std::exception\n", order.number);
    return exit_worker_failed;
  }
  try {
    order.body.serve(order.body.shared, order.number);
  } catch (...) {
    return exit_worker_failed;
  }
  return 0;
}

}  // namespace

std::optional<int> serve_as_worker(int argc, char** argv) {
  called = true;
  if (argc != 3 || std::strcmp(argv[1], worker_argument) != 0) return {};
  // Without destructors and exit handlers, as in a forked worker.
  _exit(serve(std::atoi(argv[2])));
}

bool can_be_worker() { return called; }

}  // namespace parallax
