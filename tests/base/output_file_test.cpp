// SPDX-License-Identifier: MIT
// Files are there whole or not at all.
#include "support/output_file.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "tests/support/program.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;
using testing::content_of;
using testing::Folder;

fs::path written(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

std::size_t files_in(const Folder& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder / "."), {}));
}

// A limit on the size of files, for as long as it lives: a full disk for everyone.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  rlimit before_{};
  sighandler_t handler_;
};

TEST(WriteWhole, NamesTheFileThatWasAskedFor) {
  const Folder folder;
  const auto file = folder / "missing/page.html";
  try {
    write_whole(file, "text");
    FAIL() << "written into a folder that is not there";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.what(), "open " + file.string() + ": No such file or directory");
  }
}

TEST(WriteWhole, ReplacesWhatWasThere) {
  const Folder folder;
  const auto file = written(folder / "page.html", "something longer than the new text");
  write_whole(file, "new");
  EXPECT_EQ(content_of(file), "new");
  EXPECT_EQ(files_in(folder), 1u);
}

TEST(WriteWhole, FollowsALinkAndKeepsIt) {
  const Folder folder;
  const auto file = written(folder / "target", "old");
  fs::create_symlink(file, folder / "link");
  write_whole(folder / "link", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(content_of(file), "new");
}

// Killed in the middle of writing, by the limit's own signal.
TEST(WriteWhole, LeavesNothingBehindIfItIsKilled) {
  const Folder folder;
  const auto file = written(folder / "page.html", "old");
  const pid_t writer = ::fork();
  if (writer == 0) {
    const rlimit small{4096, 4096}, no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::setrlimit(RLIMIT_FSIZE, &small);
    ::signal(SIGXFSZ, SIG_DFL);
    write_whole(file, std::string(1 << 20, 'x'));
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(writer, &status, 0), writer);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(content_of(file), "old");
  EXPECT_EQ(files_in(folder), 1u);
}

TEST(WriteWhole, LeavesTheOldFileAndNoOtherWhenTheDiskIsFull) {
  const Folder folder;
  const auto file = written(folder / "page.html", "old");
  {
    const SmallDisk disk(1000);
    EXPECT_THROW(write_whole(file, std::string(5000, 'x')), std::system_error);
  }
  EXPECT_EQ(content_of(file), "old");
  EXPECT_EQ(files_in(folder), 1u);
}

TEST(WriteWhole, SaysWhichCallFailed) {
  const Folder folder;
  const auto message = [](const fs::path& file) -> std::string {
    try {
      write_whole(file, "text");
    } catch (const std::system_error& error) {
      return error.what();
    }
    return "no complaint";
  };
  EXPECT_NE(message(folder / "no/such/folder/page.html").find("open "), std::string::npos);
  EXPECT_NE(message("/dev/full").find("write /dev/full: No space left"), std::string::npos);
  EXPECT_NE(message(folder / ".").find("Is a directory"), std::string::npos);
}

TEST(WriteWhole, WritesToADeviceInsteadOfReplacingIt) {
  write_whole("/dev/null", "text");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

}  // namespace
}  // namespace parallax
