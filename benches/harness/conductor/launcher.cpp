// SPDX-License-Identifier: MIT
#include "benches/harness/conductor/launcher.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <span>
#include <sstream>
#include <system_error>

#include "benches/harness/conductor/leftovers.hpp"
#include "benches/support/usage_error.hpp"
#include "support/entropy.hpp"
#include "support/standard_streams.hpp"

namespace parallax {
namespace {

constexpr std::string_view workers_word = "{workers}";
constexpr int exit_cannot_launch = 127;
constexpr const char* memory_variable = "OMPI_MCA_btl_vader_backing_directory";

// Where Open MPI 4 keeps the files of its launches, and what users set to have them elsewhere.
constexpr const char* sessions_variable = "OMPI_MCA_orte_top_session_dir";
constexpr const char* sessions_place_variable = "OMPI_MCA_orte_tmpdir_base";
// The same for Open MPI 5.
constexpr const char* sessions_variable_5 = "PRTE_MCA_prte_tmpdir_base";

void set(const char* name, const std::string& value) { setenv(name, value.c_str(), 0); }

}  // namespace

Launcher::Launcher(const std::string& text) : text_(text) {
  std::istringstream stream(text);
  for (std::string word; stream >> word;) words_.push_back(word);
  if (words_.empty() || text.find(workers_word) == std::string::npos)
    throw UsageError(fmt::format("--mpi_launcher={}: not like \"{}\": there has to be {{workers}}", text,
                                 default_launcher));
}

std::optional<std::string> Launcher::missing() const {
  const std::string& name = program();
  if (name.find('/') != std::string::npos) {
    if (access(name.c_str(), X_OK) == 0) return {};
    return fmt::format("the MPI launcher {} cannot be run: {}", name, std::strerror(errno));
  }
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path ? path : "/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (access(fmt::format("{}/{}", folder.empty() ? "." : folder, name).c_str(), X_OK) == 0) return {};
  }
  return fmt::format("there is no {} in PATH (--mpi_launcher)", name);
}

std::vector<std::string> Launcher::command(int workers, const std::vector<std::string>& arguments) const {
  std::vector<std::string> words = words_;
  for (std::string& word : words) {
    for (auto at = word.find(workers_word); at != std::string::npos; at = word.find(workers_word))
      word.replace(at, workers_word.size(), std::to_string(workers));
  }
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

LauncherEnvironment::LauncherEnvironment() {
  std::uint64_t number = 0;
  fill_with_entropy(std::as_writable_bytes(std::span(&number, 1)));
  set(memory_variable, fmt::format("/dev/shm/parallax-{:016x}", number));
  memory_ = std::getenv(memory_variable);
  choose_sessions();
  // More ranks than processors, for Open MPI 4 and for 5.
  set("OMPI_MCA_rmaps_base_oversubscribe", "1");
  set("PRTE_MCA_rmaps_default_mapping_policy", ":oversubscribe");
  // As all other workers, ranks are not pinned: for Open MPI 4 and for 5. MPICH's launcher pins nobody.
  set("OMPI_MCA_hwloc_base_binding_policy", "none");
  set("PRTE_MCA_hwloc_default_binding_policy", "none");
  set("OMPI_MCA_oob_tcp_keepalive_time", "1");
  set("OMPI_MCA_oob_tcp_keepalive_intvl", "1");
  set("OMPI_MCA_oob_tcp_keepalive_probes", "4");
  if (geteuid() == 0) {
    set("OMPI_ALLOW_RUN_AS_ROOT", "1");
    set("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
  }
}

// Open MPI 4 gives all launches of a user on a host one folder, which each of them makes and the last removes: two that begin
// and end at the same moment fail. Ours have the folder of this process. Open MPI 5 makes one for each launch, in ours too, so
// that all is removed whatever has been killed.
void LauncherEnvironment::choose_sessions() {
  if (std::getenv(sessions_variable) || std::getenv(sessions_place_variable)) return;
  std::error_code failed;
  const auto folder = std::filesystem::absolute(temporary_folder(), failed);
  if (failed) return;  // Open MPI says it better
  sessions_ = folder / fmt::format("{}{}", sessions_name, getpid());
  set(sessions_variable, sessions_);
  set(sessions_variable_5, sessions_);
}

LauncherEnvironment::~LauncherEnvironment() {
  remove_memory();
  std::error_code ignored;
  if (!sessions_.empty()) std::filesystem::remove_all(sessions_, ignored);
}

// Never a folder that somebody else has chosen.
void LauncherEnvironment::remove_memory() const {
  std::error_code ignored;
  if (memory_.string().find("/parallax-") != std::string::npos) std::filesystem::remove_all(memory_, ignored);
}

void LauncherEnvironment::clean_after(pid_t launcher) const {
  namespace fs = std::filesystem;
  std::error_code ignored;
  remove_memory();
  const auto remove_sessions_in = [&](const fs::path& folder) {
    for (const auto& session : fs::directory_iterator(folder, ignored)) {
      if (launcher_of(session.path().filename().string()) == launcher)
        fs::remove_all(session.path(), ignored);
    }
  };
  if (!sessions_.empty()) return remove_sessions_in(sessions_);
  const fs::path temporary = temporary_folder();
  remove_sessions_in(temporary);
  for (const auto& folder : fs::directory_iterator(temporary, ignored)) {
    if (folder.path().filename().string().rfind("ompi.", 0) == 0) remove_sessions_in(folder.path());
  }
}

bool has_changed(const std::filesystem::path& program) {
  std::error_code gone;
  return !std::filesystem::equivalent(program, "/proc/self/exe", gone);
}

int launch_main(int argc, char** argv) {
  if (argc < 4) return exit_cannot_launch;
  // SIGTERM, so that it can end its ranks on all hosts; it lasts beyond exec.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != std::atoi(argv[2])) return exit_cannot_launch;  // it ended before we could ask to be told
  execvp(argv[3], argv + 3);
  tell("{} cannot be run: {}\n", argv[3], std::strerror(errno));
  return exit_cannot_launch;
}

}  // namespace parallax
