// SPDX-License-Identifier: MIT
//
// F(n) by its definition, as libfork's own benchmark writes it: one child is forked, the other one called.
#include <libfork.hpp>

#include <memory>

#include "benches/peers/cpp/timed_calls.hpp"

namespace {

constexpr auto fib = [](auto fib, std::uint64_t n) -> lf::task<std::uint64_t> {
  if (n < 2) co_return n;
  std::uint64_t left = 0, right = 0;
  co_await lf::fork(&left, fib)(n - 1);
  co_await lf::call(&right, fib)(n - 2);
  co_await lf::join;
  co_return left + right;
};

}  // namespace

int main(int count, char** words) {
  return parallax::peers::fib_program(count, words, [](std::size_t workers) {
    return [pool = std::make_unique<lf::lazy_pool>(workers)](std::uint64_t n) {
      return lf::sync_wait(*pool, fib, n);
    };
  });
}
