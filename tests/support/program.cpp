// SPDX-License-Identifier: MIT
#include "tests/support/program.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "support/descriptor.hpp"

namespace parallax::testing {
namespace {

namespace fs = std::filesystem;

std::string next_mark() {
  static int count = 0;
  return fmt::format("PARALLAX_TEST_MARK={}-{}", getpid(), ++count);
}

// All of them are read again and again, so without a stream.
std::string environment_of(const std::string& pid) {
  std::string text;
  const Descriptor file(open(("/proc/" + pid + "/environ").c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 16384> part;
  while (file.get() >= 0) {
    const auto got = read(file.get(), part.data(), part.size());
    if (got <= 0) break;
    text.append(part.data(), static_cast<std::size_t>(got));
  }
  return text;
}

}  // namespace

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "parallax-test-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("mkdtemp " + name);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();  // which does not throw if the process of a file in /proc ends meanwhile
  return content.str();
}

Program::Program(std::vector<std::string> command) : mark_(next_mark()) {
  std::vector<char*> words;
  for (std::string& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  const std::string out = folder_ / "out", err = folder_ / "err";
  pid_ = fork();
  if (pid_ == 0) {
    putenv(mark_.data());
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    dup2(open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    dup2(open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    execv(words[0], words.data());
    _exit(127);
  }
  if (pid_ < 0) throw std::runtime_error("fork");
}

Program::~Program() {
  for (const pid_t pid : processes()) kill(pid, SIGKILL);
  if (pid_ > 0) kill(pid_, SIGKILL);  // it may have overwritten its environment, and the mark in it
  if (pid_ > 0) waitpid(pid_, nullptr, 0);
}

bool Program::running() {
  if (pid_ > 0 && waitpid(pid_, &raw_status_, WNOHANG) == pid_) pid_ = -1;
  return pid_ > 0;
}

Program::Result Program::wait() {
  if (pid_ > 0) waitpid(pid_, &raw_status_, 0);
  pid_ = -1;
  return {WIFEXITED(raw_status_) ? WEXITSTATUS(raw_status_) : 128 + WTERMSIG(raw_status_),
          content_of(folder_ / "out"), content_of(folder_ / "err")};
}

pid_t Program::pid() const {
  if (pid_ <= 0) throw std::logic_error("the program has ended, so it has no process");
  return pid_;
}

std::vector<pid_t> Program::processes() const {
  std::vector<pid_t> found;
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator("/proc", gone)) {
    const std::string name = entry.path().filename();
    if (!std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; })) continue;
    if (environment_of(name).find(mark_ + '\0') != std::string::npos) found.push_back(std::stoi(name));
  }
  return found;
}

bool eventually(const std::function<bool()>& condition) {
  using namespace std::chrono_literals;
  const auto start = std::chrono::steady_clock::now();
  while (!condition()) {
    const auto waited = std::chrono::steady_clock::now() - start;
    if (waited > 10min) return false;  // which only a hang takes
    // Looking has its price too, above all through /proc: what takes long is noticed a little later.
    std::this_thread::sleep_for(std::clamp<std::chrono::nanoseconds>(waited / 8, 1ms, 50ms));
  }
  return true;
}

std::string command_line(pid_t pid) {
  std::string words = content_of(fmt::format("/proc/{}/cmdline", pid));
  std::replace(words.begin(), words.end(), '\0', ' ');
  return words;
}

}  // namespace parallax::testing
