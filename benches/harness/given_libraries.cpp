// SPDX-License-Identifier: MIT
#include "benches/harness/given_libraries.hpp"

#include <fmt/format.h>

#include <cstring>
#include <filesystem>

#include "benches/harness/known_names.hpp"
#include "benches/kernels/kernels.hpp"
#include "benches/libraries/library_entry.hpp"
#include "benches/support/usage_error.hpp"

namespace parallax {
namespace {

using Form = LibraryKernel::Form;

// The library's absolute path: every process finds the same file, whatever its folder.
Text<1024> path_of(const std::string& flag, const std::string& library) {
  std::error_code error;
  const std::string path = std::filesystem::canonical(library, error);
  if (error) throw UsageError(fmt::format("{}: {}: {}", flag, printable(library), error.message()));
  if (path.size() >= sizeof(LibraryKernel::path))
    throw UsageError(fmt::format("{}: this path is too long", flag));
  return std::string_view(path);
}

LibraryKernel table_of(const std::string& library) {
  LibraryKernel asked;
  asked.form = Form::table;
  asked.path = path_of("--load=" + printable(library), library);
  return asked;
}

std::vector<KernelDescription> described(const std::string& flag, const LibraryKernel& asked,
                                         Conductor& conductor) {
  const auto answer = conductor.describe(asked);
  if (const auto* const failure = std::get_if<Outcome>(&answer))
    throw UsageError(fmt::format("{}: {}", flag, printable(failure->reason)));
  const auto& bytes = std::get<std::vector<std::byte>>(answer);
  std::vector<KernelDescription> all(bytes.size() / sizeof(KernelDescription));
  std::memcpy(all.data(), bytes.data(), all.size() * sizeof(KernelDescription));
  return all;
}

void add(const std::string& flag, const KernelDescription& description, std::vector<std::string>& added) {
  const std::string name{std::string_view(description.kernel.name)};
  if (is_kernel_or_probe(name) || is_runtime_or_mechanism(name))
    throw UsageError(fmt::format("{}: the name {} is taken by another kernel, runtime or probe", flag, name));
  add_kernel(library_entry(description));
  added.push_back(name);
}

}  // namespace

LibraryKernel function_of(const std::string& text) {
  const std::string flag = "--function=" + printable(text);
  constexpr std::string_view of_reals = ":double";
  LibraryKernel asked;
  asked.form = Form::integers;
  std::string rest = text;
  if (rest.ends_with(of_reals)) {
    asked.form = Form::reals;
    rest.resize(rest.size() - of_reals.size());
  }
  const auto colon = rest.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == rest.size())
    throw UsageError(
        fmt::format("{}: not like ./libmine.so:collatz_length or ./libmine.so:halved:double", flag));
  const std::string symbol = rest.substr(colon + 1);
  if (const auto before = rest.rfind(':', colon - 1); before != std::string::npos &&
                                                      !std::filesystem::exists(rest.substr(0, colon)) &&
                                                      std::filesystem::exists(rest.substr(0, before)))
    throw UsageError(fmt::format("{}: a function is of uint64_t, or with :double of double; there is no :{}",
                                 flag, printable(symbol)));
  if (symbol.size() >= sizeof(LibraryKernel::name))
    throw UsageError(fmt::format("{}: this name is too long for a kernel", flag));
  asked.name = std::string_view(symbol);
  asked.path = path_of(flag, rest.substr(0, colon));
  return asked;
}

std::vector<std::string> add_given_libraries(const Options& options, Conductor& conductor) {
  std::vector<std::string> added;
  for (const std::string& text : options.functions) {
    const std::string flag = "--function=" + printable(text);
    for (const auto& kernel : described(flag, function_of(text), conductor)) add(flag, kernel, added);
  }
  for (const std::string& library : options.libraries) {
    const std::string flag = "--load=" + printable(library);
    for (const auto& kernel : described(flag, table_of(library), conductor)) add(flag, kernel, added);
  }
  return added;
}

ContextEntries library_facts() {
  ContextEntries facts;
  for (const KernelEntry* kernel : kernels()) {
    if (!kernel->library) continue;
    const std::filesystem::path path{std::string_view(kernel->library->path)};
    std::string digest;
    for (const std::byte byte : kernel->library->sha256)
      digest += fmt::format("{:02x}", std::to_integer<int>(byte));
    facts.emplace_back(fmt::format("given_{}", kernel->facts.name),
                       fmt::format("{} {}", path.filename().string(), digest));
  }
  return facts;
}

}  // namespace parallax
