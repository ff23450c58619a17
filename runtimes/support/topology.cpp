// SPDX-License-Identifier: MIT
//
// Formats below /sys/devices/system: cpu/cpuN/topology/thread_siblings_list and cpu/cpuN/cache/indexI/shared_cpu_list
// have lists like "0-3,8"; cpu/cpuN/cache/indexI/size has "32768K"; node/nodeN/cpulist is a list again. A group is
// named after the first processor of its list. /proc/meminfo has the memory that is free.
#include "runtimes/support/topology.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "runtimes/support/cgroups.hpp"
#include "runtimes/support/cpus.hpp"
#include "support/affinity.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_counts = 9;
constexpr std::size_t chunks_per_processor = 16;

std::string line_of(const fs::path& path) {
  std::string line;
  std::getline(std::ifstream(path) >> std::ws, line);
  return line;
}

// Nothing if the text is no such list.
std::vector<int> numbers_of(const std::string& list) {
  std::vector<int> numbers;
  const char* at = list.data();
  const char* const end = at + list.size();
  while (at < end) {
    int first = 0;
    const auto [behind, error] = std::from_chars(at, end, first);
    if (error != std::errc()) return {};
    int last = first;
    at = behind;
    if (at < end && *at == '-') {
      const auto [behind_last, error_of_last] = std::from_chars(at + 1, end, last);
      if (error_of_last != std::errc()) return {};
      at = behind_last;
    }
    for (int number = first; number <= last; ++number) numbers.push_back(number);
    if (at < end && *at++ != ',') return {};
  }
  return numbers;
}

int first_of(const std::string& list, int otherwise) {
  const auto numbers = numbers_of(list);
  return numbers.empty() ? otherwise : numbers.front();
}

struct Cache {
  int level = 0;
  int group = 0;
  std::size_t bytes = 0;
};

Cache last_level_cache(const fs::path& processor) {
  Cache last;
  for (int index = 0;; ++index) {
    const fs::path cache = processor / "cache" / ("index" + std::to_string(index));
    int level = 0;
    if (!(std::ifstream(cache / "level") >> level)) return last;
    if (level <= last.level || line_of(cache / "type") == "Instruction") continue;
    std::size_t kibibytes = 0;
    std::ifstream(cache / "size") >> kibibytes;
    last = {level, first_of(line_of(cache / "shared_cpu_list"), 0), kibibytes * 1024};
  }
}

std::map<int, int> nodes_of_processors(const fs::path& folder) {
  std::map<int, int> nodes;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename();
    if (name.rfind("node", 0) != 0) continue;
    const auto numbers = numbers_of(name.substr(4));
    if (numbers.size() != 1) continue;
    for (const int processor : numbers_of(line_of(entry.path() / "cpulist")))
      nodes[processor] = numbers.front();
  }
  return nodes;
}

// "MemAvailable:    23106524 kB".
std::optional<std::size_t> available_memory(const fs::path& root) {
  std::ifstream file(root / "proc/meminfo");
  std::string key, unit;
  for (std::size_t kibibytes = 0; file >> key >> kibibytes; std::getline(file, unit)) {
    if (key == "MemAvailable:") return kibibytes * 1024;
  }
  return {};
}

// What a group may still take: version 2 has memory.max ("max" for no limit) and memory.current; version 1 has
// memory.limit_in_bytes, which is larger than any memory where there is none, and memory.usage_in_bytes.
std::optional<std::size_t> left_of(const fs::path& group) {
  for (const auto& [limit, usage] : {std::pair{"memory.max", "memory.current"},
                                     std::pair{"memory.limit_in_bytes", "memory.usage_in_bytes"}}) {
    std::size_t most = 0, used = 0;
    if (std::ifstream(group / limit) >> most && std::ifstream(group / usage) >> used)
      return most > used ? most - used : 0;
  }
  return {};
}

// 0 where nothing is told, and at least 1 where something is.
std::size_t free_memory(const fs::path& root) {
  auto least = available_memory(root);
  for (const fs::path& group : cgroups_of("memory", root)) {
    if (const auto left = left_of(group)) least = std::min(*left, least.value_or(*left));
  }
  return least ? std::max<std::size_t>(*least, 1) : 0;
}

