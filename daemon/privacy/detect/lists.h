// The word lists of privacy/data/*.txt put together at compile time, so that a start costs nothing and no list lies on
// the heap. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace frontdesk::privacy {

/// Several lists as one, in the order given.
template <class Entry, std::size_t... kSizes>
constexpr auto joined(const std::array<Entry, kSizes>&... lists) {
  std::array<Entry, (kSizes + ...)> all{};
  std::size_t at = 0;
  const auto append = [&](const auto& list) {
    for (const Entry& entry : list) all[at++] = entry;
  };
  (append(lists), ...);
  return all;
}

/// Each word with what it means. Entry{word, meaning} is what the scan looks for.
template <class Entry, class Meaning, std::size_t kSize>
constexpr std::array<Entry, kSize> meaning(Meaning meaning, const std::array<std::string_view, kSize>& words) {
  std::array<Entry, kSize> entries{};
  for (std::size_t i = 0; i < kSize; ++i) entries[i] = Entry{words[i], meaning};
  return entries;
}

/// Longer words before their beginnings ("cvv2" before "cvv"), for scans that take the first word that fits; words of
/// one length stay in their order.
template <class Entry, std::size_t kSize>
constexpr std::array<Entry, kSize> longest_first(std::array<Entry, kSize> entries) {
  constexpr auto kSizeOf = [](const Entry& entry) {
    if constexpr (requires { entry.word; }) {
      return entry.word.size();
    } else {
      return entry.size();
    }
  };
  for (std::size_t i = 1; i < kSize; ++i) {
    for (std::size_t at = i; at > 0 && kSizeOf(entries[at - 1]) < kSizeOf(entries[at]); --at) {
      std::swap(entries[at - 1], entries[at]);
    }
  }
  return entries;
}

}  // namespace frontdesk::privacy
