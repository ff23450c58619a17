// SPDX-License-Identifier: MIT
//
// The MPI launcher that starts the hosts of cells whose runtime is `launched`: "mpirun -n {workers}", or
// whatever the user says ("srun -n {workers}").
//
// Beside the words there is an environment: Open MPI shall start more ranks than processors, pin none of
// them, run as root if we do, notice a host that is cut off, and keep its shared memory and the files of its launches in
// folders of our own, which are removed with us. Whatever the user has set stays.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace parallax {

inline constexpr const char* default_launcher = "mpirun -n {workers}";

// The hidden first argument of a program between us and the launcher: it becomes the launcher, having asked
// to be told when we end. The second is our process.
inline constexpr const char* launch_argument = "--parallax-launch";

class Launcher {
 public:
  // `text`: words separated by spaces, the first of which is the program; {workers} is replaced. Throws
  // UsageError.
  explicit Launcher(const std::string& text);

  // Why it cannot be used: "there is no mpirun in PATH"; nothing if it can.
  std::optional<std::string> missing() const;
  const std::string& text() const { return text_; }
  const std::string& program() const { return words_.front(); }
  // What runs `arguments` as so many ranks.
  std::vector<std::string> command(int workers, const std::vector<std::string>& arguments) const;

 private:
  std::string text_;
  std::vector<std::string> words_;
};

// Sets the environment for all launchers, and removes the folders at the end.
class LauncherEnvironment {
 public:
  LauncherEnvironment();
  ~LauncherEnvironment();
  LauncherEnvironment(const LauncherEnvironment&) = delete;
  LauncherEnvironment& operator=(const LauncherEnvironment&) = delete;

  // Removes what this launcher has left if it was killed: its shared memory, and Open MPI's session folder.
  void clean_after(pid_t launcher) const;

 private:
  void choose_sessions();
  void remove_memory() const;

  std::filesystem::path memory_;
  std::filesystem::path sessions_;  // empty: where Open MPI or the user wants them
};

// Whether the program at this path, which ranks are started from, is no longer the one that this process is.
bool has_changed(const std::filesystem::path& program);

// The whole of launch_argument: does not return but to say that it failed.
int launch_main(int argc, char** argv);

}  // namespace parallax
