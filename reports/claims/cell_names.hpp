// SPDX-License-Identifier: MIT
// The names of the cells that rules ask for, all from the matrix of `bench --same-cases`, which is the same on
// every machine (for the numbers of workers see worker_counts).
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace parallax::reports::claims {

// A piece of work: what stands before and behind runtime and workers in a cell's name.
struct Work {
  std::string_view kernel, load;

  std::string under(std::string_view runtime, int workers) const {
    return fmt::format("{}/{}/workers:{}/{}", kernel, runtime, workers, load);
  }
};

inline constexpr Work empty_pair{"empty", "size:2/grain:1"};
inline constexpr Work empty_region{"empty", "size:1024/grain:1"};
inline constexpr Work cube_small{"cube", "size:4096/grain:64"};
inline constexpr Work cube_coarse{"cube", "size:1048576/grain:4096"};
inline constexpr Work cube_fine{"cube", "size:1048576/grain:1"};
inline constexpr Work fibonacci{"fibonacci", "size:16/grain:1"};
inline constexpr Work primes{"primes", "size:16/grain:1"};
inline constexpr Work mandelbrot{"mandelbrot", "size:65536/grain:256"};
inline constexpr Work wordcount{"wordcount", "size:128/grain:1"};
inline constexpr Work triad{"triad", "size:4194304/grain:65536"};
inline constexpr Work spin_smallest{"spin", "size:16/grain:2/multiply_adds:64"};
inline constexpr Work spin_middle{"spin", "size:1024/grain:128/multiply_adds:64"};
inline constexpr Work spin_largest{"spin", "size:16384/grain:2048/multiply_adds:64"};
inline constexpr Work sleep{"sleep", "size:64/grain:1/microseconds:1000"};  // 64 waits of 1 ms
inline constexpr Work http_get{"http_get", "size:64/grain:1/latency_us:1000/bytes:1024/keep_alive:1"};
inline constexpr Work file_read{"file_read", "size:4096/grain:64"};
inline constexpr Work echo{"echo", "size:4096/grain:8"};
inline constexpr Work requests_alone{"convoy", "size:1/grain:1/requests:20"};
inline constexpr Work requests_beside_one{"convoy", "size:2/grain:1/requests:20"};

// --- Probes: one mechanism under one load.

inline std::string throughput(std::string_view channel, int bytes, int producers = 1, int consumers = 1) {
  const int messages = bytes <= 4096 ? 10'000 : bytes <= 65'536 ? 1000 : 100;
  return fmt::format("throughput/{}/workers:{}/size:{}/grain:1/producers:{}/consumers:{}/bytes:{}", channel,
                     producers + consumers, messages, producers, consumers, bytes);
}

inline std::string round_trip(std::string_view channel, int bytes) {
  return fmt::format("round_trip/{}/workers:2/size:1000/grain:1/bytes:{}", channel, bytes);
}

inline std::string element(std::string_view store, int clients, bool update) {
  return fmt::format("element/{}/workers:{}/size:1000/grain:1/clients:{}/update:{}", store, clients, clients,
                     update ? 1 : 0);
}

inline std::string start_stop(std::string_view way, int parent_mb) {
  return fmt::format("start_stop/{}/workers:2/size:1/grain:1/parent_mb:{}/huge:0", way, parent_mb);
}

inline std::string start_pool(std::string_view runtime, int workers) {
  return fmt::format("start_pool/{}/workers:{}/size:{}/grain:1", runtime, workers, workers);
}

inline std::string signal(std::string_view relay) {
  return fmt::format("signal/{}/workers:2/size:1000/grain:1", relay);
}

inline std::string death(std::string_view notice) {
  return fmt::format("death/{}/workers:2/size:10/grain:1", notice);
}

inline std::string increment(std::string_view guard, int contenders) {
  return fmt::format("increment/{}/workers:{}/size:{}/grain:1/contenders:{}", guard, contenders,
                     guard == "gil-threads" ? 20'000'000 : 10'000, contenders);
}

}  // namespace parallax::reports::claims
