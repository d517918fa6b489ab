// Names behind the words that announce them, before titles and other words that follow names.
#include <algorithm>
#include <array>

#include "privacy/data/name_field_words.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/find.h"
#include "privacy/detect/name/shape.h"
#include "privacy/detect/name/surnames.h"
#include "privacy/detect/name/words.h"
#include "privacy/detect/words.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;

bool is_name_dot(char32_t c) { return c == 0xB7 || c == 0x2022 || c == 0x30FB; }

std::size_t han_run_end(std::string_view text, std::size_t at, std::size_t most) {
  for (std::size_t count = 0; count < most && at < text.size(); ++count) {
    std::size_t next = at;
    const char32_t c = next_character(text, next);
    if (!is_han(c) && !is_name_dot(c)) break;
    at = next;
  }
  return at;
}

/// The first words of other fields: a name that runs into them ends there.
std::size_t next_field_begin(std::string_view name) {
  std::size_t end = name.size();
  for (const std::string_view word : data::name_field_words::kNextFields) {
    end = std::min(end, name.find(word));
  }
  return end;
}

/// What people write into a field for a name, or about it, and that is none.
bool is_no_field_name(std::string_view run) {
  constexpr auto& kNone = data::name_field_words::kNoNames;
  for (const std::string_view other : data::name_field_words::kNoNameBeginnings) {
    if (run.starts_with(other)) return true;
  }
  return std::find(kNone.begin(), kNone.end(), run) != kNone.end();
}

std::size_t field_name_end(std::string_view text, std::size_t at) {
  const std::size_t run = han_run_end(text, at, 12);
  std::string_view name = text.substr(at, run - at);
  name = name.substr(0, next_field_begin(name));
  const std::size_t title = title_at_end(name).size();
  const std::string_view bare = name.substr(0, name.size() - title);
  const std::size_t characters = text::length(bare);
  const bool has_dot = name.find("·") != std::string_view::npos;
  if (is_no_field_name(bare) || (begins_with_ordinary_word(bare) && characters != 3)) return 0;
  if (characters >= 1 && (characters <= 4 || has_dot)) return at + bare.size();
  return characters > 4 ? chinese_name_end(text, at, NameEvidence::kSentence) : 0;
}

/// A surname alone counts before a title: "找王经理".
std::size_t spoken_name_end(std::string_view text, std::size_t at) {
  const std::size_t surname = surname_length(text.substr(at, 2 * kHan));
  if (surname == 0) return 0;
  if (!title_at_begin(text.substr(at + surname, 4 * kHan)).empty()) return at + surname;
  const std::size_t end = chinese_name_end(text, at, NameEvidence::kSentence);
  if (end > 0) return end;
  for (std::size_t given = 1; given <= 2; ++given) {
    const std::size_t place = at + surname + given * kHan;
    if (place >= text.size() || title_at_begin(text.substr(place, 4 * kHan)).empty()) continue;
    if (is_chinese_name(text.substr(at, place - at), NameEvidence::kSentence)) return place;
  }
  return 0;
}

/// "my name is john smith": small letters too, but no word that goes on with the sentence.
std::size_t small_latin_name_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_ascii_letter(peek(text, end)) && end - at <= 32) next_character(text, end);
  const std::string_view word = text.substr(at, end - at);
  for (const std::string_view other :
       {"wrong", "not", "missing", "spelled", "misspelled", "incorrect", "on", "different", "the", "in", "a", "still",
        "already", "no", "printed", "written", "to"}) {
    if (word == other) return 0;
  }
  return end > at ? end : 0;
}

/// The word before "name" says whose: products, files and shops have names too.
bool is_name_of_thing(std::string_view text, std::size_t at) {
  std::string window = text::to_lower_ascii(before(text, at, 16));
  while (!window.empty() && (window.back() == ' ' || window.back() == '_' || window.back() == '-')) window.pop_back();
  for (const std::string_view thing : data::name_field_words::kNamedThings) {
    if (window.ends_with(thing)) return true;
  }
  return false;
}

void find_latin_after_word(std::string_view text, std::size_t at, const NameWord& word, bool had_sign, Finds& out) {
  std::size_t end = 0;
  if (word.word == "@") return;
  if (word.how == Announcement::kField) {
    if (!had_sign && word.word != "ship to" && word.word != "deliver to") return;
    const bool is_weak = word.word == "from" || word.word == "contact" || word.word == "customer" || !had_sign;
    end = latin_name_end(text, at, is_weak ? 2 : 1);
    const char32_t behind = peek(text, end);
    if (!had_sign && behind != 0 && behind != ',' && behind != '\n') return;
  } else if (word.how == Announcement::kTitle || word.word == "dear") {
    end = latin_name_end(text, at, 1);
  } else {
    const bool is_named = word.word == "my name is";
    end = latin_name_end(text, at, is_named ? 1 : 2);
    if (end == 0 && is_named) end = small_latin_name_end(text, at);
  }
  if (end > at) out.push_back({at, end, DataKind::kName, 60});
}

