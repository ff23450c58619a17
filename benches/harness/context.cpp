// SPDX-License-Identifier: MIT
//
// Whatever the machine does not tell is "unknown": a missing fact is a fact too.
#include "benches/harness/context.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <memory>

#ifdef PARALLAX_HWLOC  // may be missing, and then the topology is not known
#include <hwloc.h>
#endif

#include "benches/harness/build_info.hpp"
#include "benches/harness/host/accounts/processor_counters.hpp"
#include "benches/harness/processor_state.hpp"
#include "benches/kernels/kernels.hpp"
#include "benches/probe.hpp"
#include "benches/probes/probes.hpp"
#include "runtimes/registry.hpp"
#include "runtimes/support/cpus.hpp"
#include "runtimes/support/topology.hpp"
#include "support/affinity.hpp"
#include "support/timer_slack.hpp"

namespace parallax {
namespace {

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  return std::getline(file, line) && !line.empty() ? line : "unknown";
}

// The text behind "key :" in /proc/cpuinfo.
std::string cpuinfo(const std::string& key) {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const auto colon = line.find(": ");
    if (line.rfind(key, 0) == 0 && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

#ifdef PARALLAX_HWLOC
// "1 package, 1 NUMA node, 2 cores, 2 threads, L2 1024 KiB x2, L3 32768 KiB x1"
std::string topology() {
  hwloc_topology_t raw = nullptr;
  if (hwloc_topology_init(&raw) != 0) return "unknown";
  const std::unique_ptr<hwloc_topology, void (*)(hwloc_topology_t)> tree(raw, hwloc_topology_destroy);
  if (hwloc_topology_load(raw) != 0) return "unknown";
  const auto count = [&](hwloc_obj_type_t type) { return hwloc_get_nbobjs_by_type(raw, type); };
  std::string text;
  for (const auto& [type, name] :
       {std::pair{HWLOC_OBJ_PACKAGE, "package"}, std::pair{HWLOC_OBJ_NUMANODE, "NUMA node"},
        std::pair{HWLOC_OBJ_CORE, "core"}, std::pair{HWLOC_OBJ_PU, "thread"}})
    text +=
        fmt::format("{}{} {}{}", text.empty() ? "" : ", ", count(type), name, count(type) == 1 ? "" : "s");
  for (const auto& [type, name] : {std::pair{HWLOC_OBJ_L1CACHE, "L1d"}, std::pair{HWLOC_OBJ_L2CACHE, "L2"},
                                   std::pair{HWLOC_OBJ_L3CACHE, "L3"}}) {
    if (const hwloc_obj* cache = hwloc_get_obj_by_type(raw, type, 0))
      text += fmt::format(", {} {} KiB x{}", name, cache->attr->cache.size / 1024, count(type));
  }
  return text;
}

#else
std::string topology() { return "unknown"; }
#endif

std::string virtual_machine() {
  if (cpuinfo("flags").find("hypervisor") == std::string::npos) return "no";
  const std::string vendor = first_line("/sys/class/dmi/id/sys_vendor");
  return vendor == "unknown" ? "yes" : fmt::format("yes ({})", vendor);
}

std::string memory() {
  std::ifstream file("/proc/meminfo");
  std::string key;
  std::uint64_t kibibytes = 0;
  return file >> key >> kibibytes ? fmt::format("{:.1f} GiB", static_cast<double>(kibibytes) / (1 << 20))
                                  : "unknown";
}

std::string os_kernel() {
  utsname names{};
  return uname(&names) == 0 ? fmt::format("{} {} {}", names.sysname, names.release, names.machine)
                            : "unknown";
}

// Which hosts have inherited from this process.
std::string timer_slack_text() {
  const auto slack = timer_slack().count();
  return slack < 0 ? "unknown" : std::to_string(slack);
}

// The variables that change what libraries do.
std::string environment() {
  std::string text;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view entry = *variable;
    for (const std::string_view prefix :
         {"OMP_", "GOMP_", "KMP_", "TBB_", "MALLOC_", "GLIBC_TUNABLES", "LD_"}) {
      if (entry.substr(0, prefix.size()) == prefix)
        text += fmt::format("{}{}", text.empty() ? "" : " ", entry);
    }
  }
  return text.empty() ? "none" : text;
}

}  // namespace

ContextEntries build_context() {
  ContextEntries entries{{"schema", "1"},
                         {"parallax", std::string(build_info.version)},
                         {"commit", std::string(build_info.commit)},
                         {"dirty", std::string(build_info.dirty)},
                         {"compiler", std::string(build_info.compiler)},
                         {"build_type", std::string(build_info.build_type)},
                         {"compiler_flags", std::string(build_info.compiler_flags)},
                         {"kernel_flags", std::string(build_info.kernel_flags)},
                         {"march_native", std::string(build_info.native)},
                         {"library_google_benchmark", std::string(build_info.google_benchmark)}};
  for (const RuntimeEntry* runtime : runtimes()) {
    if (!runtime->facts.library.empty())
      entries.emplace_back(fmt::format("library_{}", runtime->facts.name),
                           std::string(runtime->facts.library));
  }
  std::string probe_list;
  for (const ProbeEntry* probe : probes())
    probe_list.append(probe_list.empty() ? "" : ",").append(probe->facts.name);
  if (!probe_list.empty()) entries.emplace_back("probes", probe_list);
  for (const std::string_view folder : {"cpu", "io", "mixed", "trees", "graphs"}) {
    std::string list;
    for (const KernelEntry* kernel : kernels())
      if (kernel->folder == folder) list.append(list.empty() ? "" : ",").append(kernel->facts.name);
    if (!list.empty()) entries.emplace_back(fmt::format("kernels_{}", folder), list);
  }
  for (const MissingRuntime& missing : missing_runtimes())
    entries.emplace_back(fmt::format("missing_{}", missing.name), std::string(missing.reason));
  return entries;
}

ContextEntries machine_context() {
  const auto quota = cgroup_cpu_quota();
  const Topology machine = this_topology();
  return {{"cpu_model", cpuinfo("model name")},
          {"topology", topology()},
          {"memory", memory()},
          {"usable_cpus", std::to_string(usable_cpus())},
          {"affinity_cpus", std::to_string(affinity_cpus())},
          {"cores", std::to_string(machine.cores())},
          {"last_level_caches", std::to_string(machine.caches())},
          {"numa_nodes", std::to_string(machine.nodes())},
          {"cgroup_quota", quota ? fmt::format("{:.2f}", *quota) : "none"},
          {"core_types", core_types("/")},
          {"processor_counters", counters_here(ProcessorReader::of_this_machine())},
          {"energy", energy_here("/")},
          {"smt", first_line("/sys/devices/system/cpu/smt/control")},
          {"governor", first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")},
          {"boost", boost_state("/")},
          {"virtual_machine", virtual_machine()},
          {"os_kernel", os_kernel()},
          {"transparent_hugepages", first_line("/sys/kernel/mm/transparent_hugepage/enabled")},
          {"transparent_hugepages_shared", first_line("/sys/kernel/mm/transparent_hugepage/shmem_enabled")},
          {"address_randomisation", first_line("/proc/sys/kernel/randomize_va_space")},
          {"environment", environment()},
          {"timer_slack_ns", timer_slack_text()},
          {"clock", "std::chrono::steady_clock"},
          {"time_source", first_line("/sys/devices/system/clocksource/clocksource0/current_clocksource")}};
}

std::string shell_words(std::span<char* const> words) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=,+-@%";
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ' ';
    if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) {
      text += word;
      continue;
    }
    text += '\'';
    for (const char c : word) text += c == '\'' ? "'\\''" : std::string(1, c);
    text += '\'';
  }
  return text;
}

}  // namespace parallax
