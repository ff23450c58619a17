// SPDX-License-Identifier: MIT
//
// What Parallax asks of an MPI library: a table of functions that a plugin fills.
//
// There is a plugin for each library that the build has found (parallax_openmpi.so, parallax_mpich.so, the
// same source compiled against either mpi.h), and a rank loads the one whose launcher has started it. So
// programs do not link MPI, a program without ranks never loads it, and one build serves both libraries,
// whose binary interfaces differ.
//
// All functions belong to the thread that called join(), and throw std::runtime_error with MPI's own words.
// Messages are bytes over MPI_COMM_WORLD: all ranks are the same program on the same kind of machine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parallax {

// A message on its way: an MPI_Request, whatever the library makes of it.
struct MpiRequest {
  std::uintptr_t handle = 0;
  bool active = false;
};

// What has arrived.
struct MpiArrival {
  int from = 0;
  int tag = 0;
  std::size_t bytes = 0;
};

inline constexpr int any_rank = -1;

struct MpiLibrary {
  // "Open MPI 4.1.4", as the library calls itself when it runs.
  const char* (*version)();

  // MPI_Init and MPI_Finalize, both collective and at most once in a process.
  void (*join)();
  void (*leave)();
  int (*rank)();
  int (*size)();

  // At most 1 GiB each. The memory has to stay until test() has said that it is done.
  MpiRequest (*send)(const void* from, std::size_t bytes, int to, int tag);
  MpiRequest (*receive)(void* to, std::size_t bytes, int from, int tag);
  // Whether it is done; then `request` is inactive and `arrival`, if it was a receive, is filled.
  bool (*test)(MpiRequest& request, MpiArrival& arrival);
  void (*cancel)(MpiRequest& request);

  // Collective.
  void (*broadcast)(void* data, std::size_t bytes);  // from rank 0
  void (*gather_all)(const void* mine, std::size_t bytes, void* all);
  void (*barrier)();

  // The controls: what a programmer of MPI writes by hand, blocking calls and nothing else, in the plugin so
  // that it is compiled against MPI itself. Rank 0 calls them; the others are in serve_by_hand() meanwhile.
  //  region: broadcast of a few bytes, then a barrier
  //  chunk: a few bytes sent to rank 1 and its answer received; alone, there is nobody to send to
  void (*region_by_hand)();
  void (*chunk_by_hand)();
  enum class ByHand { region, chunk };
  // Until rank 0 calls end_by_hand() of the same kind.
  void (*serve_by_hand)(ByHand kind);
  void (*end_by_hand)(ByHand kind);
};

// The one symbol of a plugin.
inline constexpr const char* mpi_plugin_symbol = "parallax_mpi_library";

}  // namespace parallax
