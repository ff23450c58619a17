// SPDX-License-Identifier: MIT
//
// CPython, embedded: the interpreter from its begin to its end, and threads that are attached to it while they run
// kernel code. What that means is the interpreter's affair: most have a lock, which one thread has at a time; a
// free-threaded one has none.
//
// The kernels are the same C++ as everywhere; of Python there is the lock, the thread states and, at each
// checkpoint, a few bytecodes, because the lock is offered by the interpreter's evaluation loop alone. The
// only file that sees Python.h. Invariant: no thread is attached outside of a job.
#pragma once

#include <Python.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "runtimes/runtime.hpp"
#include "runtimes/support/locked_team.hpp"

namespace parallax::python {

// A reference to a Python object that this scope owns. To be ended with the lock held.
class Reference {
 public:
  explicit Reference(PyObject* object) : object_(object) {}
  ~Reference() { Py_XDECREF(object_); }
  Reference(Reference&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Reference& operator=(Reference&&) = delete;

  PyObject* get() const { return object_; }

 private:
  PyObject* object_;
};

// Throws, if `object` is null, what Python says about it; otherwise owns it.
inline Reference checked(PyObject* object, const char* call) {
  if (object) return Reference(object);
  PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
  PyErr_Fetch(&type, &value, &trace);
  const Reference owned_type(type), owned_value(value), owned_trace(trace);
  const Reference text(value ? PyObject_Str(value) : nullptr);
  const char* const what = text.get() ? PyUnicode_AsUTF8(text.get()) : nullptr;
  const std::string message = fmt::format("CPython: {}: {}", call, what ? what : "failed");
  PyErr_Clear();
  throw std::runtime_error(message);
}

inline void require(const PyStatus& status) {
  if (PyStatus_Exception(status))
    throw std::runtime_error(fmt::format("CPython: {}: {}", status.func ? status.func : "initialization",
                                         status.err_msg ? status.err_msg : "failed"));
}

// Where the library's own modules are, not those of whichever python3 comes first in PATH: in the folder
// `python` beside this program, where there is one, because programs that were bundled with a Python take it
// along; else where they were when this was built.
inline std::wstring python_home() {
  std::error_code not_there;
  const auto beside = std::filesystem::read_symlink("/proc/self/exe", not_there).parent_path() / "python";
  return std::filesystem::is_directory(beside / "lib", not_there) ? beside.wstring() : PARALLAX_PYTHON_HOME;
}

// The interpreter from its begin to its end, both with the lock held.
class Interpreter {
 public:
  Interpreter() {
    if (Py_IsInitialized()) throw std::logic_error("CPython is running in this process already");
    // Isolated: neither the environment nor the user's files matter, and signals and the locale stay as they
    // are. UTF-8, because that codec is there anyway.
    PyPreConfig before;
    PyPreConfig_InitIsolatedConfig(&before);
    before.utf8_mode = 1;
    require(Py_PreInitialize(&before));
    struct Config : PyConfig {
      Config() { PyConfig_InitIsolatedConfig(this); }
      ~Config() { PyConfig_Clear(this); }
      Config(const Config&) = delete;
      Config& operator=(const Config&) = delete;
    } config;
    config.parse_argv = 0;
    config.install_signal_handlers = 0;
    config.site_import = 0;
    config.write_bytecode = 0;
    config.pathconfig_warnings = 0;
    require(PyConfig_SetString(&config, &config.home, python_home().c_str()));
    require(Py_InitializeFromConfig(&config));
  }
  ~Interpreter() { Py_FinalizeEx(); }
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;
};

// Lets go of the lock from here to the end of the scope, for the thread that made the interpreter.
class AllowThreads {
 public:
  AllowThreads() : state_(PyEval_SaveThread()) {}
  ~AllowThreads() { PyEval_RestoreThread(state_); }
  AllowThreads(const AllowThreads&) = delete;
  AllowThreads& operator=(const AllowThreads&) = delete;

  PyThreadState* state() const { return state_; }

 private:
  PyThreadState* state_;
};

// The calling thread's own state, from its begin to its end; without the lock, which the end takes once more.
class ThreadState {
 public:
  explicit ThreadState(PyInterpreterState* interpreter) : state_(PyThreadState_New(interpreter)) {
    if (!state_) throw std::bad_alloc();
  }
  ~ThreadState() {
    PyEval_RestoreThread(state_);
    PyThreadState_Clear(state_);
    PyThreadState_DeleteCurrent();
  }
  ThreadState(const ThreadState&) = delete;
  ThreadState& operator=(const ThreadState&) = delete;

