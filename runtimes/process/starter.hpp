// SPDX-License-Identifier: MIT
//
// The ways to start a worker process, behind one interface. What the process is to do is a function of this
// program and a place in shared memory, because a fresh program knows nothing else of its parent.
//
//   fork        a copy of this process as it is now; costs page tables in proportion to its memory
//   spawn       this program from its beginning, with the shared memory mapped at the same addresses
//   forkserver  a process spawned once, with one thread and nothing of ours, forks the workers
//
// Workers find the descriptors open that were open here when the starter was made, and the shared mappings
// (support/mapping.hpp) of that moment. They are killed when the thread that started them ends (fork, spawn)
// or when their server does, which is killed in the same way.
#pragma once

#include <sys/types.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtimes/process/child.hpp"
#include "runtimes/runtime.hpp"
#include "runtimes/support/program_function.hpp"
#include "support/descriptor.hpp"

namespace parallax {

enum class StartMethod { fork, spawn, forkserver };

// What a worker does from its start to its end: serve(shared, number). Its process then ends with status 0,
// without destructors; what it throws ends the process with status 70.
struct WorkerBody {
  ProgramFunction<void(void* shared, int number)> serve;
  void* shared = nullptr;  // in a shared mapping
};

struct StartedWorker {
  pid_t pid = -1;
  Descriptor end;  // a pid descriptor, readable once the process has ended
};

struct EndedWorker {
  ExitStatus status;
  Usage usage;  // in all its life; without memory
};

class WorkerStarter {
 public:
  virtual ~WorkerStarter() = default;
  // Throws std::system_error.
  virtual StartedWorker start(int number) = 0;
  // Waits for the end of a process that start() has started, and forgets it. Once for each.
  virtual EndedWorker reap(pid_t pid) = 0;
  // The process that starts the workers, if it is not this one; else -1.
  virtual pid_t server() const { return -1; }
};

// Of those that have not been reaped.
std::vector<pid_t> processes_of(std::span<const StartedWorker> workers);
// Waits for the ends of all that have been told to stop; says which was the first that came to another end, or
// nothing. Workers are numbered from 1, since the caller is one too. starter: may be null if there are none.
std::string reap_stopped(WorkerStarter* starter, std::span<StartedWorker> workers);

// Throws NotSupported if this program cannot be started as a worker (see worker_main.hpp).
std::unique_ptr<WorkerStarter> make_starter(StartMethod method, const WorkerBody& body);

std::unique_ptr<WorkerStarter> make_fork_starter(const WorkerBody& body);
std::unique_ptr<WorkerStarter> make_spawn_starter(const WorkerBody& body);
std::unique_ptr<WorkerStarter> make_forkserver_starter(const WorkerBody& body);

}  // namespace parallax
