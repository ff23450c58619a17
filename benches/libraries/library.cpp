// SPDX-License-Identifier: MIT
#include "benches/libraries/library.hpp"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <link.h>
#include <openssl/evp.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "runtimes/support/mapping.hpp"
#include "support/descriptor.hpp"

namespace parallax {
namespace {

struct stat status_of(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) throw LibraryError(fmt::format("{}: {}", path, std::strerror(errno)));
  if (!S_ISREG(status.st_mode)) throw LibraryError(fmt::format("{}: not a file", path));
  return status;
}

bool is_same(const struct stat& one, const struct stat& other) {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino && one.st_size == other.st_size &&
         one.st_mtim.tv_sec == other.st_mtim.tv_sec && one.st_mtim.tv_nsec == other.st_mtim.tv_nsec;
}

std::array<std::byte, 32> digest_of_file(const std::string& path, std::size_t bytes) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw LibraryError(fmt::format("{}: {}", path, std::strerror(errno)));
  const Mapping content = Mapping::of_file(file.get(), bytes);
  std::array<std::byte, 32> digest{};
  if (EVP_Digest(content.bytes().data(), bytes, reinterpret_cast<unsigned char*>(digest.data()), nullptr,
                 EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 failed");
  return digest;
}

const link_map& map_of(void* handle) {
  link_map* map = nullptr;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0) throw LibraryError(dlerror());
  return *map;
}

}  // namespace

Library::Library(const std::string& path) : path_(path) {
  const auto before = status_of(path);
  sha256_ = digest_of_file(path, static_cast<std::size_t>(before.st_size));
  handle_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle_) throw LibraryError(dlerror());  // it names the path
  if (!is_same(before, status_of(path)))
    throw LibraryError(fmt::format("{}: the file was changed while it was loaded", path));
}

bool Library::has(const std::string& symbol) const { return dlsym(handle_, symbol.c_str()) != nullptr; }

std::int64_t Library::distance_of(const std::string& function) const {
  void* const address = dlsym(handle_, function.c_str());
  if (!address) throw LibraryError(fmt::format("{}: has no symbol '{}'", path_, function));
  Dl_info info{};
  void* owner = nullptr;
  void* symbol = nullptr;
  const bool known = dladdr1(address, &info, &owner, RTLD_DL_LINKMAP) != 0 &&
                     dladdr1(address, &info, &symbol, RTLD_DL_SYMENT) != 0;
  if (!known || owner != &map_of(handle_))
    throw LibraryError(fmt::format("{}: '{}' is not of this library but of {}", path_, function,
                                   known ? info.dli_fname : "none"));
  const auto type = symbol ? ELF64_ST_TYPE(static_cast<const ElfW(Sym)*>(symbol)->st_info) : STT_NOTYPE;
  if (type != STT_FUNC && type != STT_GNU_IFUNC)
    throw LibraryError(fmt::format("{}: '{}' is not a function", path_, function));
  return reinterpret_cast<std::intptr_t>(address) - static_cast<std::intptr_t>(map_of(handle_).l_addr);
}

void* Library::at(std::int64_t distance) const {
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  return reinterpret_cast<void*>(static_cast<std::intptr_t>(map_of(handle_).l_addr) + distance);
}

}  // namespace parallax