/// "收货人\n李雷\n手机…": the label has a line of its own.
void find_field_line(std::string_view text, std::size_t at, Finds& out) {
  const std::size_t begin = at + 1;
  if (begin >= text.size()) return;
  const std::size_t end = chinese_name_end(text, begin, NameEvidence::kAlone);
  if (end > 0 && (end == text.size() || text[end] == '\n' || text[end] == '\r')) {
    out.push_back({begin, end, DataKind::kName, 60});
  }
}

/// "姓名（必填）：": behind a bracket of a few characters.
std::size_t skip_remark(std::string_view text, std::size_t at) {
  if (peek(text, at) != '(') return at;
  std::size_t place = at;
  for (int characters = 0; characters < 8 && place < text.size(); ++characters) {
    if (to_half_width(next_character(text, place)) == ')') return place;
  }
  return at;
}

bool is_label(Announcement how) { return how == Announcement::kField || how == Announcement::kRole; }

void find_after_word(std::string_view text, std::size_t word_end, const NameWord& word, Finds& out) {
  bool had_sign = false;
  if (is_label(word.how)) word_end = skip_remark(text, word_end);
  std::size_t at =
      is_label(word.how) ? skip_field_signs(text, word_end, had_sign) : skip_sign(text, word_end, had_sign);
  const char32_t first = at < text.size() ? peek(text, at) : 0;
  const bool may_be_filler = std::u32string_view(U"是为為叫我买客").find(first) != std::u32string_view::npos;
  if (!may_be_filler && !had_sign && is_han(first) && surname_length(text.substr(at, 2 * kHan)) == 0) return;
  for (const std::string_view filler : {"是", "为", "為", "叫", "我", "买家", "客户"}) {
    if (!may_be_filler) break;
    const bool is_copula = filler.size() == kHan && filler != "我";
    const std::size_t length = word_length_at(text, at, filler);
    if (length == 0 || (!is_copula && word.how != Announcement::kSpoken)) continue;
    at = skip_sign(text, at + length, had_sign);
    had_sign = had_sign || (is_copula && is_label(word.how));
  }
  if (at >= text.size()) return;
  if (is_label(word.how) && !had_sign && peek(text, at) == '\n') return find_field_line(text, at, out);
  if (!is_han(peek(text, at))) return find_latin_after_word(text, at, word, had_sign, out);
  std::size_t end = 0;
  if (word.how == Announcement::kSurname) {
    end = at + surname_length(text.substr(at, 2 * kHan));
  } else if (word.how == Announcement::kField && had_sign) {
    end = field_name_end(text, at);
  } else if (word.how == Announcement::kRole && had_sign) {
    end = chinese_name_end(text, at, NameEvidence::kAlone);
    if (end == 0) end = spoken_name_end(text, at);
  } else {
    end = spoken_name_end(text, at);
  }
  const bool is_field = word.how == Announcement::kField && had_sign;
  if (end > at) out.push_back({at, end, DataKind::kName, is_field ? 80 : 60});
}

bool holds_function_word(std::string_view characters) {
  for (std::size_t at = 0; at < characters.size();) {
    if (is_function_word(next_character(characters, at))) return true;
  }
  return false;
}

/// "高级经理", "谢谢老板", "康师傅" (noodles): the surname belongs to a word, or the whole is a brand.
bool is_ordinary_before_title(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view name = text.substr(begin, end - begin);
  if (begins_with_ordinary_word(name)) return true;
  if (begin >= kHan && begins_with_ordinary_word(text.substr(begin - kHan, 2 * kHan))) return true;
  return (name == "康" && text.substr(end).starts_with("师傅")) ||
         (name == "班" && text.substr(end).starts_with("主任"));
}

/// "王先生", "王小明女士": the longest of four to one characters that begins with a common surname; of any surname
/// where a sign stands before it.
void find_before_title(std::string_view text, std::size_t at, Finds& out) {
  if (!is_han(peek_back(text, at)) || text.substr(at).starts_with("小姐姐")) return;
  for (std::size_t characters = 4; characters >= 1; --characters) {
    if (at < characters * kHan) continue;
    const std::size_t begin = at - characters * kHan;
    const std::string_view name = text.substr(begin, at - begin);
    if (text::length(name) != characters || han_run_end(name, 0, characters) != name.size()) continue;
    const bool is_whole = may_stand_before_name(peek_back(text, begin));
    const std::size_t surname = is_whole ? surname_length(name) : common_surname_length(name);
    const std::size_t given = characters - surname / kHan;
    if (surname == 0 || given > 2 || is_ordinary_before_title(text, begin, at)) continue;
    const bool is_name = is_whole && given > 0 ? is_chinese_name(name, NameEvidence::kAlone)
                                               : !holds_function_word(name.substr(surname));
    if (!is_name) continue;
    out.push_back({begin, at, DataKind::kName, 60});
    return;
  }
}

