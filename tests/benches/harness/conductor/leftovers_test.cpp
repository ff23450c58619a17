// SPDX-License-Identifier: MIT
#include "benches/harness/conductor/leftovers.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "support/descriptor.hpp"
#include "tests/support/program.hpp"

namespace parallax {
namespace {

namespace fs = std::filesystem;

// A number that was a process's and is nobody's now.
pid_t dead_process() {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  waitpid(child, nullptr, 0);
  return child;
}

class Leftovers : public ::testing::Test {
 protected:
  Leftovers() {
    for (const auto& made :
         {folder / "shm/parallax-00ff", session(dead_process()), session(getpid()), launches(dead_process()),
          launches(getpid()), launch_5(dead_process()), launch_5(getpid()), folder / "tmp/prterun.notes",
          starting / "77/0", starting / "77/1", starting / "78/0"})
      fs::create_directories(made);
    for (const char* name : {"mpich_shar_tmpAb12Cd", "ucx_shm_posix_1ab46712", "vader_segment.host.0.1",
                             "mpich_shar_tmpInUse1", "parallax-00ff/segment", "somebody-elses"})
      std::ofstream(folder / "shm" / name) << std::string(4096, 'x');
    std::ofstream(registration(dead_process())) << "x";
    std::ofstream(registration(getpid())) << "x";
    std::ofstream(starting / "78/0/file") << "x";
  }
  fs::path session(pid_t pid) const { return folder / ("tmp/ompi.host.0/pid." + std::to_string(pid)); }
  fs::path launches(pid_t pid) const { return folder / ("tmp/parallax-sessions-" + std::to_string(pid)); }
  fs::path launch_5(pid_t pid) const {
    return folder / ("tmp/prterun.host.example." + std::to_string(pid) + ".0");
  }
  fs::path registration(pid_t pid) const {
    return folder / ("shm/__KMP_REGISTERED_LIB_" + std::to_string(pid) + "_0");
  }
  void remove(std::chrono::seconds youngest) const {
    remove_leftovers({folder / "shm", folder / "tmp", youngest});
  }
  std::size_t count(const char* where) const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder / where), {}));
  }

  struct Place : testing::Folder {
    fs::path operator/(const fs::path& name) const { return testing::Folder::operator/(name.string()); }
  } folder;
  const fs::path starting = folder / "tmp/ompi.host.0/jf.0";  // ranks of Open MPI 5
};

TEST_F(Leftovers, OfNobodyAreRemovedAndNothingElse) {
  const fs::path used = folder / "shm/mpich_shar_tmpInUse1";
  const Descriptor file(open(used.c_str(), O_RDONLY | O_CLOEXEC), "open");
  void* const mapped = mmap(nullptr, 4096, PROT_READ, MAP_SHARED, file.get(), 0);
  ASSERT_NE(mapped, MAP_FAILED);
  remove(std::chrono::seconds(0));
  munmap(mapped, 4096);
  EXPECT_TRUE(fs::exists(used));
  EXPECT_TRUE(fs::exists(folder / "shm/somebody-elses"));
  EXPECT_TRUE(fs::exists(registration(getpid())));
  EXPECT_EQ(count("shm"), 3u);
  EXPECT_TRUE(fs::exists(session(getpid())));
  EXPECT_EQ(count("tmp/ompi.host.0"), 2u);
  EXPECT_FALSE(fs::exists(starting / "77"));
  EXPECT_TRUE(fs::exists(starting / "78/0/file"));
  EXPECT_TRUE(fs::exists(launches(getpid())));
  EXPECT_TRUE(fs::exists(launch_5(getpid())));
  EXPECT_TRUE(fs::exists(folder / "tmp/prterun.notes")) << "no launch has this name";
  EXPECT_EQ(count("tmp"), 4u);
  remove(std::chrono::seconds(0));
  EXPECT_EQ(count("shm"), 2u);
}

// Another launch of this user may be about to make its session in it.
TEST_F(Leftovers, LeaveTheFolderOfAllSessions) {
  fs::remove(session(getpid()));
  remove(std::chrono::seconds(0));
  EXPECT_TRUE(fs::exists(folder / "tmp/ompi.host.0"));
  EXPECT_EQ(count("tmp/ompi.host.0"), 1u);
}

TEST_F(Leftovers, ThatAreJustBeingMadeStay) {
  remove(std::chrono::hours(1));
  EXPECT_EQ(count("shm"), 8u);
  EXPECT_EQ(count("tmp/ompi.host.0"), 3u);
  EXPECT_EQ(count("tmp"), 6u);
}

// Whose they are cannot be told, so they stay as long as a launcher of MPICH runs.
TEST_F(Leftovers, OfMpichsLaunchersGoWhenNoneRuns) {
  const fs::path description = folder / "tmp/hydra_hwloc_xmlfile_Ab12Cd", processes = folder / "proc";
  std::ofstream(description) << "x";
  for (const auto& [pid, name] : {std::pair{"1", "init"}, std::pair{"4711", "hydra_pmi_proxy"}}) {
    fs::create_directories(processes / pid);
    std::ofstream(processes / pid / "comm") << name << '\n';
  }
  const auto remove_now = [&] {
    remove_leftovers({folder / "shm", folder / "tmp", std::chrono::seconds(0), processes});
  };
  remove_now();
  EXPECT_TRUE(fs::exists(description));
  fs::remove_all(processes / "4711");
  remove_now();
  EXPECT_FALSE(fs::exists(description));
}

TEST_F(Leftovers, WithoutAPlaceAreNone) { remove_leftovers({"/nonexistent/shm", "/nonexistent/tmp"}); }

}  // namespace
}  // namespace parallax
