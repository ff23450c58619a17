// SPDX-License-Identifier: MIT
//
// What concerns the embedded interpreter alone. Its lock is tested beside the others in
// locked_runtimes_test.cpp.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <clocale>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "runtimes/registry.hpp"
#include "runtimes/worker.hpp"
#include "tests/runtimes/jobs.hpp"

// Two functions of CPython's, so that kernel code can ask it; Python.h is for embedded_python.hpp alone.
extern "C" int PyGILState_Check(void);
extern "C" int PyRun_SimpleString(const char* program);

namespace parallax {
namespace {

using namespace std::chrono_literals;
using testing::CountingJob;
using testing::Deed;

std::unique_ptr<AnyRuntime> start(const Settings& settings) {
  return find_runtime("cpython")->start(settings);
}

class Cpython : public ::testing::Test {
 protected:
  static constexpr int answer_no = 1, answer_yes = 2;

  // A job of one item that runs a Python program; the answer is whether it ended without an exception.
  MapJob asking(std::string program) {
    program_ = std::move(program);
    return {.kernel = "asks Python",
            .items = 1,
            .grain = 1,
            .params = std::as_bytes(std::span(program_.c_str(), program_.size() + 1)),
            .in = {},
            .out = std::as_writable_bytes(answers_.first(1)),
            .run = [](const MapJob& job, Range, Worker&) {
              const auto* const text = reinterpret_cast<const char*>(job.params.data());
              *reinterpret_cast<int*>(job.out.data()) =
                  PyRun_SimpleString(text) == 0 ? answer_yes : answer_no;
            }};
  }

  Arena arena_;
  CountingJob job_{arena_, 1000};
  std::span<int> answers_ = arena_.allocate_array<int>(100);

 private:
  std::string program_;
};

TEST_F(Cpython, HasTheSwitchIntervalAskedFor) {
  for (const auto interval : {1us, 7us, 300us, 5000us, 1'000'000us}) {
    Settings settings;
    settings.choose("gil_switch_interval", interval.count());
    const auto runtime = start(settings);
    runtime->map(asking(
        fmt::format("import sys\nassert abs(sys.getswitchinterval() - {}e-6) < 1e-7", interval.count())));
    EXPECT_EQ(answers_[0], answer_yes);
  }
}

TEST_F(Cpython, RunsKernelCodeWithTheInterpretersLockAndWaitsWithoutIt) {
  const auto runtime = start({.workers = 4});
  runtime->map({.kernel = "asks who has the lock",
                .items = 100,
                .grain = 1,
                .params = {},
                .in = {},
                .out = std::as_writable_bytes(answers_),
                .run = [](const MapJob& job, Range range, Worker& worker) {
                  bool right = PyGILState_Check() == 1;
                  worker.checkpoint();
                  right = right && PyGILState_Check() == 1;
                  worker.sleep_for(10us);
                  right = right && PyGILState_Check() == 1;
                  right = right && worker.blocking([] { return PyGILState_Check(); }) == 0;
                  right = right && PyGILState_Check() == 1;
                  reinterpret_cast<int*>(job.out.data())[range.begin] = right ? answer_yes : answer_no;
                }});
  for (const int answer : answers_) EXPECT_EQ(answer, answer_yes);
}

TEST_F(Cpython, StartsAndStopsManyTimesInOneProcess) {
  for (int i = 0; i < 30; ++i) {
    const auto runtime = start({.workers = 1 + i % 4});
    if (i % 3 == 0) continue;  // helpers that never had a job
    runtime->map(job_.make(100, 1));
    EXPECT_EQ(job_.ran_once(100), 100u);
    if (i % 3 == 1) runtime->stop();
  }
}

TEST_F(Cpython, StopsWhenTheLastJobHasThrown) {
  for (int i = 0; i < 5; ++i) {
    const auto runtime = start({.workers = 3});
    EXPECT_THROW(runtime->map(job_.make(100, 1, Deed::throw_at, 50)), std::runtime_error);
  }
}

TEST_F(Cpython, DoesNotStartTwiceAtATime) {
  const auto runtime = start({.workers = 2});
  EXPECT_THROW(start({.workers = 2}), std::logic_error);
  runtime->map(job_.make(100, 1));
  EXPECT_EQ(job_.ran_once(100), 100u);
}

TEST_F(Cpython, LeavesSignalsAndLocaleAlone) {
  const auto handler = [](int signal) {
    struct sigaction now {};
    sigaction(signal, nullptr, &now);
    return now.sa_handler;
  };
  const std::string locale = std::setlocale(LC_ALL, nullptr);
  for (const int signal : {SIGINT, SIGPIPE, SIGXFSZ}) {
    ASSERT_EQ(handler(signal), SIG_DFL);
    {
      const auto runtime = start({});
      EXPECT_EQ(handler(signal), SIG_DFL) << signal;
      EXPECT_EQ(std::setlocale(LC_ALL, nullptr), locale);
    }
    EXPECT_EQ(handler(signal), SIG_DFL) << signal;
  }
}

TEST_F(Cpython, DoesNotListenToTheEnvironment) {
  for (const char* name : {"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONPLATLIBDIR", "PATH"})
    setenv(name, "/nowhere", 1);
  setenv("PYTHONMALLOC", "nonsense", 1);
  const auto runtime = start({.workers = 2});
  runtime->map(job_.make(100, 1));
  EXPECT_EQ(job_.ran_once(100), 100u);
}

TEST_F(Cpython, WorksFromAThreadThatIsNotTheFirst) {
  std::thread([&] {
    const auto runtime = start({.workers = 3});
    runtime->map(job_.make(100, 1, Deed::sleep_at, 10));
    EXPECT_EQ(job_.ran_once(100), 100u);
  }).join();
}

}  // namespace
}  // namespace parallax
