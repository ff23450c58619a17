// SPDX-License-Identifier: MIT
// A file without a name in the folder of the target, which is nobody's once this process is killed; when it is whole it
// gets a name, and then by a rename that of the target. In its folder, because a rename does not cross file systems. Where
// the file system knows no files without a name, it has a name from the beginning.
#include "support/output_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <utility>

#include "support/descriptor.hpp"
#include "support/retry.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* call, const fs::path& file) {
  throw_system_error(errno, std::string(call) + ' ' + file.string());
}

class File {
 public:
  // `file` is what messages call it, `place` where it is.
  File(const fs::path& file, const fs::path& place, int flags)
      : file_(file), fd_(::open(place.c_str(), flags | O_CLOEXEC, 0666)) {
    if (fd_.get() < 0) fail("open", file);
  }
  File(const fs::path& file, Descriptor descriptor) : file_(file), fd_(std::move(descriptor)) {}

  void write(std::string_view text) {
    while (!text.empty()) {
      const auto written = retry_on_interrupt([&] { return ::write(fd_.get(), text.data(), text.size()); });
      if (written < 0) fail("write", file_);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  int descriptor() const { return fd_.get(); }

  // Some file systems tell of a full disk only here.
  void sync() {
    if (::fsync(fd_.get()) != 0) fail("fsync", file_);
  }
  void close() {
    if (::close(fd_.release()) != 0) fail("close", file_);
  }

 private:
  const fs::path& file_;
  Descriptor fd_;
};

// Removes the temporary file unless it has become the target.
class Temporary {
 public:
  explicit Temporary(const fs::path& target) : path_(target.string() + ".tmp" + std::to_string(::getpid())) {}
  ~Temporary() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  const fs::path& path() const { return path_; }

  void become(const fs::path& target) {
    if (::rename(path_.c_str(), target.c_str()) != 0) fail("rename", target);
    path_.clear();
  }

 private:
  fs::path path_;
};

Descriptor without_a_name(const fs::path& folder) {
  return Descriptor(::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666));
}

void give_name(const File& file, const fs::path& name) {
  const auto here = "/proc/self/fd/" + std::to_string(file.descriptor());
  if (::linkat(AT_FDCWD, here.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0) fail("link", name);
}

}  // namespace

void write_whole(const fs::path& file, std::string_view text) {
  std::error_code ignored;
  const auto status = fs::status(file, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status)) {  // replacing /dev/stdout would be a surprise
    File(file, file, O_WRONLY).write(text);
    return;
  }
  const auto target = fs::weakly_canonical(file);
  Temporary temporary(target);
  auto nameless = without_a_name(target.parent_path());
  const bool has_name = nameless.get() < 0;
  File out = has_name ? File(target, temporary.path(), O_WRONLY | O_CREAT | O_EXCL)
                      : File(target, std::move(nameless));
  out.write(text);
  out.sync();
  if (!has_name) give_name(out, temporary.path());
  out.close();
  temporary.become(target);
}

}  // namespace parallax
