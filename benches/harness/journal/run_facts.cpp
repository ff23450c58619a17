// SPDX-License-Identifier: MIT
#include "benches/harness/journal/run_facts.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <random>
#include <span>

#include "benches/harness/answer_digest.hpp"
#include "runtimes/support/mapping.hpp"
#include "support/descriptor.hpp"
#include "support/system_error.hpp"

namespace parallax {
namespace {

// They differ from minute to minute on one machine.
constexpr std::array<std::string_view, 2> of_the_moment{"date", "memory"};

std::string digest_of_program() {
  const Descriptor file(open("/proc/self/exe", O_RDONLY | O_CLOEXEC), "open /proc/self/exe");
  struct stat status {};
  check(fstat(file.get(), &status), "fstat");
  const Mapping content = Mapping::of_file(file.get(), static_cast<std::size_t>(status.st_size));
  std::string text;
  for (const std::byte byte : digest_of(content.bytes()).sha256)
    text += fmt::format("{:02x}", static_cast<unsigned>(byte));
  return text;
}

std::string command(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = arguments;
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  return shell_words(pointers);
}

// Whether a key of the context tells of the machine, not of the program.
bool is_of_machine(const std::string& key) {
  for (const auto& [name, value] : machine_context())
    if (name == key) return true;
  return key == "host_name";
}

}  // namespace

RunFacts facts_of_this_process() {
  RunFacts facts;
  facts.program = digest_of_program();
  facts.seed = std::random_device()();
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view entry = *variable;
    if (entry.substr(0, 10) == "BENCHMARK_") facts.environment.emplace_back(entry);
  }
  std::sort(facts.environment.begin(), facts.environment.end());
  return facts;
}

std::string difference(const RunFacts& begun, const RunFacts& now) {
  if (begun.arguments != now.arguments)
    return fmt::format("another command: it was begun with {}", command(begun.arguments));
  if (begun.environment != now.environment)
    return fmt::format("another command: BENCHMARK_... in the environment was \"{}\", here it is \"{}\"",
                       fmt::join(begun.environment, " "), fmt::join(now.environment, " "));
  for (const auto& [key, value] : now.context) {
    if (std::find(of_the_moment.begin(), of_the_moment.end(), key) != of_the_moment.end()) continue;
    const auto same = [&wanted = key](const auto& entry) { return entry.first == wanted; };
    const auto then = std::find_if(begun.context.begin(), begun.context.end(), same);
    const std::string was = then == begun.context.end() ? "not stated" : then->second;
    if (was != value)
      return fmt::format("another {}: {} was {}, here it is {}", is_of_machine(key) ? "machine" : "program",
                         key, was, value);
  }
  if (begun.program != now.program) return "another program: it was built anew since";
  return {};
}

}  // namespace parallax
