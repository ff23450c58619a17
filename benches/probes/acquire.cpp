// SPDX-License-Identifier: MIT
//
// acquire: each item takes a lock, adds one to a counter and drops the lock, alone or against another worker.
// Every lock between the threads of a process and between processes.
//
// Threads are never alone in their process (the caller waits in a thread of its own), so that glibc does not
// leave out the atomic instruction, as it does in a process with one thread.
#include <array>
#include <mutex>

#include "benches/probes/primitives/acquire_load.hpp"
#include "benches/probes/primitives/mutex.hpp"
#include "benches/probes/primitives/read_write_lock.hpp"
#include "benches/probes/primitives/semaphore.hpp"
#include "benches/probes/primitives/spin_lock.hpp"

namespace parallax {
namespace {

class ByMutex {
 public:
  ByMutex(Sharing sharing, int) : lock_(sharing) {}
  void take() { lock_.lock(); }
  void drop() { lock_.unlock(); }

 private:
  Mutex lock_;
};

class ByStandardMutex {
 public:
  ByStandardMutex(Sharing, int) {}
  void take() { lock_.lock(); }
  void drop() { lock_.unlock(); }

 private:
  std::mutex lock_;
};

// That a holder has died need not be told here: the crew ends with it.
class ByRobustMutex {
 public:
  ByRobustMutex(Sharing sharing, int) : lock_(sharing, Robust::yes) {}
  void take() { lock_.lock(); }
  void drop() { lock_.unlock(); }

 private:
  Mutex lock_;
};

class ByWriting {
 public:
  ByWriting(Sharing sharing, int) : lock_(sharing) {}
  void take() { lock_.lock_to_write(); }
  void drop() { lock_.unlock(); }

 private:
  ReadWriteLock lock_;
};

class ByReading {
 public:
  ByReading(Sharing sharing, int) : lock_(sharing) {}
  void take() { lock_.lock_to_read(); }
  void drop() { lock_.unlock(); }
  void take_alone() { lock_.lock_to_write(); }
  void drop_alone() { lock_.unlock(); }

 private:
  ReadWriteLock lock_;
};

class BySemaphore {
 public:
  BySemaphore(Sharing sharing, int) : lock_(sharing, 1) {}
  void take() { lock_.wait(); }
  void drop() { lock_.post(); }

 private:
  Semaphore lock_;
};

class BySpinning {
 public:
  BySpinning(Sharing, int workers) : lock_(workers) {}
  void take() { lock_.lock(); }
  void drop() { lock_.unlock(); }

 private:
  SpinLock lock_;
};

struct Way {
  Mechanism mechanism;
  std::unique_ptr<Probe> (*start)(int workers, std::size_t size);
};

template <class Lock, Sharing sharing>
std::unique_ptr<Probe> load(int workers, std::size_t size) {
  return std::make_unique<AcquireLoad<Lock>>(sharing, workers, size);
}

constexpr auto threads = Sharing::threads;
constexpr auto processes = Sharing::processes;

constexpr std::array ways{
    Way{{"mutex-threads", "pthread_mutex_t; not robust"}, load<ByMutex, threads>},
    Way{{"mutex-processes", "pthread_mutex_t, process-shared; not robust"}, load<ByMutex, processes>},
    Way{{"std-mutex-threads", "std::mutex; not robust"}, load<ByStandardMutex, threads>},
    Way{{"robust-threads", "pthread_mutex_t, robust: a dead holder's lock is inherited"},
        load<ByRobustMutex, threads>},
    Way{{"robust-processes", "pthread_mutex_t, process-shared and robust"}, load<ByRobustMutex, processes>},
    Way{{"read-threads", "pthread_rwlock_t, to read; not robust"}, load<ByReading, threads>},
    Way{{"read-processes", "pthread_rwlock_t, process-shared, to read; not robust"},
        load<ByReading, processes>},
    Way{{"write-threads", "pthread_rwlock_t, to write; not robust"}, load<ByWriting, threads>},
    Way{{"write-processes", "pthread_rwlock_t, process-shared, to write; not robust"},
        load<ByWriting, processes>},
    Way{{"semaphore-threads", "sem_t of value 1; not robust, and has no robust kind"},
        load<BySemaphore, threads>},
    Way{{"semaphore-processes", "sem_t of value 1, process-shared; not robust, and has no robust kind"},
        load<BySemaphore, processes>},
    Way{{"spin-threads", "one atomic word, nobody sleeps; not robust"}, load<BySpinning, threads>},
    Way{{"spin-processes", "one atomic word in shared memory, nobody sleeps; not robust"},
        load<BySpinning, processes>},
};

struct Acquire {
  static constexpr ProbeFacts facts{.name = "acquire",
                                    .summary = "takes a lock, adds one to a counter, drops the lock",
                                    .parameters = {Parameter{"contenders", 1, 512}}};

  static std::vector<Mechanism> mechanisms() {
    std::vector<Mechanism> all;
    for (const Way& way : ways) all.push_back(way.mechanism);
    return all;
  }
  static std::vector<Case> cases(std::string_view) {
    return {{.size = 10'000, .values = {1}}, {.size = 10'000, .values = {2}}};
  }
  static int workers(const Case& parameters) { return static_cast<int>(parameters.values[0]); }
  static std::size_t bytes_per_item(const Case&) { return 0; }

  static std::unique_ptr<Probe> start(std::string_view mechanism, const Case& parameters) {
    if (parameters.values[0] < 1 || parameters.values[0] > 512)
      throw NotSupported("there can be 1 to 512 contenders");
    for (const Way& way : ways) {
      if (way.mechanism.name == mechanism) return way.start(workers(parameters), parameters.size);
    }
    throw NotSupported("no such mechanism");
  }
};

}  // namespace

PARALLAX_PROBE(acquire, Acquire);

}  // namespace parallax
