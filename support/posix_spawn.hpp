// SPDX-License-Identifier: MIT
//
// What posix_spawn() is told about the new process, as guards that throw std::system_error.
#pragma once

#include <signal.h>
#include <spawn.h>
#include <sys/types.h>

namespace parallax {

// What happens to the descriptors, in the order of the calls.
class SpawnActions {
 public:
  SpawnActions();
  ~SpawnActions();
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  void open(int descriptor, const char* path, int flags);
  void duplicate(int from, int to);
  // Open in the new program, O_CLOEXEC or not.
  void keep(int descriptor) { duplicate(descriptor, descriptor); }
  void close_from(int descriptor);

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

class SpawnAttributes {
 public:
  SpawnAttributes();
  ~SpawnAttributes();
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;

  // The new process leads a process group of its own.
  void lead_process_group();
  void set_signal_mask(const sigset_t& mask);
  // Signals that are not ignored, whatever the parent does with them.
  void set_default_signals(const sigset_t& signals);

  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  void add_flag(short flag);

  posix_spawnattr_t attributes_;
};

// Starts the program at `path` and returns its process. `words`: its name and arguments, then a null pointer.
// The environment is ours.
pid_t spawn_program(const char* path, char* const* words, const SpawnActions& actions,
                    const SpawnAttributes* attributes = nullptr);

}  // namespace parallax
