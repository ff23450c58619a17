// SPDX-License-Identifier: MIT
#include "support/posix_spawn.hpp"

#include <unistd.h>

#include "support/system_error.hpp"

namespace parallax {

SpawnActions::SpawnActions() {
  check_error(posix_spawn_file_actions_init(&actions_), "posix_spawn_file_actions_init");
}

SpawnActions::~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }

void SpawnActions::open(int descriptor, const char* path, int flags) {
  check_error(posix_spawn_file_actions_addopen(&actions_, descriptor, path, flags, 0),
              "posix_spawn_file_actions_addopen");
}

void SpawnActions::duplicate(int from, int to) {
  check_error(posix_spawn_file_actions_adddup2(&actions_, from, to), "posix_spawn_file_actions_adddup2");
}

void SpawnActions::close_from(int descriptor) {
  check_error(posix_spawn_file_actions_addclosefrom_np(&actions_, descriptor),
              "posix_spawn_file_actions_addclosefrom_np");
}

SpawnAttributes::SpawnAttributes() {
  check_error(posix_spawnattr_init(&attributes_), "posix_spawnattr_init");
}

SpawnAttributes::~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }

void SpawnAttributes::lead_process_group() {
  check_error(posix_spawnattr_setpgroup(&attributes_, 0), "posix_spawnattr_setpgroup");
  add_flag(POSIX_SPAWN_SETPGROUP);
}

void SpawnAttributes::set_signal_mask(const sigset_t& mask) {
  check_error(posix_spawnattr_setsigmask(&attributes_, &mask), "posix_spawnattr_setsigmask");
  add_flag(POSIX_SPAWN_SETSIGMASK);
}

void SpawnAttributes::set_default_signals(const sigset_t& signals) {
  check_error(posix_spawnattr_setsigdefault(&attributes_, &signals), "posix_spawnattr_setsigdefault");
  add_flag(POSIX_SPAWN_SETSIGDEF);
}

void SpawnAttributes::add_flag(short flag) {
  short flags = 0;
  posix_spawnattr_getflags(&attributes_, &flags);
  check_error(posix_spawnattr_setflags(&attributes_, static_cast<short>(flags | flag)),
              "posix_spawnattr_setflags");
}

pid_t spawn_program(const char* path, char* const* words, const SpawnActions& actions,
                    const SpawnAttributes* attributes) {
  pid_t process = -1;
  check_error(
      posix_spawn(&process, path, actions.get(), attributes ? attributes->get() : nullptr, words, environ),
      "posix_spawn");
  return process;
}

}  // namespace parallax
