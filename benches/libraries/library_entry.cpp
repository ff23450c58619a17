// SPDX-License-Identifier: MIT
#include "benches/libraries/library_entry.hpp"

#include <list>

#include "benches/libraries/library_work.hpp"

namespace parallax {

const KernelEntry& library_entry(const KernelDescription& description) {
  struct Owned {
    KernelDescription description;
    KernelEntry entry;
  };
  static std::list<Owned> all;  // entries refer to their descriptions
  Owned& owned = all.emplace_back(Owned{description, {}});
  const KernelDescription& own = owned.description;
  owned.entry.facts.name = own.kernel.name;
  owned.entry.facts.summary = own.summary;
  for (std::size_t i = 0; i < max_parameters; ++i) owned.entry.facts.parameters[i].name = own.parameters[i];
  owned.entry.cases = std::span(own.cases).first(own.case_count);
  owned.entry.has_inputs = false;
  owned.entry.prepare = prepare_library_work;
  owned.entry.library = &own.kernel;
  return owned.entry;
}

const KernelEntry& library_entry(const LibraryKernel& kernel) {
  KernelDescription description;
  description.kernel = kernel;
  return library_entry(description);
}

}  // namespace parallax
