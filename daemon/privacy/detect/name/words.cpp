#include "privacy/detect/name/words.h"

#include <array>

#include "privacy/data/name_words.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/lists.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;

/// A line break is a word too: a name alone may be the last line, or begin a clause.
constexpr std::array<std::string_view, 1> kLineBreak{"\n"};

constexpr auto kWords = [] {
  namespace list = data::name_words;
  using enum Announcement;
  return longest_first(joined(meaning<NameWord>(kField, list::kField), meaning<NameWord>(kRole, list::kRole),
                              meaning<NameWord>(kLabel, list::kLabel), meaning<NameWord>(kSpoken, list::kSpoken),
                              meaning<NameWord>(kSurname, list::kSurname), meaning<NameWord>(kTitle, list::kTitle),
                              meaning<NameWord>(kHonorific, list::kHonorific), meaning<NameWord>(kChief, list::kChief),
                              meaning<NameWord>(kBehind, list::kBehind), meaning<NameWord>(kLine, kLineBreak),
                              meaning<NameWord>(kClosing, list::kClosing), meaning<NameWord>(kFramed, list::kFramed),
                              meaning<NameWord>(kClause, list::kClause), meaning<NameWord>(kClause, kLineBreak),
                              meaning<NameWord>(kAct, list::kAct)));
}();

/// The words by their first two characters, those of one character apart: a trigger is looked up in a comparison or
/// two.
struct WordIndex {
  std::array<NameWords, 512> by_pair;
  std::array<NameWords, 256> single;
};

std::size_t pair_slot(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c >= 0x80 && c != 0xEF && at + 5 < text.size()) {
    const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(text[at + i])); };
    return (byte(1) * 3 + byte(2) * 7 + byte(4) * 5 + byte(5)) & 255U;
  }
  return 256U + (peek(text, at) & 0x1FU);  // a Latin letter of any case and width
}

std::size_t single_slot(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(text[at + i])); };
  return (byte(0) < 0x80 || at + 2 >= text.size() ? byte(0) : byte(1) * 7 + byte(2)) & 255U;
}

const WordIndex& word_index() {
  static const WordIndex kIndex = [] {
    WordIndex words;
    for (const NameWord& word : kWords) {
      const bool is_single = word.word.size() <= kHan && !is_ascii_letter(peek(word.word, 0));
      auto& bucket = is_single ? words.single[single_slot(word.word, 0)] : words.by_pair[pair_slot(word.word, 0)];
      bucket.push_back(&word);
    }
    return words;
  }();
  return kIndex;
}

}  // namespace

const NameWords& name_words_at(std::string_view text, std::size_t at) {
  return word_index().by_pair[pair_slot(text, at)];
}

const NameWords& short_name_words_at(std::string_view text, std::size_t at) {
  return word_index().single[single_slot(text, at)];
}

}  // namespace frontdesk::privacy
