// SPDX-License-Identifier: MIT
//
// wordcount: MapReduce over a text, as two jobs. Map counts the words of one slice of the text and sorts them
// into partitions by their hash; reduce adds up one partition over all slices. What lies between, the
// shuffle, is no step of its own here: a reducer reads its partition's part of every slice.
//
//   map     in: where slices begin   params: the text   out: a Block per slice
//   reduce  in: the Blocks           params: the text   out: a Block per partition, in order of appearance
//
// A Block is an index (where each partition's entries begin) followed by the entries; all blocks of a job
// have the same room, which the plain count that checks the answer has measured beforehand.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <unordered_set>
#include <vector>

#include "benches/kernel.hpp"
#include "benches/support/text.hpp"

namespace parallax {
namespace {

constexpr std::size_t partitions = 64;

struct Entry {
  std::uint64_t hash = 0;
  std::uint64_t offset = 0;  // of the word in the text
  std::uint64_t length = 0;  // 0: no entry
  std::uint64_t count = 0;

  std::string_view word(std::string_view text) const { return text.substr(offset, length); }
};

template <class Byte>
struct Block {
  using Number = std::conditional_t<std::is_const_v<Byte>, const std::uint64_t, std::uint64_t>;
  using Item = std::conditional_t<std::is_const_v<Byte>, const Entry, Entry>;
  static constexpr std::size_t index_bytes = (partitions + 1) * sizeof(std::uint64_t);

  // Block i of n equal ones.
  Block(std::span<Byte> blocks, std::size_t i, std::size_t n) {
    const auto block = blocks.subspan(i * (blocks.size() / n), blocks.size() / n);
    begin = reinterpret_cast<Number*>(block.data());
    entries = {reinterpret_cast<Item*>(block.data() + index_bytes),
               (block.size() - index_bytes) / sizeof(Entry)};
  }
  std::span<Item> partition(std::size_t p) const {
    return entries.subspan(begin[p], begin[p + 1] - begin[p]);
  }
  // Whether the index can be an index at all: a check must not trust what it checks.
  bool sound() const {
    return std::is_sorted(begin, begin + partitions + 1) && begin[partitions] <= entries.size();
  }

  Number* begin;
  std::span<Item> entries;
};

constexpr std::size_t block_bytes(std::size_t entries) {
  return Block<std::byte>::index_bytes + entries * sizeof(Entry);
}

// Words to counts: open addressing, linear probing, entries in order of first appearance.
class Table {
 public:
  Table(std::string_view text, std::size_t most) : text_(text), slots_(std::bit_ceil(2 * most + 1)) {
    entries_.reserve(most);
  }

  void add(const Entry& entry) {
    for (std::size_t slot = entry.hash;; ++slot) {
      std::uint32_t& number = slots_[slot & (slots_.size() - 1)];
      if (number == 0) {
        entries_.push_back(entry);
        number = static_cast<std::uint32_t>(entries_.size());
        return;
      }
      Entry& known = entries_[number - 1];
      if (known.hash == entry.hash && same_word(known.word(text_), entry.word(text_))) {
        known.count += entry.count;
        return;
      }
    }
  }

  std::span<const Entry> entries() const { return entries_; }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> slots_;  // entry's number + 1; 0: free
  std::vector<Entry> entries_;
};

std::string_view text_of(const MapJob& job) {
  return {reinterpret_cast<const char*>(job.params.data()), job.params.size()};
}

std::size_t partition_of(std::uint64_t hash) { return hash >> 58; }
static_assert(partitions == 64);

// An item writes all of its bytes, those without meaning too.
void clear_rest(const Block<std::byte>& block, std::size_t used) {
  std::fill(block.entries.begin() + static_cast<std::ptrdiff_t>(used), block.entries.end(), Entry{});
}

void map_slices(const MapJob& job, Range slices, Worker&) {
  const std::string_view text = text_of(job);
  const auto begins = view_as<std::uint64_t>(job.in);
  for (std::size_t i = slices.begin; i < slices.end; ++i) {
    const Block<std::byte> block(job.out, i, job.items);
    Table table(text, block.entries.size());
    for_each_word(text, begins[i], begins[i + 1], [&](std::string_view word) {
      table.add({hash_word(word), static_cast<std::size_t>(word.data() - text.data()), word.size(), 1});
    });
    // A counting sort by partition keeps the order within each.
    std::fill(block.begin, block.begin + partitions + 1, 0);
    for (const Entry& entry : table.entries()) ++block.begin[partition_of(entry.hash) + 1];
    for (std::size_t p = 0; p < partitions; ++p) block.begin[p + 1] += block.begin[p];
    std::array<std::uint64_t, partitions> next{};
    std::copy_n(block.begin, partitions, next.begin());
    for (const Entry& entry : table.entries()) block.entries[next[partition_of(entry.hash)]++] = entry;
    clear_rest(block, table.entries().size());
  }
}

void reduce_partitions(const MapJob& job, Range range, Worker&) {
  const std::size_t slices = view_as<std::uint64_t>(job.in)[0];
  const auto blocks = job.in.subspan(sizeof(std::uint64_t));
  for (std::size_t p = range.begin; p < range.end; ++p) {
    const Block<std::byte> result(job.out, p, job.items);
    Table table(text_of(job), result.entries.size());
    for (std::size_t i = 0; i < slices; ++i) {
      for (const Entry& entry : Block<const std::byte>(blocks, i, slices).partition(p)) table.add(entry);
    }
    std::fill(result.begin, result.begin + partitions + 1, table.entries().size());
    std::fill(result.begin, result.begin + p + 1, 0);
    std::copy(table.entries().begin(), table.entries().end(), result.entries.begin());
    clear_rest(result, table.entries().size());
  }
}

class WordCount final : public Work {
 public:
  static constexpr KernelFacts facts{.name = "wordcount",
                                     .summary = "MapReduce over a text: an item is a slice of 16 KiB"};
  static constexpr std::array cases{Case{.size = 128, .grain = 1}};
  static Case fitted(Case parameters, const Topology& machine) {
    parameters.size = std::max(parameters.size, scaling_chunks(machine, 1024));
    return parameters;
  }
  static constexpr std::size_t slice_bytes = 16384;

