// SPDX-License-Identifier: MIT
#include "benches/harness/host/accounts/processor_counters.hpp"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <map>
#include <utility>

#include "support/process_stat.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;

struct Event {
  std::uint32_t type;
  std::uint64_t config;
  bool is_of_the_kernel;  // it happens there, so it cannot be counted in programs alone
};
constexpr std::array<Event, counted_events.size()> events{
    Event{PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, false},
    Event{PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, false},
    Event{PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES, false},
    Event{PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_MIGRATIONS, true}};

// Each thread has a descriptor for each event.
constexpr std::size_t most_threads = 256;

int perf_event(std::size_t number, pid_t thread, bool without_kernel) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = events[number].type;
  attributes.config = events[number].config;
  attributes.inherit = 1;
  attributes.exclude_kernel = attributes.exclude_hv = without_kernel ? 1 : 0;
  attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  return static_cast<int>(syscall(SYS_perf_event_open, &attributes, thread, -1, -1,
                                  static_cast<unsigned long>(PERF_FLAG_FD_CLOEXEC)));
}

std::vector<pid_t> numbered(const fs::path& folder) {
  std::vector<pid_t> numbers;
  std::error_code gone;
  for (fs::directory_iterator entry(folder, gone), end; !gone && entry != end; entry.increment(gone)) {
    const std::string name = entry->path().filename();
    pid_t number = 0;
    const auto [behind, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc() && behind == name.data() + name.size()) numbers.push_back(number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// 0 if it has gone.
pid_t parent_of(pid_t process, const fs::path& proc) {
  char state = 0;
  pid_t parent = 0;
  stat_behind_name(proc / std::to_string(process) / "stat") >> state >> parent;
  return parent;
}

}  // namespace

ProcessorReader ProcessorReader::of_this_machine() {
  return {.open =
              [](std::size_t event, pid_t thread) {
                const int all = perf_event(event, thread, false);
                const bool is_refused = all < 0 && (errno == EACCES || errno == EPERM);
                return is_refused && !events[event].is_of_the_kernel ? perf_event(event, thread, true) : all;
              },
          .read =
              [](int descriptor) {
                std::array<std::uint64_t, 3> told{};
                if (::read(descriptor, told.data(), sizeof told) != sizeof told) return 0.0;
                return scaled_count(told[0], told[1], told[2]);
              }};
}

double scaled_count(std::uint64_t count, std::uint64_t wanted, std::uint64_t counted) {
  if (counted == 0) return 0;
  return static_cast<double>(count) * (static_cast<double>(wanted) / static_cast<double>(counted));
}

std::vector<pid_t> threads_of(pid_t process, const fs::path& root) {
  const fs::path proc = root / "proc";
  std::map<pid_t, pid_t> parents;
  for (const pid_t one : numbered(proc)) parents[one] = parent_of(one, proc);
  std::vector<pid_t> threads;
  for (const auto& [one, parent] : parents) {
    pid_t above = one;
    for (std::size_t steps = 0; above != process && above != 0 && steps < parents.size(); ++steps) {
      const auto known = parents.find(above);
      above = known == parents.end() ? 0 : known->second;
    }
    if (above != process) continue;
    const auto own = numbered(proc / std::to_string(one) / "task");
    threads.insert(threads.end(), own.begin(), own.end());
  }
  return threads;
}

// Zones are called intel-rapl:0, those within them intel-rapl:0:1, on processors of AMD too.
std::optional<Energy> energy_so_far(const fs::path& root) {
  std::optional<Energy> sum;
  std::error_code gone;
  for (fs::directory_iterator entry(root / "sys/class/powercap", gone), end; !gone && entry != end;
       entry.increment(gone)) {
    const std::string name = entry->path().filename();
    if (std::count(name.begin(), name.end(), ':') != 1) continue;
    double microjoules = 0, most = 0;
    if (!(std::ifstream(entry->path() / "energy_uj") >> microjoules)) continue;
    std::ifstream(entry->path() / "max_energy_range_uj") >> most;
    if (!sum) sum.emplace();
    sum->joules += microjoules * 1e-6;
    sum->wraps_at = std::max(sum->wraps_at, most * 1e-6);
  }
  return sum;
}

ProcessorCounters::ProcessorCounters(pid_t process, ProcessorReader reader) : reader_(std::move(reader)) {
  std::optional<std::vector<pid_t>> threads;  // looked for only where the kernel allows anything
  for (std::size_t event = 0; event < counts_.size(); ++event) {
    Descriptor first(reader_.open(event, process));
    if (first.get() < 0) continue;
    if (!threads) threads = threads_of(process, reader_.root);
    if (threads->size() > most_threads) break;
    counts_[event].push_back(std::move(first));
    for (const pid_t thread : *threads) {
      if (thread == process) continue;
      const int descriptor = reader_.open(event, thread);
      if (descriptor >= 0) {
        counts_[event].emplace_back(descriptor);
      } else if (errno != ESRCH) {  // a thread that has ended meanwhile does nothing any more
        counts_[event].clear();     // a part would be taken for all
        break;
      }
    }
  }
  energy_ = energy_so_far(reader_.root);
}

std::vector<Counter> ProcessorCounters::counters(std::int64_t iterations) const {
  std::vector<Counter> counters;
  const auto per_iteration = [&](double value) { return value / static_cast<double>(iterations); };
  for (std::size_t event = 0; event < counts_.size(); ++event) {
    double sum = 0;
    for (const Descriptor& count : counts_[event]) sum += reader_.read(count.get());
    if (!counts_[event].empty()) counters.push_back({counted_events[event], per_iteration(sum)});
  }
  if (const auto now = energy_so_far(reader_.root); now && energy_) {
    const double taken = now->joules - energy_->joules;
    counters.push_back({"energy_joules", per_iteration(taken < 0 ? taken + now->wraps_at : taken)});
  }
  return counters;
}

std::string counters_here(const ProcessorReader& reader) {
  std::string names;
  int why = 0;
  for (std::size_t event = 0; event < counted_events.size(); ++event) {
    const Descriptor count(reader.open(event, 0));
    if (count.get() < 0)
      why = errno;
    else
      names.append(names.empty() ? "" : ", ").append(counted_events[event]);
  }
  if (!names.empty()) return names;
  std::string level = "unknown";
  std::ifstream(reader.root / "proc/sys/kernel/perf_event_paranoid") >> level;
  return std::string("not available here: perf_event_open: ") + std::strerror(why) +
         " (perf_event_paranoid is " + level + ")";
}

std::string energy_here(const fs::path& root) {
  if (energy_so_far(root)) return "all packages together";
  std::error_code none;
  const fs::path folder = root / "sys/class/powercap";
  return std::string("not available here: ") + (fs::exists(folder, none)
                                                    ? "no energy_uj in /sys/class/powercap can be read"
                                                    : "there is no /sys/class/powercap");
}

}  // namespace parallax
