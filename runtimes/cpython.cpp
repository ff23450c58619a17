// SPDX-License-Identifier: MIT
//
// cpython: the threads of `gil` under the very lock that it reproduces: CPython's own, embedded. An interpreter without
// that lock is another runtime, cpython-free-threaded.
#include "runtimes/python/embedded_python.hpp"
#include "runtimes/support/switch_interval.hpp"

#ifdef Py_GIL_DISABLED
#error "this Python has no lock: it is for cpython-free-threaded"
#endif

namespace parallax {
namespace {

class Cpython : public python::EmbeddedPython {
 public:
  static constexpr std::array settings{gil_switch_interval};
  static constexpr Facts facts{.name = "cpython",
                               .summary = "threads under CPython's own lock, embedded",
                               .library = "CPython " PY_VERSION,
                               .most_workers = 512,
                               .settings = settings};

  explicit Cpython(const Settings& chosen)
      : EmbeddedPython(chosen.workers, chosen.duration(gil_switch_interval)) {}
};

}  // namespace

PARALLAX_RUNTIME(cpython, Cpython);

}  // namespace parallax
