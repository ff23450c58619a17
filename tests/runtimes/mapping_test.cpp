// SPDX-License-Identifier: MIT
#include "runtimes/support/mapping.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "runtimes/process/child.hpp"
#include "support/descriptor.hpp"
#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

namespace parallax {
namespace {

// Whether these bytes are part of the address space.
bool is_mapped(std::span<std::byte> bytes) { return msync(bytes.data(), bytes.size(), MS_ASYNC) == 0; }

template <class Call>
int error_of_mmap(Call call) {
  try {
    call();
  } catch (const std::system_error& error) {
    EXPECT_EQ(std::string_view(error.what()).substr(0, 5), "mmap:");
    return error.code().value();
  }
  return 0;
}

TEST(Mapping, OfZeroBytesIsEmptyAndValid) {
  EXPECT_TRUE(Mapping::shared(0).bytes().empty());
  EXPECT_TRUE(Mapping::of_file(-1, 0).bytes().empty());
}

TEST(Mapping, BeginsWithAPageOfZeros) {
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  for (const std::size_t size : {1ul, page - 1, page, page + 1, 10 * page}) {
    const Mapping mapping = Mapping::shared(size);
    const auto bytes = mapping.bytes();
    EXPECT_EQ(bytes.size(), size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(bytes.data()) % page, 0u);
    EXPECT_TRUE(std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte(0); }));
  }
}

TEST(Mapping, IsSharedWithProcessesForkedLater) {
  const Mapping mapping = Mapping::shared(10'000);
  mapping.bytes()[1] = std::byte(1);
  Child child([&] {
    if (mapping.bytes()[1] == std::byte(1)) mapping.bytes()[9'999] = std::byte(2);
  });
  EXPECT_TRUE(child.reap().clean());
  EXPECT_EQ(mapping.bytes()[9'999], std::byte(2));
}

TEST(Mapping, EndsWithItsOwnerWhoeverThatIs) {
  std::span<std::byte> bytes;
  {
    Mapping first = Mapping::shared(5000);
    bytes = first.bytes();
    Mapping second(std::move(first));
    EXPECT_EQ(second.bytes().data(), bytes.data());
    EXPECT_TRUE(first.bytes().empty());  // NOLINT: what is left of it is what is tested
    first = std::move(second);
    EXPECT_EQ(first.bytes().data(), bytes.data());
    EXPECT_TRUE(is_mapped(bytes));
  }
  EXPECT_FALSE(is_mapped(bytes));
}

TEST(Mapping, ShowsAFile) {
  const testing::Folder folder;
  const Descriptor file(open((folder / "file").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600), "open");
  ASSERT_EQ(write(file.get(), "content", 7), 7);
  const Mapping mapping = Mapping::of_file(file.get(), 7);
  EXPECT_EQ(std::string_view(reinterpret_cast<const char*>(mapping.bytes().data()), 7), "content");
}

TEST(Mapping, LiesWhereItIsToLie) {
  if (testing::thread_sanitizer)
    GTEST_SKIP() << "ThreadSanitizer allows no memory there, and is not used with ranks";
  auto* const begin = static_cast<std::byte*>(symmetric_memory());
  place_shared_mappings(begin);
  const Mapping first = Mapping::shared(10), second = Mapping::shared(3'000'000), third = Mapping::shared(1);
  place_shared_mappings(nullptr);
  EXPECT_EQ(first.bytes().data(), begin);
  EXPECT_GT(second.bytes().data(), first.bytes().data() + 10);
  EXPECT_GT(third.bytes().data(), second.bytes().data() + 3'000'000);
  EXPECT_EQ(error_of_mmap([&] { Mapping::shared_at(second.bytes().data(), 10); }), EEXIST);
  // As another process would have it that asks for the same in the same order.
  Child child([&] {
    void* const there = second.bytes().data();
    if (munmap(there, second.bytes().size()) != 0) _exit(1);
    const Mapping again = Mapping::shared_at(there, 3'000'000);
    if (again.bytes().data() != there || again.bytes()[5] != std::byte(0)) _exit(2);
    _exit(0);
  });
  EXPECT_TRUE(child.reap().clean());
}

// Not every system has addresses of 47 bits.
TEST(Mapping, LiesAsHighAsThereAreAddresses) {
  if (testing::thread_sanitizer)
    GTEST_SKIP() << "ThreadSanitizer allows no memory there, and is not used with ranks";
  void* const highest = symmetric_memory();
  const int bit = std::countr_zero(reinterpret_cast<std::uintptr_t>(highest));
  EXPECT_EQ(first_place(std::array{60, 58, bit}), highest);
  const Mapping taken = Mapping::shared_at(highest, 1);
  EXPECT_EQ(first_place(std::array{bit, bit - 1}), highest) << "an address, though something is there";
  EXPECT_EQ(symmetric_memory(), highest);
  EXPECT_THROW(first_place(std::array{62, 61}), std::runtime_error);
}

TEST(Mapping, NamesTheCallThatFailed) {
  EXPECT_EQ(error_of_mmap([] { Mapping::shared(std::numeric_limits<std::size_t>::max() / 2); }), ENOMEM);
  EXPECT_EQ(error_of_mmap([] { Mapping::of_file(-1, 1); }), EBADF);
}

}  // namespace
}  // namespace parallax
