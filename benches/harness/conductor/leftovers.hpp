// SPDX-License-Identifier: MIT
//
// What libraries of killed processes have left in shared memory and in the folder of temporary files: nobody could remove it
// when it happened, so the next run does.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>

namespace parallax {

// "parallax-sessions-4711" in the folder of temporary files: what Open MPI keeps for the launches of process 4711.
inline constexpr std::string_view sessions_name = "parallax-sessions-";

// The process of a launcher whose folder has this name: "pid.4711" of Open MPI 4, "prterun.HOST.4711.0" of Open MPI 5.
std::optional<pid_t> launcher_of(std::string_view name);

struct LeftoverPlaces {
  std::filesystem::path shared_memory = "/dev/shm";
  std::filesystem::path temporary;                          // of Open MPI and of MPICH's launcher
  std::chrono::seconds youngest = std::chrono::minutes(1);  // what is younger may be just being made
  std::filesystem::path processes = "/proc";
};

// Removes what is this user's, is named as MPICH, Open MPI, LLVM's OpenMP and our launches name it, and belongs to no living
// process: its number is nobody's, nobody has it open or mapped, or no process of this user has its maker's name.
void remove_leftovers(const LeftoverPlaces& places);

// The folder that programs are told to use by TMPDIR.
std::filesystem::path temporary_folder();

}  // namespace parallax