  WordCount(const Case& parameters, const Inputs& inputs, Arena& arena) {
    const std::string loaded =
        inputs.corpus.empty() ? zipf_text(parameters.size * slice_bytes) : read_text(inputs.corpus);
    const auto bytes = arena.allocate(loaded.size());
    std::copy_n(reinterpret_cast<const std::byte*>(loaded.data()), loaded.size(), bytes.begin());
    text_ = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    counts_ = count_words(text_, 0, text_.size());

    const auto begins = arena.allocate_array<std::uint64_t>(parameters.size + 1);
    for (std::size_t i = 0; i < begins.size(); ++i)
      begins[i] = parameters.size == 0 ? 0 : word_border(text_, i * text_.size() / parameters.size);
    std::size_t most_in_slice = 0;
    for (std::size_t i = 0; i < parameters.size; ++i)
      most_in_slice = std::max(most_in_slice, count_words(text_, begins[i], begins[i + 1]).size());
    std::array<std::size_t, partitions> in_partition{};
    for (const auto& [word, count] : counts_) ++in_partition[partition_of(hash_word(word))];
    const std::size_t most_in_partition = *std::max_element(in_partition.begin(), in_partition.end());

    // One number, how many slices there are, stands before the blocks: reduce needs it, map does not.
    const auto blocks = arena.allocate(sizeof(std::uint64_t) + parameters.size * block_bytes(most_in_slice));
    view_as<std::uint64_t>(blocks)[0] = parameters.size;
    const auto results = arena.allocate(partitions * block_bytes(most_in_partition));
    jobs_[0] = {.kernel = facts.name,
                .items = parameters.size,
                .grain = parameters.grain,
                .params = bytes,
                .in = std::as_bytes(begins),
                .out = blocks.subspan(sizeof(std::uint64_t)),
                .run = map_slices};
    jobs_[1] = {.kernel = facts.name,
                .items = partitions,
                .grain = 1,
                .params = bytes,
                .in = blocks,
                .out = results,
                .run = reduce_partitions};
  }

  std::span<const MapJob> jobs() const override { return jobs_; }

  // Against a plain count: one thread, one std::unordered_map.
  std::optional<std::string> mistake() const override {
    std::unordered_set<std::string> words;
    for (std::size_t p = 0; p < partitions; ++p) {
      const Block<const std::byte> block(jobs_[1].out, p, partitions);
      if (!block.sound()) return fmt::format("partition {} has no valid index", p);
      for (const Entry& entry : block.partition(p)) {
        if (entry.offset > text_.size()) return fmt::format("partition {} points beyond the text", p);
        const std::string word = folded(entry.word(text_));
        const auto known = counts_.find(word);
        if (known == counts_.end()) return fmt::format("'{}' is not a word of the text", word);
        if (entry.count != known->second)
          return fmt::format("'{}' was counted {} times instead of {}", word, entry.count, known->second);
        words.insert(word);
      }
    }
    if (words.size() != counts_.size())
      return fmt::format("{} different words instead of {}", words.size(), counts_.size());
    return {};
  }

 private:
  std::string_view text_;
  WordCounts counts_;
  std::array<MapJob, 2> jobs_;
};

}  // namespace

PARALLAX_KERNEL(wordcount, WordCount, WordCount);

}  // namespace parallax
