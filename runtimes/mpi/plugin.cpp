// SPDX-License-Identifier: MIT
#include "runtimes/mpi/plugin.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace parallax {
namespace {

bool set(const char* name) { return std::getenv(name) != nullptr; }

}  // namespace

std::optional<std::string> launched_for() {
  if (const char* const name = std::getenv("PARALLAX_MPI_LIBRARY"); name && *name) return name;
  if (set("OMPI_COMM_WORLD_SIZE") || set("PMIX_RANK")) return "openmpi";
  if (set("PMI_RANK") || set("PMI_SIZE")) return "mpich";
  return {};
}

const MpiLibrary& load_mpi(const std::string& name) {
  const auto plugin =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() / fmt::format("parallax_{}.so", name);
  // Global, because Open MPI loads further parts of itself that look for its symbols.
  void* const handle = dlopen(plugin.c_str(), RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE);
  if (!handle) throw std::runtime_error(fmt::format("the MPI library cannot be loaded: {}", dlerror()));
  const auto* const library = static_cast<const MpiLibrary*>(dlsym(handle, mpi_plugin_symbol));
  if (!library) throw std::runtime_error(fmt::format("{} is no plugin of ours", plugin.string()));
  return *library;
}

}  // namespace parallax
