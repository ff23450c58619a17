// SPDX-License-Identifier: MIT
//
// Runs a program as its users do and looks at what it leaves behind.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace parallax::testing {

// A folder that vanishes at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

std::string content_of(const std::filesystem::path& file);

class Program {
 public:
  struct Result {
    int status = -1;  // as a shell counts: the exit status, or 128 + the signal that ended it
    std::string out;
    std::string err;
  };

  // Starts it. Every process that descends from it carries a mark of its own in its environment.
  explicit Program(std::vector<std::string> command);
  // Kills it and everything that carries its mark.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Throws if its end was waited for: a signal to process -1 would go to every process of the machine.
  pid_t pid() const;
  bool running();
  // Waits for its end.
  Result wait();
  // Every living process with the mark, the program itself included. Zombies carry no mark.
  std::vector<pid_t> processes() const;

 private:
  Folder folder_;
  std::string mark_;
  pid_t pid_ = -1;
  int raw_status_ = 0;
};

inline Program::Result run(std::vector<std::string> command) { return Program(std::move(command)).wait(); }

// Looks again and again until it is true; false only after a minute, when something is broken for good.
bool eventually(const std::function<bool()>& condition);

// What the kernel calls the program of a process: /proc/PID/cmdline with spaces.
std::string command_line(pid_t pid);

}  // namespace parallax::testing