  PyThreadState* get() const { return state_; }

 private:
  PyThreadState* state_;
};

// The lock, as LockedTeam wants it. Made and ended with it held; in between the maker lets go of it.
class InterpreterLock {
 public:
  // `interval`: after how long a thread that waits for the lock asks for it; what has no lock has none.
  InterpreterLock(int workers, std::optional<std::chrono::microseconds> interval)
      : states_(static_cast<std::size_t>(workers)) {
    require_lock(interval.has_value());
    if (interval) set_switch_interval(*interval);
    make_checkpoints(workers);
  }

  // The state of the thread that is this holder; it stays its own.
  void assign(int holder, PyThreadState* state) { states_[static_cast<std::size_t>(holder)] = state; }

  void take(int holder) { PyEval_RestoreThread(states_[static_cast<std::size_t>(holder)]); }
  void drop(int) { PyEval_SaveThread(); }

  // No call of CPython offers the lock to those who want it: only the evaluation loop does, where a function
  // begins, a generator goes on or a loop turns back. So this lets a generator go on that does nothing else.
  // Of all that polls it is the cheapest, for there is no frame to make: 14 ns uncontended, where calling an
  // empty function takes 15 to 25 ns (CPython 3.11.2, AMD EPYC). Each holder has one of its own, because the
  // loop may switch threads in the middle of it, and no generator can be entered twice.
  void checkpoint(int holder) {
    checked(PyIter_Next(checkpoints_[static_cast<std::size_t>(holder)].get()), "a checkpoint");
  }

 private:
  // An interpreter that was built without a lock may be told to have one all the same.
  static void require_lock(bool wanted) {
    PyObject* const asked = PySys_GetObject("_is_gil_enabled");  // before 3.13 nobody could ask
    const bool there = !asked || PyObject_IsTrue(checked(PyObject_CallNoArgs(asked), "its lock").get()) == 1;
    if (there != wanted)
      throw std::runtime_error(there ? "CPython: this interpreter has a lock"
                                     : "CPython: this interpreter has no lock");
  }

  static void set_switch_interval(std::chrono::microseconds interval) {
    // CPython cuts off what is less than a microsecond; the half is for what lies just below a whole one.
    const double seconds = (static_cast<double>(std::max<std::int64_t>(interval.count(), 1)) + 0.5) * 1e-6;
    const Reference argument = checked(PyFloat_FromDouble(seconds), "a number");
    checked(PyObject_CallOneArg(PySys_GetObject("setswitchinterval"), argument.get()),
            "sys.setswitchinterval");
  }

  void make_checkpoints(int count) {
    const Reference names = checked(PyDict_New(), "a dictionary");
    checked(PyRun_String("def checkpoints():\n while True: yield\n", Py_file_input, names.get(), names.get()),
            "compiling checkpoints()");
    for (int i = 0; i < count; ++i) {
      checkpoints_.push_back(
          checked(PyObject_CallNoArgs(PyDict_GetItemString(names.get(), "checkpoints")), "checkpoints()"));
    }
  }

  std::vector<PyThreadState*> states_;
  std::vector<Reference> checkpoints_;
};

// The threads, and how they become part of the interpreter.
class EmbeddedPython {
 public:
  EmbeddedPython(int workers, std::optional<std::chrono::microseconds> interval)
      : lock_(workers, interval),
        team_(workers, lock_, [this](int index, const std::function<void()>& serve) { live(index, serve); }) {
    lock_.assign(0, allow_threads_.state());
  }

  void map(const MapJob& job) { team_.map(job); }
  void tree(const TreeJob& job) { team_.tree(job); }
  void graph(const GraphJob& job) { team_.graph(job); }

 private:
  // What a helper's thread does. It has ended, and its state with it, before the interpreter is finalized.
  void live(int index, const std::function<void()>& serve) {
    const ThreadState state(PyThreadState_GetInterpreter(allow_threads_.state()));
    lock_.assign(index, state.get());
    serve();
  }

  // The order matters: what stands above allow_threads_ is made and ended with the lock held, what is below
  // it without. The caller, worker 0, is the thread whose state came with the interpreter.
  Interpreter interpreter_;
  InterpreterLock lock_;
  AllowThreads allow_threads_;
  LockedTeam<InterpreterLock> team_;
};

}  // namespace parallax::python
