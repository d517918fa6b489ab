// Names in the middle of a sentence, told by what they are made of and by the words around them: "我和李雷沟通过了",
// "李雷说今天发货", "I talked to Mary Johnson".
#include <string>

#include "privacy/data/sentence_words.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/find.h"
#include "privacy/detect/name/given_names.h"
#include "privacy/detect/name/shape.h"
#include "privacy/detect/name/surnames.h"
#include "privacy/detect/words.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;
constexpr int kInSentence = 45;

/// The surname at `at` is the end of a word: 对于, 过程.
bool is_end_of_word(std::string_view text, std::size_t at) {
  if (at < kHan || at + kHan > text.size()) return false;
  const std::string_view word = text.substr(at - kHan, 2 * kHan);
  for (const std::string_view ordinary : data::sentence_words::kWordsEndingWithASurname) {
    if (word == ordinary) return true;
  }
  return false;
}

/// After the surname and its given name of `given` characters at `at`; 0 when it is no likely name. A surname of two
/// characters (欧阳) is sign enough.
std::size_t likely_name_end(std::string_view text, std::size_t at, std::size_t given) {
  const std::size_t surname = common_surname_length(text.substr(at, 2 * kHan));
  if (surname == 0 || is_end_of_word(text, at)) return 0;
  std::size_t end = at + surname;
  for (std::size_t i = 0; i < given; ++i) {
    if (end >= text.size()) return 0;
    const char32_t character = next_character(text, end);
    if (surname == kHan && !is_given_name_character(character)) return 0;
  }
  return is_chinese_name(text.substr(at, end - at), NameEvidence::kSentence) ? end : 0;
}

/// What people do in the sentences of a shop's customers: a name of two characters may end before it.
bool goes_on_after_name(std::string_view text, std::size_t at) {
  const char32_t c = peek(text, at);
  return !is_han(c) || data::sentence_words::kActCharacters.find(c) != std::u32string_view::npos;
}

/// "李雷说", "王小明没有回我": what only a person does.
bool is_act_of_person(std::string_view text, std::size_t at) {
  for (const std::string_view act : data::sentence_words::kActs) {
    if (text.substr(at, act.size()) == act) return true;
  }
  return false;
}

std::string_view first_word(std::string_view text, std::size_t at) { return text.substr(at, text.find(' ', at) - at); }

void find_latin_name(std::string_view text, std::size_t at, Finds& out) {
  const std::size_t end = latin_name_end(text, at, 2);
  if (end > 0 && is_latin_given_name(first_word(text, at))) out.push_back({at, end, DataKind::kName, kInSentence});
}

}  // namespace

void find_name_in_sentence(std::string_view text, std::size_t at, Finds& out) {
  if (!is_han(peek(text, at))) return find_latin_name(text, skip_blanks(text, at, 2), out);
  std::size_t end = likely_name_end(text, at, 2);
  if (end == 0) {
    end = likely_name_end(text, at, 1);
    if (end > 0 && !goes_on_after_name(text, end) && !is_act_of_person(text, end) &&
        chinese_name_end(text, at, NameEvidence::kSentence) != end) {
      return;
    }
  }
  if (end > 0) out.push_back({at, end, DataKind::kName, kInSentence});
}

void find_name_before_act(std::string_view text, std::size_t at, Finds& out) {
  for (const std::size_t given : {2U, 1U}) {
    const std::size_t end = likely_name_end(text, at, given);
    if (end == 0 || !is_act_of_person(text, end)) continue;
    out.push_back({at, end, DataKind::kName, kInSentence});
    return;
  }
}

void find_latin_name_before(std::string_view text, std::size_t at, Finds& out) {
  if (peek_back(text, at) != ' ') return;
  const std::size_t end = at - 1;
  const std::size_t begin = latin_name_begin(text, end);
  if (begin < end && is_latin_given_name(first_word(text, begin)))
    out.push_back({begin, end, DataKind::kName, kInSentence});
}

}  // namespace frontdesk::privacy
