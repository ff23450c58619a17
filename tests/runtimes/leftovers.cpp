// SPDX-License-Identifier: MIT
#include "tests/runtimes/leftovers.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <thread>
#include <vector>

#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax::testing {
namespace {

namespace fs = std::filesystem;

int entries(const fs::path& directory) {
  std::error_code none;
  return static_cast<int>(std::distance(fs::directory_iterator(directory, none), {}));
}

// Processes whose parent is this one, by the fourth field of /proc/PID/stat (behind the name in brackets).
int children() {
  int count = 0;
  std::error_code gone;
  for (const auto& process : fs::directory_iterator("/proc", gone)) {
    std::ifstream file(process.path() / "stat");
    std::string line;
    if (!std::getline(file, line)) continue;
    const auto name_end = line.rfind(')');
    if (name_end == std::string::npos) continue;
    char state = 0;
    int parent = 0;
    if (std::sscanf(line.c_str() + name_end + 1, " %c %d", &state, &parent) == 2 && parent == getpid())
      ++count;
  }
  return count;
}

// ThreadSanitizer has a thread of its own from our first one on, which nobody shall take for ours. Begun before
// any test, because one of them counts where no further thread can be had.
[[maybe_unused]] const bool the_sanitizers_thread_is_there =
    thread_sanitizer && (std::thread([] {}).join(), true);

}  // namespace

Leftovers leftovers() {
  std::vector<std::string> names;
  std::error_code none;
  // What other programs have there comes and goes: Python's semaphores, Chromium's memory, what ranks of other
  // tests share, and a name of LLVM's OpenMP library for each process that uses it. Ours has no names.
  const std::string openmp = "__KMP_REGISTERED_LIB_";
  const auto of_others = {"sem.", ".org.chromium.", "parallax-", "ucx_shm_", "mpich_", "vader_segment"};
  for (const auto& entry : fs::directory_iterator("/dev/shm", none)) {
    const std::string name = entry.path().filename();
    if (std::any_of(of_others.begin(), of_others.end(),
                    [&](const char* beginning) { return name.rfind(beginning, 0) == 0; }))
      continue;
    if (name.rfind(openmp, 0) != 0 || name.find(std::to_string(getpid())) != std::string::npos)
      names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return {entries("/proc/self/task"), children(), entries("/proc/self/fd"), names};
}

bool not_more(const Leftovers& now, const Leftovers& before) {
  return now.threads <= before.threads && now.children <= before.children &&
         now.descriptors <= before.descriptors &&
         std::includes(before.shared.begin(), before.shared.end(), now.shared.begin(), now.shared.end());
}

Leftovers settled_leftovers(const Leftovers& before) {
  // The one that was looked at: another program's shared memory may come a moment later.
  Leftovers now;
  eventually([&] { return not_more(now = leftovers(), before); });
  return now;
}

std::set<pid_t> threads_now() {
  std::set<pid_t> threads;
  std::error_code gone;
  for (const auto& thread : fs::directory_iterator("/proc/self/task", gone))
    threads.insert(std::stoi(thread.path().filename()));
  return threads;
}

int threads_since(const std::set<pid_t>& before) {
  const auto now = threads_now();
  return static_cast<int>(
      std::count_if(now.begin(), now.end(), [&](pid_t t) { return before.count(t) == 0; }));
}

void PrintTo(const Leftovers& value, std::ostream* to) {
  *to << value.threads << " threads, " << value.children << " children, " << value.descriptors
      << " descriptors, shared memory:";
  for (const auto& name : value.shared) *to << ' ' << name;
}

}  // namespace parallax::testing
