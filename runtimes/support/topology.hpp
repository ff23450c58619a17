// SPDX-License-Identifier: MIT
//
// How the processors that this process may use are joined: which of them share a core, a cache, a node of memory.
// It decides what fits the machine: how many workers are worth a look, how many chunks they need, and how much
// memory is more than their caches hold.
//
// Read from /sys, which has it on every Linux; plain data, so that tests can make up any machine.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

namespace parallax {

struct Topology {
  struct Processor {
    int number = 0;
    // Numbers of the groups that it belongs to; those of one group have the same.
    int core = 0, cache = 0, node = 0;
  };

  std::vector<Processor> processors;  // of this process' affinity mask, ascending
  std::size_t cache_bytes = 0;        // of one last-level cache; 0: not known
  std::size_t free_memory = 0;        // bytes, a limit of control groups counted; 0: not known
  int usable = 1;                     // as many can be busy at the same time: a CPU quota counted

  int cores() const;
  int caches() const;  // of the last level
  int nodes() const;   // of memory
};

// `root` is the directory that holds /proc and /sys; tests give another one. What it does not tell is taken to be
// as simple as can be: each processor a core of its own, all in one cache and one node.
Topology topology_of(const std::vector<int>& processors, const std::filesystem::path& root);
// Of this process, now.
Topology this_topology();

// Made up: nodes of so many last-level caches, of so many cores, of so many hardware threads.
Topology even_topology(int nodes, int caches, int cores, int threads, std::size_t cache_bytes);

// The numbers of workers that show how something scales here: 1, 2, 4, ... and the machine's own steps (the cores of
// one cache, those of one node, all cores, all hardware threads). At most nine, ascending.
std::vector<int> worker_counts(const Topology& topology);

// How many chunks a job needs that shows how runtimes scale: 16 for each processor, so that a worker more or less
// is seen, but no more than `most`. 16 on machines with one or two processors.
std::size_t scaling_chunks(const Topology& topology, std::size_t most);

}  // namespace parallax