/// "来电人：李雷", "顾客：李雷": the whole field, and it looks like a name. Products and shops have a 名 too.
void find_after_label(std::string_view text, std::size_t at, std::size_t word_end, Finds& out) {
  constexpr std::u32string_view kThings = U"品款店牌件路域地网档库型站包司";
  if (kThings.find(peek_back(text, at)) != std::u32string_view::npos) return;
  bool had_sign = false;
  const std::size_t begin = skip_field_signs(text, word_end, had_sign);
  if (!had_sign || begin >= text.size() || !is_han(peek(text, begin))) return;
  const std::size_t end = chinese_name_end(text, begin, NameEvidence::kAlone);
  if (end > 0) out.push_back({begin, end, DataKind::kName, 60});
}

/// A name alone on the last line, or above a line that begins with a digit (a date, a phone).
void find_last_line(std::string_view text, std::size_t at, Finds& out) {
  const std::size_t begin = at + 1;
  const std::size_t end = chinese_name_end(text, begin, NameEvidence::kAlone);
  if (end == 0) return;
  std::size_t behind = skip_blanks(text, end, 4);
  const bool has_break = peek(text, behind) == '\r' || peek(text, behind) == '\n';
  while (peek(text, behind) == '\r' || peek(text, behind) == '\n') ++behind;
  const std::size_t next = skip_blanks(text, behind, 4);
  if (next >= text.size() || (has_break && is_ascii_digit(peek(text, next)))) {
    out.push_back({begin, end, DataKind::kName, 50});
  }
}

/// "李雷敬上", "由李雷代收", "李雷您好", "李雷收"
void find_before_word(std::string_view text, std::size_t at, std::string_view word, Finds& out) {
  if (word == "收" && is_han(peek(text, at + word.size()))) return;
  std::size_t end = at;
  const char32_t sign = peek_back(text, at);
  const bool may_be_apart = sign == ' ' || (word.ends_with("好") && (sign == ',' || sign == ':'));  // "李雷，您好"
  if (may_be_apart) previous_code_point(text, end);
  const std::size_t begin = chinese_name_begin(text, end);
  if (begin < end) out.push_back({begin, end, DataKind::kName, 60});
}

/// "王总，", "王总您好"
void find_before_chief(std::string_view text, std::size_t at, Finds& out) {
  if (at < kHan) return;
  const char32_t behind = peek(text, at + kHan);
  const bool is_alone = !is_han(peek_back(text, at - kHan)) && (!is_han(behind) || behind == U'您' || behind == U'你');
  if (is_alone && surname_length(text.substr(at - kHan, kHan)) > 0) {
    out.push_back({at - kHan, at, DataKind::kName, 60});
  }
}

/// The word itself stands at `at`, in the width and case that the text has; `length` in bytes.
void find_around_word(std::string_view text, std::size_t at, std::size_t length, const NameWord& word, Finds& out) {
  switch (word.how) {
    case Announcement::kHonorific: return find_before_title(text, at, out);
    case Announcement::kChief: return find_before_chief(text, at, out);
    case Announcement::kBehind:
      find_before_word(text, at, word.word, out);
      if (word.word == "收" && peek(text, at + length) == ':')
        find_after_word(text, at + length, {word.word, Announcement::kField}, out);
      return;
    case Announcement::kLabel: return find_after_label(text, at, at + length, out);
    case Announcement::kLine: return find_last_line(text, at, out);
    case Announcement::kClosing: return find_below_closing(text, at + length, word.word, out);
    case Announcement::kFramed: return find_name_in_sentence(text, at + length, out);
    case Announcement::kClause: return find_name_before_act(text, at + length, out);
    case Announcement::kAct: return find_latin_name_before(text, at, out);
    case Announcement::kField:
    case Announcement::kRole:
    case Announcement::kSpoken:
    case Announcement::kSurname:
    case Announcement::kTitle: break;
  }
  if (word.how == Announcement::kTitle && text[at] >= 'a') return;  // "4 ms. So" is no lady
  if (word.word == "name" && is_name_of_thing(text, at)) return;
  find_after_word(text, at + length, word, out);
}

bool is_announcement(Announcement how) { return how <= Announcement::kTitle && how != Announcement::kLabel; }

}  // namespace

void find_name(std::string_view text, std::size_t at, Finds& out) {
  if (is_ascii_letter(peek(text, at)) && is_ascii_letter(peek_back(text, at))) return;
  bool is_announced = false;
  for (const auto* bucket : {&name_words_at(text, at), &short_name_words_at(text, at)}) {
    for (const NameWord* word : *bucket) {
      if (is_announced && is_announcement(word->how)) continue;
      const std::size_t length = word_length_at(text, at, word->word);
      if (length == 0) continue;
      if (is_ascii_letter(peek_back(text, at + length)) && is_ascii_alnum(peek(text, at + length))) continue;
      is_announced = is_announced || is_announcement(word->how);
      find_around_word(text, at, length, *word, out);
    }
  }
}

}  // namespace frontdesk::privacy
