// SPDX-License-Identifier: MIT
//
// F(n) by its definition, as taskflow's own benchmark writes it: a task group in each node.
#include <memory>
#include <taskflow/taskflow.hpp>

#include "benches/peers/cpp/timed_calls.hpp"

namespace {

std::uint64_t fib(std::uint64_t n, tf::Executor& executor) {
  if (n < 2) return n;
  std::uint64_t left = 0;
  tf::TaskGroup group = executor.task_group();
  group.silent_async([n, &left, &executor] { left = fib(n - 1, executor); });
  const std::uint64_t right = fib(n - 2, executor);
  group.corun();
  return left + right;
}

}  // namespace

int main(int count, char** words) {
  return parallax::peers::fib_program(count, words, [](std::size_t workers) {
    return [executor = std::make_unique<tf::Executor>(workers)](std::uint64_t n) {
      return executor->async([n, &executor] { return fib(n, *executor); }).get();
    };
  });
}
