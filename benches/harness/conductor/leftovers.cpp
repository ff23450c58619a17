// SPDX-License-Identifier: MIT
#include "benches/harness/conductor/leftovers.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace parallax {
namespace {

namespace fs = std::filesystem;

// Files of shared memory that living processes have mapped: whose we may not look at counts as using everything, but such a
// process is another user's, and so are its files.
std::set<std::string> mapped_below(const fs::path& folder, const fs::path& processes) {
  std::set<std::string> mapped;
  std::error_code gone;
  for (const auto& process : fs::directory_iterator(processes, gone)) {
    std::ifstream maps(process.path() / "maps");
    for (std::string line; std::getline(maps, line);) {
      const auto at = line.find(folder.string() + '/');
      if (at != std::string::npos) mapped.insert(line.substr(at));
    }
  }
  return mapped;
}

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

bool is_old_and_mine(const fs::path& file, std::chrono::seconds youngest) {
  struct stat status {};
  return lstat(file.c_str(), &status) == 0 && status.st_uid == geteuid() &&
         std::time(nullptr) - status.st_mtime >= youngest.count();
}

// The number that a name has behind `begin`.
std::optional<pid_t> process_in(std::string_view name, std::string_view begin) {
  if (!begins(name, begin)) return {};
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(name.data() + begin.size(), name.data() + name.size(), pid);
  if (error != std::errc() || pid <= 0) return {};
  return pid;
}

bool is_dead(pid_t pid) { return kill(pid, 0) != 0 && errno == ESRCH; }

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> all;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) all.push_back(entry.path());
  return all;
}

// Ours, MPICH's, its transport UCX's, and Open MPI's.
bool is_of_ranks(std::string_view name) {
  constexpr std::string_view begins_of_names[] = {"parallax-", "mpich_shar_tmp", "ucx_shm_posix_",
                                                  "vader_segment."};
  return std::any_of(std::begin(begins_of_names), std::end(begins_of_names),
                     [&](std::string_view begin) { return begins(name, begin); });
}

void clean_shared_memory(const LeftoverPlaces& places) {
  std::optional<std::set<std::string>> mapped;  // looked up only if there is something to remove
  const auto is_used = [&](const fs::path& file) {
    if (!mapped) mapped = mapped_below(places.shared_memory, places.processes);
    // Of a folder, anything in it.
    const auto first = mapped->lower_bound(file.string());
    return first != mapped->end() && begins(*first, file.string());
  };
  std::error_code ignored;
  for (const fs::path& file : entries_of(places.shared_memory)) {
    const std::string name = file.filename();
    if (!is_old_and_mine(file, places.youngest)) continue;
    if (const auto owner = process_in(name, "__KMP_REGISTERED_LIB_")) {
      if (is_dead(*owner)) fs::remove(file, ignored);
    } else if (is_of_ranks(name) && !is_used(file)) {
      fs::remove_all(file, ignored);
    }
  }
}

bool holds_no_file(const fs::path& folder) {
  std::error_code failed;
  for (const auto& entry : fs::recursive_directory_iterator(folder, failed)) {
    if (!entry.is_directory(failed)) return false;
  }
  return !failed;
}

// "ompi.HOST.USER/pid.4711" holds what a launcher of Open MPI 4 and its ranks keep, "prterun.HOST.4711.0" that of Open MPI 5.
// Ranks of Open MPI 5 have empty folders "ompi.HOST.USER/jf.0/JOB/RANK" while they start. "ompi.HOST.USER" stays: it belongs
// to all launches of the user, one of which may have just looked whether it is there.
void clean_sessions(const LeftoverPlaces& places) {
  std::error_code ignored;
  const auto remove_of_dead = [&](const fs::path& folder, std::optional<pid_t> owner) {
    if (owner && is_dead(*owner) && is_old_and_mine(folder, places.youngest)) fs::remove_all(folder, ignored);
  };
  for (const fs::path& sessions : entries_of(places.temporary)) {
    const std::string name = sessions.filename();
    remove_of_dead(sessions, process_in(name, sessions_name));
    if (begins(name, "prterun.")) remove_of_dead(sessions, launcher_of(name));
    if (!begins(name, "ompi.")) continue;
    for (const fs::path& session : entries_of(sessions))
      remove_of_dead(session, launcher_of(session.filename().string()));
    for (const fs::path& job : entries_of(sessions / "jf.0")) {
      if (is_old_and_mine(job, places.youngest) && holds_no_file(job)) fs::remove_all(job, ignored);
    }
  }
}

// Whether a process of this user has this name, of which the kernel keeps 15 characters.
bool is_running(std::string_view name, const fs::path& processes) {
  for (const fs::path& process : entries_of(processes)) {
    std::ifstream file(process / "comm");
    std::string line;
    struct stat status {};
    if (std::getline(file, line) && line == name && stat(process.c_str(), &status) == 0 &&
        status.st_uid == geteuid())
      return true;
  }
  return false;
}

// Descriptions of the machine that MPICH's launcher hands to its ranks. They have no owner's number.
void clean_descriptions(const LeftoverPlaces& places) {
  std::error_code ignored;
  for (const fs::path& file : entries_of(places.temporary)) {
    if (begins(file.filename().string(), "hydra_hwloc_xmlfile_") && is_old_and_mine(file, places.youngest) &&
        !is_running("hydra_pmi_proxy", places.processes))
      fs::remove(file, ignored);
  }
}

}  // namespace

std::optional<pid_t> launcher_of(std::string_view name) {
  if (!begins(name, "prterun.")) return process_in(name, "pid.");
  const auto last = name.rfind('.'), before = name.rfind('.', last - 1);
  return before < last ? process_in(name, name.substr(0, before + 1))
                       : std::nullopt;  // hosts' names may have dots
}

void remove_leftovers(const LeftoverPlaces& places) {
  clean_shared_memory(places);
  clean_sessions(places);
  clean_descriptions(places);
}

fs::path temporary_folder() {
  const char* const set = std::getenv("TMPDIR");
  return set && *set ? set : "/tmp";
}

}  // namespace parallax