int usable_of(std::size_t processors, std::optional<double> quota) {
  const int all = static_cast<int>(processors);
  return std::max(1, quota && *quota < all ? static_cast<int>(*quota) : all);
}

int groups(const Topology& topology, int Topology::Processor::*group) {
  std::set<int> found;
  for (const auto& processor : topology.processors) found.insert(processor.*group);
  return std::max(1, static_cast<int>(found.size()));
}

// Cores of the largest of the groups.
int most_cores(const Topology& topology, int Topology::Processor::*group) {
  std::map<int, std::set<int>> cores;
  std::size_t most = 1;
  for (const auto& processor : topology.processors) {
    cores[processor.*group].insert(processor.core);
    most = std::max(most, cores[processor.*group].size());
  }
  return static_cast<int>(most);
}

}  // namespace

int Topology::cores() const { return groups(*this, &Processor::core); }
int Topology::caches() const { return groups(*this, &Processor::cache); }
int Topology::nodes() const { return groups(*this, &Processor::node); }

Topology topology_of(const std::vector<int>& processors, const fs::path& root) {
  Topology topology;
  const fs::path system = root / "sys/devices/system";
  const auto nodes = nodes_of_processors(system / "node");
  for (const int number : processors) {
    const fs::path folder = system / "cpu" / ("cpu" + std::to_string(number));
    const Cache cache = last_level_cache(folder);
    const auto node = nodes.find(number);
    topology.processors.push_back(
        {.number = number,
         .core = first_of(line_of(folder / "topology/thread_siblings_list"), number),
         .cache = cache.group,
         .node = node == nodes.end() ? 0 : node->second});
    topology.cache_bytes = std::max(topology.cache_bytes, cache.bytes);
  }
  topology.free_memory = free_memory(root);
  topology.usable = usable_of(processors.size(), cgroup_cpu_quota(root));
  return topology;
}

Topology this_topology() { return topology_of(affinity(), "/"); }

Topology even_topology(int nodes, int caches, int cores, int threads, std::size_t cache_bytes) {
  Topology topology;
  topology.cache_bytes = cache_bytes;
  const int all_cores = nodes * caches * cores;
  for (int thread = 0; thread < threads; ++thread) {  // siblings are far apart, as Linux numbers them
    for (int core = 0; core < all_cores; ++core)
      topology.processors.push_back({.number = thread * all_cores + core,
                                     .core = core,
                                     .cache = core / cores,
                                     .node = core / (cores * caches)});
  }
  topology.usable = all_cores * threads;
  return topology;
}

std::vector<int> worker_counts(const Topology& topology) {
  std::set<int> own{1, std::min(2, topology.usable), topology.usable};
  for (const int step : {most_cores(topology, &Topology::Processor::cache),
                         most_cores(topology, &Topology::Processor::node), topology.cores()}) {
    if (step <= topology.usable) own.insert(step);
  }
  std::set<int> chosen = own;
  for (int count = 1; count < topology.usable; count *= 2) chosen.insert(count);
  std::vector<int> counts(chosen.begin(), chosen.end());
  // Without those powers of two that tell least beside their neighbours.
  while (counts.size() > most_counts) {
    const auto closeness = [&](std::size_t at) {
      return static_cast<double>(counts[at + 1]) / static_cast<double>(counts[at - 1]);
    };
    std::size_t closest = 0;
    for (std::size_t at = 1; at + 1 < counts.size(); ++at) {
      if (own.count(counts[at]) == 0 && (closest == 0 || closeness(at) <= closeness(closest))) closest = at;
    }
    counts.erase(counts.begin() + static_cast<std::ptrdiff_t>(closest));
  }
  return counts;
}

std::size_t scaling_chunks(const Topology& topology, std::size_t most) {
  if (topology.usable <= 2) return chunks_per_processor;
  return std::min(chunks_per_processor * static_cast<std::size_t>(topology.usable), most);
}

}  // namespace parallax
