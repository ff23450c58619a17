// SPDX-License-Identifier: MIT
#include "benches/libraries/library_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <set>

namespace parallax {
namespace {

// Functions have no cases of their own. Two grains, for what a function costs is not known.
constexpr std::array function_cases{Case{.size = 10'000, .grain = 100}, Case{.size = 10'000, .grain = 1000}};

bool is_name(std::string_view name) {
  return !name.empty() && name.size() < sizeof(LibraryKernel::name) &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return c < 128 && (std::isalnum(c) || c == '_' || c == '-' || c == '.');
         });
}

// Of a library's table: what is wrong with it, with the library's path in front.
class Refusal {
 public:
  explicit Refusal(std::string_view path) : path_(path) {}

  template <class... Words>
  [[noreturn]] void refuse(fmt::format_string<Words...> text, Words&&... words) const {
    throw LibraryError(path_ + ": " + fmt::format(text, std::forward<Words>(words)...));
  }

 private:
  std::string path_;
};

void require_name(const char* name, std::size_t index, const Refusal& refusal) {
  if (!name) refusal.refuse("kernel {} of its table has no name", index);
  if (!is_name(name))
    refusal.refuse("a kernel's name is made of 1 to 63 letters, digits, '_', '-' and '.', which '{}' is not",
                   name);
}

void require_sound(const parallax_kernel& kernel, const Refusal& refusal) {
  if (!kernel.item) refusal.refuse("the kernel {} has no item()", kernel.name);
  if (!kernel.cases || kernel.case_count == 0) refusal.refuse("the kernel {} has no cases", kernel.name);
  if (kernel.case_count > std::tuple_size_v<decltype(KernelDescription::cases)>)
    refusal.refuse("the kernel {} has {} cases, more than {}", kernel.name, kernel.case_count,
                   std::tuple_size_v<decltype(KernelDescription::cases)>);
  if (kernel.result_bytes == 0) refusal.refuse("the results of the kernel {} have no bytes", kernel.name);
  for (std::size_t i = 0; i < kernel.case_count; ++i) {
    if (kernel.cases[i].size == 0 || kernel.cases[i].grain == 0)
      refusal.refuse("case {} of the kernel {} has size {} and grain {}, of which none may be 0", i,
                     kernel.name, kernel.cases[i].size, kernel.cases[i].grain);
  }
  for (const char* parameter : kernel.parameters) {
    if (parameter && (!is_name(parameter) || std::strlen(parameter) > 31))
      refusal.refuse("the kernel {} has a parameter '{}', which is no name of 1 to 31 characters",
                     kernel.name, parameter);
  }
}

const parallax_kernels& table_of(const Library& library, std::int64_t distance, const Refusal& refusal) {
  using Entry = const parallax_kernels* (*)();
  const parallax_kernels* const table = reinterpret_cast<Entry>(library.at(distance))();
  if (!table) refusal.refuse("{}() returned no table", library_entry_point);
  if (table->version != PARALLAX_KERNELS_VERSION)
    refusal.refuse("its table has version {}, this program knows version {}", table->version,
                   PARALLAX_KERNELS_VERSION);
  if (table->kernel_size != sizeof(parallax_kernel))
    refusal.refuse("its kernels have {} bytes, not {}: it was compiled with another parallax.h",
                   table->kernel_size, sizeof(parallax_kernel));
  if (!table->kernels || table->count == 0) refusal.refuse("its table has no kernels");
  return *table;
}

KernelDescription described(const parallax_kernel& kernel, LibraryKernel identity) {
  identity.name = std::string_view(kernel.name);
  KernelDescription description{.kernel = identity,
                                .summary = std::string_view(kernel.summary ? kernel.summary : ""),
                                .parameters = {},
                                .cases = {},
                                .case_count = kernel.case_count};
  for (std::size_t i = 0; i < std::size(kernel.parameters); ++i) {
    if (kernel.parameters[i]) description.parameters[i] = std::string_view(kernel.parameters[i]);
  }
  for (std::size_t i = 0; i < kernel.case_count; ++i) {
    Case& to = description.cases[i];
    to.size = kernel.cases[i].size;
    to.grain = kernel.cases[i].grain;
    std::copy(std::begin(kernel.cases[i].values), std::end(kernel.cases[i].values), to.values.begin());
  }
  return description;
}

KernelDescription described_function(const LibraryKernel& identity) {
  KernelDescription description{.kernel = identity,
                                .summary = std::string_view(identity.form == LibraryKernel::Form::reals
                                                                ? "double f(double) of an item's index"
                                                                : "uint64_t f(uint64_t) of an item's index"),
                                .parameters = {},
                                .cases = {},
                                .case_count = function_cases.size()};
  std::copy(function_cases.begin(), function_cases.end(), description.cases.begin());
  return description;
}

void require_entry(const Library& library, const Refusal& refusal) {
  if (library.has(library_entry_point)) return;
  for (int version = 2; version < 10; ++version) {
    if (const auto other = fmt::format("parallax_kernels_v{}", version); library.has(other))
      refusal.refuse("has {}, a later version; this program knows {}", other, library_entry_point);
  }
  refusal.refuse("has no {}(); --function measures a single function of it", library_entry_point);
}

}  // namespace

std::vector<KernelDescription> describe(const LibraryKernel& asked) {
  const std::string path{std::string_view(asked.path)};
  const Refusal refusal(path);
  const Library library(path);
  LibraryKernel identity = asked;
  identity.sha256 = library.sha256();
  if (asked.form != LibraryKernel::Form::table) {
    const std::string function{std::string_view(asked.name)};
    if (!is_name(function)) refusal.refuse("'{}' is not the name of a function", function);
    identity.distance = library.distance_of(function);
    return {described_function(identity)};
  }
  require_entry(library, refusal);
  identity.distance = library.distance_of(library_entry_point);
  const parallax_kernels& table = table_of(library, identity.distance, refusal);
  std::vector<KernelDescription> all;
  std::set<std::string> names;
  for (std::size_t i = 0; i < table.count; ++i) {
    const parallax_kernel& kernel = table.kernels[i];
    require_name(kernel.name, i, refusal);
    require_sound(kernel, refusal);
    if (!names.insert(kernel.name).second) refusal.refuse("has two kernels named {}", kernel.name);
    all.push_back(described(kernel, identity));
  }
  return all;
}

const parallax_kernel& entry_of(const Library& library, const LibraryKernel& kernel) {
  const Refusal refusal(kernel.path);
  const parallax_kernels& table = table_of(library, kernel.distance, refusal);
  const std::string_view name = kernel.name;
  for (std::size_t i = 0; i < table.count; ++i) {
    require_name(table.kernels[i].name, i, refusal);
    if (table.kernels[i].name != name) continue;
    require_sound(table.kernels[i], refusal);
    return table.kernels[i];
  }
  refusal.refuse("has no kernel {} any more", name);
}

}  // namespace parallax
