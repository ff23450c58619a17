// SPDX-License-Identifier: MIT
//
// Somebody's program, run from its start to its end, as the subject of a cell: with as many workers as its
// command line is told. Its answer is what it prints, which has to be the same with every number of workers and
// of every program that is compared with it.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cerrno>
#include <vector>

#include "benches/harness/answer_digest.hpp"
#include "benches/harness/host/measuring.hpp"
#include "benches/harness/host/timing.hpp"
#include "benches/harness/subject.hpp"
#include "runtimes/process/child.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/descriptor.hpp"
#include "support/posix_spawn.hpp"
#include "support/retry.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

// What one run has used, and what it printed.
struct Run {
  double cpu_seconds = 0;
  double context_switches = 0;
  double peak_bytes = 0;
  AnswerDigest output;
};

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

class CommandSubject final : public Subject {
 public:
  explicit CommandSubject(const Command& command) : command_(command) {}

  std::string_view kernel() const override { return command_kernel; }
  std::string_view runtime() const override { return command_.name; }
  const Command* command() const override { return &command_; }
  std::optional<Case> reference(const Case& parameters) const override { return parameters; }

  Measurement measure(const Order& order, const ConductorLink& conductor) const override {
    Measurement result;
    conductor.announce("verifying");
    verify(run(order.settings.workers), conductor, "before timing");
    conductor.announce("timing");
    Run last;
    const auto begin = Clock::now();
    for (std::int64_t i = 0; i < order.iterations; ++i) {
      last = run(order.settings.workers);
      result.cpu_seconds += last.cpu_seconds;
      result.context_switches += last.context_switches;
      result.pss_bytes = std::max(result.pss_bytes, last.peak_bytes);
    }
    result.seconds = seconds_since(begin);
    result.note = std::string_view("memory is the peak of its largest process");
    conductor.announce("verifying");
    verify(last, conductor, "after timing");
    return result;
  }

  Measurement make_reference(const Order& order, const ConductorLink& conductor) const override {
    Measurement result;
    conductor.announce("running with one worker");
    const auto begin = Clock::now();
    const Run once = run(order.settings.workers);
    result.seconds = seconds_since(begin);
    result.cpu_seconds = once.cpu_seconds;
    conductor.keep(std::as_bytes(std::span(&once.output, 1)));
    return result;
  }

 private:
  static void verify(const Run& run, const ConductorLink& conductor, const char* when) {
    if (conductor.compare(std::as_bytes(std::span(&run.output, 1)), 1))
      throw WrongResult(fmt::format("it printed something else ({} bytes) than with one worker ({})",
                                    run.output.bytes, when));
  }

  Run run(int workers) const {
    const Descriptor output(memfd_create("parallax output", MFD_CLOEXEC), "memfd_create");
    std::vector<std::string> words = words_of(command_, workers);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    SpawnActions actions;
    actions.open(STDIN_FILENO, "/dev/null", O_RDONLY);
    actions.duplicate(output.get(), STDOUT_FILENO);
    pid_t pid = -1;
    // In our process group, with which it is ended if this host is.
    if (const int error = posix_spawnp(&pid, arguments[0], actions.get(), nullptr, arguments.data(), environ))
      throw_system_error(error, words[0]);
    int status = 0;
    rusage used{};
    check(retry_on_interrupt([&] { return wait4(pid, &status, 0, &used); }), "wait4");
    if (const ExitStatus end{status}; !end.clean())
      throw std::runtime_error(fmt::format("{} {}", words[0], end.text()));
    struct stat size {};
    check(fstat(output.get(), &size), "fstat");
    const Mapping text = Mapping::of_file(output.get(), static_cast<std::size_t>(size.st_size));
    return {.cpu_seconds = seconds_of(used.ru_utime) + seconds_of(used.ru_stime),
            .context_switches = static_cast<double>(used.ru_nvcsw + used.ru_nivcsw),
            .peak_bytes = static_cast<double>(used.ru_maxrss) * 1024,
            .output = digest_of(text.bytes())};
  }

  const Command command_;
};

}  // namespace

std::shared_ptr<const Subject> command_subject(const Command& command) {
  return std::make_shared<CommandSubject>(command);
}

}  // namespace parallax
