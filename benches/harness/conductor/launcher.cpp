// SPDX-License-Identifier: MIT
#include "benches/harness/conductor/launcher.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
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
  folder_ = std::getenv(memory_variable);
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

LauncherEnvironment::~LauncherEnvironment() { remove_memory(); }

// Never a folder that somebody else has chosen.
void LauncherEnvironment::remove_memory() const {
  std::error_code ignored;
  if (folder_.string().find("/parallax-") != std::string::npos) std::filesystem::remove_all(folder_, ignored);
}

void LauncherEnvironment::clean_after(pid_t launcher) const {
  namespace fs = std::filesystem;
  std::error_code ignored;
  remove_memory();
  for (const auto& folder : fs::directory_iterator(temporary_folder(), ignored)) {
    if (folder.path().filename().string().rfind("ompi.", 0) != 0) continue;
    fs::remove_all(folder.path() / fmt::format("pid.{}", launcher), ignored);
    fs::remove(folder.path(), ignored);  // if it is empty
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
