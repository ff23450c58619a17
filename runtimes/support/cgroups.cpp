// SPDX-License-Identifier: MIT
//
// /proc/self/cgroup has lines "ID:CONTROLLERS:PATH", in version 2 a single one without controllers. Controllers of
// version 1 that are mounted together are usually found under the name of each, and of both.
#include "runtimes/support/cgroups.hpp"

#include <fstream>
#include <set>
#include <string>

namespace parallax {
namespace {

namespace fs = std::filesystem;

// The directories that may hold the group itself.
std::vector<fs::path> directories_of(std::string_view controller, const fs::path& root) {
  std::vector<fs::path> found;
  const fs::path mount = root / "sys/fs/cgroup";
  std::ifstream lines(root / "proc/self/cgroup");
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const fs::path path = fs::path(line.substr(second + 1)).relative_path();
    if (controllers == ",,") {
      found.push_back(mount / path);
      found.push_back(mount / "unified" / path);  // beside controllers of version 1
    }
    if (controllers.find("," + std::string(controller) + ",") == std::string::npos) continue;
    found.push_back(mount / controller / path);
    if (controller == "cpu") found.push_back(mount / "cpu,cpuacct" / path);
  }
  return found;
}

}  // namespace

std::vector<fs::path> cgroups_of(std::string_view controller, const fs::path& root) {
  std::vector<fs::path> groups;
  std::set<fs::path> known;
  const fs::path mount = root / "sys/fs/cgroup";
  for (fs::path group : directories_of(controller, root)) {
    for (;; group = group.parent_path()) {
      std::error_code gone;
      const fs::path name = fs::canonical(group, gone);
      if (!gone && known.insert(name).second) groups.push_back(group);
      if (group == mount || group.parent_path() == group) break;
    }
  }
  return groups;
}

}  // namespace parallax
