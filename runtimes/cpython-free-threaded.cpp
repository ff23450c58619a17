// SPDX-License-Identifier: MIT
//
// cpython-free-threaded: the threads of `cpython` in an interpreter that was built without its lock (PEP 703). Found in
// place of `cpython` where Python is such a one, and named otherwise, because it answers another question: what it costs
// to be a thread of an interpreter, where all of them run at once.
#include "runtimes/python/embedded_python.hpp"

#ifndef Py_GIL_DISABLED
#error "this Python has a lock: it is for cpython"
#endif

namespace parallax {
namespace {

class CpythonFreeThreaded : public python::EmbeddedPython {
 public:
  static constexpr Facts facts{.name = "cpython-free-threaded",
                               .summary = "threads of a CPython without its lock, embedded",
                               .library = "CPython " PY_VERSION " (free-threaded)",
                               .most_workers = 512};

  explicit CpythonFreeThreaded(const Settings& chosen) : EmbeddedPython(chosen.workers, {}) {}
};

}  // namespace

PARALLAX_RUNTIME(cpython_free_threaded, CpythonFreeThreaded);

}  // namespace parallax
