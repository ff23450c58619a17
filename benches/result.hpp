// SPDX-License-Identifier: MIT
//
// How an item's result of any type is kept where results of all processes meet, which is memory for plain
// data: as it is, if it is plain; else encoded, as a digest of its bytes, or whole if its type says how long
// it may become.
//
// For a type of one's own, in its namespace:
//
//   std::string encode(const R&)           equal results have equal texts
//   void decode(std::string_view, R&)      the way back; only with most_bytes and a mistake() that wants it
//
// Texts and vectors of plain data are encoded already.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace parallax {

// Values that are compared byte by byte may not have bytes without meaning.
template <class T>
concept Comparable = std::is_trivially_copyable_v<T> &&
    (std::has_unique_object_representations_v<T> || std::is_floating_point_v<T>);

inline std::string encode(const std::string& text) { return text; }
inline void decode(std::string_view text, std::string& result) { result = text; }

template <Comparable T>
std::string encode(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}
template <Comparable T>
void decode(std::string_view text, std::vector<T>& result) {
  result.resize(text.size() / sizeof(T));
  std::memcpy(result.data(), text.data(), result.size() * sizeof(T));
}
template <class R>
concept Encodable = requires(const R& result) {
  { encode(result) } -> std::convertible_to<std::string>;
};

// FNV-1a of 128 bits: of results that nobody forges, at about a nanosecond for a byte.
struct ResultDigest {
  std::uint64_t bytes = 0, high = 0, low = 0;

  static ResultDigest of(std::string_view text) {
    __extension__ using Wide = unsigned __int128;
    constexpr Wide prime = (Wide{1} << 88) + 0x13b;
    Wide hash = (Wide{0x6c62272e07bb0142} << 64) + 0x62b821756295c58d;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * prime;
    return {text.size(), static_cast<std::uint64_t>(hash >> 64), static_cast<std::uint64_t>(hash)};
  }
};

// An encoded result of at most so many bytes.
template <std::size_t most>
struct KeptResult {
  std::uint64_t bytes = 0;
  std::array<char, (most + 7) / 8 * 8> text{};

  // Throws std::length_error if it is longer.
  static KeptResult of(std::string_view text) {
    KeptResult kept;
    if (text.size() > most) throw std::length_error("a result has more than most_bytes bytes");
    kept.bytes = text.size();
    std::copy(text.begin(), text.end(), kept.text.begin());
    return kept;
  }
  std::string_view view() const { return {text.data(), bytes}; }
};

}  // namespace parallax
