// SPDX-License-Identifier: MIT
// A program under test: any Google Benchmark program, run again and again, one cell at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "reports/gate/comparison.hpp"
#include "reports/gate/process.hpp"
#include "reports/gate/wrong_use.hpp"

namespace parallax::reports::gate {

// How often a visit runs a cell. Equal in all arms.
struct Plan {
  // Of a repetition; 0: as many as fit into `seconds`, which the library decides.
  std::int64_t iterations = 0;
  double seconds = 0;
  int repetitions = 1;
  int dropped = 0;  // of these, the first ones: they pay for cold caches
};

// The program cannot be used at all: it is missing, or it is no benchmark. The message is complete.
class SubjectError : public WrongUse {
 public:
  using WrongUse::WrongUse;
};

// What a program answers when it is asked for its benchmarks.
struct Listing {
  std::vector<std::string> names;  // in its order
  // How it ended, if not with status 0: "exited with status 3: <its last words>". There may be names nevertheless.
  std::string failure{};
  bool ended_by_itself = true;  // not by a signal, nor by its time limit
};

class Subject {
 public:
  // `file` is started through `link`, a path whose length is the same for all arms, because a program's stack
  // begins with it; but is told its own name, beside which it may look for files. Throws SubjectError if it cannot be.
  Subject(Program program, const std::filesystem::path& link, std::filesystem::path scratch,
          Interruptions& interruptions);

  const Program& program() const { return program_; }

  // The names that the filter matches; they may have line breaks. Throws SubjectError if it is no benchmark: it ends
  // with an error and lists nothing.
  Listing list(const std::string& filter, double time_limit);

  // Whether it can be told a number of iterations. (Google Benchmark from 1.8 on, and `bench`; found by
  // list().)
  bool takes_iterations() const { return takes_iterations_; }

  // Runs one cell in a fresh process and fills in what it measured, or why there is nothing. `padding` bytes
  // are added to the environment, which moves the stack.
  void run(const std::string& name, const Plan& plan, std::size_t padding, double time_limit, Visit& visit);

  // Of the last visit: whether each repetition was a process of its own, as in `bench`, so that the first is
  // no colder than the others, and the CPU column is that of all workers.
  bool fresh_repetitions() const { return fresh_repetitions_; }
  const std::string& commit() const { return commit_; }

 private:
  Launch launch(std::vector<std::string> flags, double time_limit, std::size_t padding = 0) const;
  Ended answer(const std::string& filter, double time_limit, std::vector<std::string> more = {}) const;
  std::vector<std::string> names_of_many_lines(const std::vector<std::string>& chatter,
                                               double time_limit) const;
  [[noreturn]] void refuse(const std::string& why) const;

  Program program_;
  std::filesystem::path name_, link_, output_;
  Interruptions& interruptions_;
  bool takes_iterations_ = false, fresh_repetitions_ = false;
  std::string commit_;
};

// An expression that matches this name and, if it has no NUL, which no argument can have, no other one; in each of the
// dialects that benchmarks are compiled with.
std::string exactly(const std::string& name);

}  // namespace parallax::reports::gate
