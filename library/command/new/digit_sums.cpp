// digit_sums: your kernel. Put your data into make() and your function into item(); the file's name is the kernel's.
#include <parallax/bench.hpp>

#include <string>
#include <vector>

namespace {

struct DigitSums {
  static constexpr parallax::KernelFacts facts{.name = "digit_sums",
                                               .summary = "the sum of a number's digits"};
  static constexpr std::array cases{parallax::Case{.size = 10'000, .grain = 100},
                                    parallax::Case{.size = 100'000, .grain = 10'000}};

  // What all items read, of any type. Every process makes it for itself, before its workers start.
  static std::vector<std::string> make(const parallax::Parameters& parameters) {
    std::vector<std::string> numbers;
    for (std::size_t i = 0; i < parameters.size; ++i) numbers.push_back(std::to_string(i));
    return numbers;
  }

  // One result, of its index and the data only.
  static std::uint64_t item(const std::vector<std::string>& numbers, std::uint64_t i) {
    std::uint64_t sum = 0;
    for (const char digit : numbers[i]) sum += static_cast<std::uint64_t>(digit - '0');
    return sum;
  }

  // The check, in another way: a number and the sum of its digits leave the same rest when divided by nine.
  static std::optional<std::string> mistake(const std::vector<std::string>&,
                                            std::span<const std::uint64_t> sums) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
      if (sums[i] % 9 != i % 9) return "the digits of " + std::to_string(i) + " do not sum up to that";
    }
    return {};
  }
};

}  // namespace

PARALLAX_KERNEL(digit_sums, DigitSums);
