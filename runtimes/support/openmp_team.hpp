// SPDX-License-Identifier: MIT
//
// What `openmp` and `openmp-static` share: everything but the schedule.
//
// Included only where the compiler builds OpenMP. libgomp cannot be used in a process forked after its
// threads exist, which is one reason why a host has only one runtime.
#pragma once

#include <fmt/format.h>
#include <omp.h>

#include <stdexcept>
#include <string>

#include "runtimes/job.hpp"
#include "runtimes/support/first_error.hpp"
#include "runtimes/support/workers.hpp"

namespace parallax {

#define PARALLAX_TEXT_OF(x) #x
#define PARALLAX_TEXT(x) PARALLAX_TEXT_OF(x)
#if defined(__clang__)
inline constexpr const char* openmp_library =
    "OpenMP " PARALLAX_TEXT(_OPENMP) ", libomp of clang " __clang_version__;
#else
inline constexpr const char* openmp_library =
    "OpenMP " PARALLAX_TEXT(_OPENMP) ", libgomp of GCC " __VERSION__;
#endif

class OpenmpTeam {
 public:
  explicit OpenmpTeam(int size) : workers_(size) {
    // Exactly as many threads as asked for. The first region starts them; later ones find them waiting.
    omp_set_dynamic(0);
    int started = 0;
#pragma omp parallel num_threads(size)
    {
#pragma omp single
      started = omp_get_num_threads();
    }
    if (started != size)  // OMP_THREAD_LIMIT, for example
      throw std::runtime_error(fmt::format("OpenMP starts {} threads instead of {}", started, size));
  }

  // Ends the library's threads, which it would otherwise keep for the next region.
  ~OpenmpTeam() { omp_pause_resource_all(omp_pause_hard); }
  OpenmpTeam(const OpenmpTeam&) = delete;
  OpenmpTeam& operator=(const OpenmpTeam&) = delete;

  int size() const { return workers_.count(); }

  // Called inside a region. No exception may leave it, so the first is kept and the remaining chunks are
  // skipped.
  void run(const MapJob& job, std::size_t index) noexcept {
    if (error_.any()) return;
    try {
      job.run(job, chunk(job, index), workers_[omp_get_thread_num()]);
    } catch (...) {
      error_.keep();
    }
  }

  // The parts of run(), for those who have no chunks. fail() is called in a catch block.
  Worker& worker() { return workers_[omp_get_thread_num()]; }
  bool failed() const { return error_.any(); }
  void fail() noexcept { error_.keep(); }

  void rethrow() { error_.rethrow(); }

 private:
  Workers<Worker> workers_;
  FirstError error_;
};

}  // namespace parallax
