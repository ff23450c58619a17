// SPDX-License-Identifier: MIT
//
// Kernels over data of any type: a fixture, which every process makes for itself before its workers start.
// Threads and forked workers share it; fresh programs and ranks make their own. So a kernel looks like the
// code that is there already:
//
//   struct Lengths {
//     static constexpr KernelFacts facts{.name = "lengths", .summary = "how long a word is"};
//     static constexpr std::array cases{Case{.size = 10'000, .grain = 100}};
//
//     static std::vector<std::string> make(const Parameters&);                             the fixture
//     static std::size_t item(const std::vector<std::string>& words, std::uint64_t i);     one result
//   };
//   PARALLAX_KERNEL(lengths, Lengths);
//
// make() may be left out, and item() then has only an index. The same index and the same fixture always give
// the same result. item() may take a Worker& at the end, through whose verbs it waits. A result is plain data,
// or of any type that has encode() (result.hpp). What a kernel may have:
//
//   static constexpr std::size_t most_bytes
//       results that are no plain data are kept whole, in at most so many bytes, instead of as digests
//   static std::optional<std::string> mistake(const Fixture&, std::span<const Result>)
//       what is wrong with the results of all items; finds the answer in another way than item() does. Without
//       a fixture it takes the results alone. Results must be plain or kept whole. Without it they are
//       verified against the serial ones only
//   the functions of Guidance
#pragma once

#include <optional>
#include <utility>

#include "benches/kernel.hpp"
#include "benches/result.hpp"
#include "benches/support/process_fixture.hpp"

namespace parallax {

using Parameters = Case;

template <class K>
concept HasFixture = requires(const Parameters& parameters) {
  K::make(parameters);
};

// What item() is given and what it gives.
template <class K>
struct OwnTypes {
  using Fixture = None;
  static decltype(auto) item(const Fixture&, std::uint64_t i, Worker& worker) {
    if constexpr (requires { K::item(i, worker); }) {
      return K::item(i, worker);
    } else if constexpr (requires { K::item(i); }) {
      return K::item(i);
    } else {
      static_assert(!sizeof(K),
                    "item() is a function of an index, std::uint64_t; with data, there is make() too");
      return 0;
    }
  }
};

template <HasFixture K>
struct OwnTypes<K> {
  using Fixture = std::remove_cvref_t<decltype(K::make(std::declval<const Parameters&>()))>;
  static decltype(auto) item(const Fixture& fixture, std::uint64_t i, Worker& worker) {
    if constexpr (requires { K::item(fixture, i, worker); }) {
      return K::item(fixture, i, worker);
    } else if constexpr (requires { K::item(fixture, i); }) {
      return K::item(fixture, i);
    } else {
      static_assert(!sizeof(K),
                    "item() is a function of what make() makes, const, and of an index, std::uint64_t");
      return 0;
    }
  }
};

template <class K>
class OwnWork final : public Work {
  using Types = OwnTypes<K>;
  using Fixture = typename Types::Fixture;
  using Result = std::remove_cvref_t<decltype(Types::item(std::declval<const Fixture&>(), std::uint64_t(),
                                                          std::declval<Worker&>()))>;
  static constexpr bool is_kept = requires { K::most_bytes; };
  static constexpr bool is_plain = Comparable<Result>;

  static_assert(is_plain || Encodable<Result>,
                "a result is plain data without padding, or of a type that has std::string encode(const R&)");

  static auto stored_type() {
    if constexpr (is_plain) {
      return Result{};
    } else if constexpr (is_kept) {
      return KeptResult<K::most_bytes>{};
    } else {
      return ResultDigest{};
    }
  }
  using Stored = decltype(stored_type());

 public:
  OwnWork(const Case& parameters, const Inputs&, Arena& arena) {
    if constexpr (HasFixture<K>) {
      fixture_.emplace(arena, &make, &arena.make<Case>(parameters));
      const auto params = arena.allocate_array<std::uint32_t>(1);
      params[0] = fixture_->slot();
      job_.params = std::as_bytes(params);
    }
    job_.kernel = K::facts.name;
    job_.items = parameters.size;
    job_.grain = parameters.grain;
    job_.out = std::as_writable_bytes(arena.allocate_array<Stored>(parameters.size));
    job_.run = run;
  }

  std::span<const MapJob> jobs() const override { return {&job_, 1}; }
  bool knows_answer() const override { return has_mistake; }
  std::optional<std::string> mistake() const override {
    if constexpr (has_mistake) {
      const auto stored = view_as<const Stored>(std::span<const std::byte>(job_.out));
      if constexpr (is_plain) {
        return mistake_in(stored);
      } else {
        std::vector<Result> results(stored.size());
        for (std::size_t i = 0; i < stored.size(); ++i) decode(stored[i].view(), results[i]);
        return mistake_in(std::span<const Result>(results));
      }
    }
    return {};
  }

 private:
  static constexpr bool has_mistake = requires(const Fixture& fixture, std::span<const Result> results) {
    K::mistake(fixture, results);
  }
  || requires(std::span<const Result> results) { K::mistake(results); };
  static_assert(
      !has_mistake || is_plain || is_kept,
      "a kernel whose results are neither plain data nor kept whole (most_bytes) cannot have mistake()");

  // A fixture that cannot be moved is made in its place.
  struct Held {
    explicit Held(const Parameters& parameters) : fixture(K::make(parameters)) {}
    const Fixture fixture;
  };
  static ProcessFixture::Made make(const void* seed) {
    return std::make_shared<const Held>(*static_cast<const Case*>(seed));
  }
  static const Fixture& fixture_of(const MapJob& job) {
    if constexpr (HasFixture<K>) {
      return static_cast<const Held*>(ProcessFixture::at(view_as<std::uint32_t>(job.params)[0]))->fixture;
    } else {
      static constexpr Fixture none{};
      return none;
    }
  }

  std::optional<std::string> mistake_in(std::span<const Result> results) const {
    if constexpr (requires { K::mistake(results); }) {
      return K::mistake(results);
    } else {
      return K::mistake(fixture_of(job_), results);
    }
  }

  static void run(const MapJob& job, Range range, Worker& worker) {
    const Fixture& fixture = fixture_of(job);
    Stored* const out = view_as<Stored>(job.out).data();
    for (std::size_t i = range.begin; i < range.end; ++i) {
      if constexpr (is_plain) {
        out[i] = Types::item(fixture, i, worker);
      } else {
        out[i] = Stored::of(encode(Types::item(fixture, i, worker)));
      }
    }
  }

  std::optional<ProcessFixture> fixture_;
  MapJob job_;
};

template <class K>
requires(!HasInputs<K>) struct UsualWork<K> {
  using Type = OwnWork<K>;
};

}  // namespace parallax
