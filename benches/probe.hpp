// SPDX-License-Identifier: MIT
//
// What a probe is: one mechanism (a pipe, a mutex, a way to start a process) under one load, measured on its
// own. A kernel is work that every runtime can do; a probe asks what the parts cost that runtimes are made
// of.
//
// Its cells stand beside those of kernels, with the load in the place of the kernel and the mechanism in that
// of the runtime: "round_trip/pipe/workers:2/size:1000/grain:1/bytes:8". They are measured in the same way,
// each repetition in a host of its own, verified before and after it is timed, so filters, results, reports
// and the gate know them without a further line.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benches/kernel.hpp"
#include "runtimes/runtime.hpp"
#include "support/file_name.hpp"

namespace parallax {

struct ProbeFacts {
  std::string_view name;     // of the load: the file's name and the first part of a cell's name
  std::string_view summary;  // one line for people: what an item is
  std::array<Parameter, max_parameters> parameters{};  // unused ones have no name
  bool launched = false;  // its host is the first of as many ranks as it has workers
};

struct Mechanism {
  std::string_view name;  // the second part of a cell's name, where others have their runtime
  std::string_view summary;
};

// A mechanism that is ready for its load. Everything it needs (peers, buffers, connections) is there once it
// has been constructed and gone once it has been destroyed, whatever happens between.
class Probe {
 public:
  virtual ~Probe() = default;

  // Case::size items, `iterations` times, all done when this returns. The only thing that is timed. Throws if
  // it cannot be done, WorkerDied if a peer has ended.
  virtual void run(std::int64_t iterations) = 0;
  // Nothing if every item since the last call was right (arrived once, in order, with its bytes), else what
  // was wrong with them.
  virtual std::optional<std::string> mistake() = 0;
  // Of all peers outside of this process.
  virtual Usage usage() { return {}; }
  // The same but for memory.
  virtual Usage processor_use() { return usage(); }
  // What it counts beyond time, since the last restart.
  virtual void restart_counters() {}
  virtual std::vector<Counter> counters() { return {}; }
  // What readers of the result should know about this very object.
  virtual std::string note() const { return {}; }
};

// A probe as people write it: a struct of static members.
//
//   static constexpr ProbeFacts facts;
//   static std::vector<Mechanism> mechanisms();
//   static std::vector<Case> cases(std::string_view mechanism);   measured by default, the smallest first
//   static int workers(const Case&);                              threads and processes, the caller included
//   static std::size_t bytes_per_item(const Case&);               moved by an item; 0: nothing is
//   static std::unique_ptr<Probe> start(std::string_view mechanism, const Case&);
//
// start() throws NotSupported if this machine cannot do it, and says why.
struct ProbeEntry {
  ProbeFacts facts;
  std::vector<Mechanism> (*mechanisms)();
  std::vector<Case> (*cases)(std::string_view mechanism);
  int (*workers)(const Case&);
  std::size_t (*bytes_per_item)(const Case&);
  std::unique_ptr<Probe> (*start)(std::string_view mechanism, const Case&);
};

// The last line of a probe's file: `identifier` is the file's name. The build makes the table from the names
// of the files, so that a probe which forgets this line does not link.
#define PARALLAX_PROBE(identifier, Type)                                                               \
  static_assert(::parallax::is_name_of_file(Type::facts.name, #identifier, __FILE__),                  \
                "the name in a probe's facts is not that of its file");                                \
  extern const ::parallax::ProbeEntry probe_##identifier;                                              \
  const ::parallax::ProbeEntry probe_##identifier = {Type::facts,   Type::mechanisms,     Type::cases, \
                                                     Type::workers, Type::bytes_per_item, Type::start}

}  // namespace parallax
