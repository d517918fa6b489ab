// Names behind the words that announce them, and before titles.
#include <algorithm>
#include <array>

#include "privacy/characters.h"
#include "privacy/find.h"
#include "privacy/names.h"
#include "privacy/regions.h"
#include "privacy/words.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;

enum class Announcement {
  kField,   ///< a label: what follows up to the next sign is the name
  kSpoken,  ///< in a sentence: the surname must be one, and the name ends where ordinary words begin
};

struct NameWord {
  std::string_view word;
  Announcement how;
};

constexpr NameWord kWords[] = {
    {"收货人姓名", Announcement::kField}, {"收件人姓名", Announcement::kField}, {"联系人姓名", Announcement::kField},
    {"收货人", Announcement::kField},     {"收件人", Announcement::kField},     {"联系人", Announcement::kField},
    {"聯繫人", Announcement::kField},     {"收貨人", Announcement::kField},     {"姓名", Announcement::kField},
    {"客户姓名", Announcement::kField},   {"我的名字", Announcement::kSpoken},  {"名字", Announcement::kField},
    {"我叫", Announcement::kSpoken},      {"本人", Announcement::kSpoken},      {"my name is", Announcement::kSpoken},
    {"full name", Announcement::kField},  {"name", Announcement::kField},       {"receiver", Announcement::kField},
    {"recipient", Announcement::kField},  {"consignee", Announcement::kField},
};

/// What never is the second or third character of a name in a sentence.
constexpr std::string_view kStopCharacters =
    "的了是在有和想要我你他她这那就也都不没手电地住今昨买收退换说请把被给对从到为叫，。";

bool is_name_dot(char32_t c) { return c == 0xB7 || c == 0x2022 || c == 0x30FB; }

std::size_t han_run_end(std::string_view text, std::size_t at, std::size_t most) {
  for (std::size_t count = 0; count < most && at < text.size(); ++count) {
    std::size_t next = at;
    const char32_t c = text::next_code_point(text, next);
    if (!is_han(c) && !is_name_dot(c)) break;
    at = next;
  }
  return at;
}

bool is_stop(std::string_view character) {
  for (std::size_t at = 0; at < kStopCharacters.size(); at += kHan) {
    if (kStopCharacters.substr(at, kHan) == character) return true;
  }
  return false;
}

/// The first words of other fields: a name that runs into them ends there.
std::size_t next_field_begin(std::string_view name) {
  std::size_t end = name.size();
  for (const std::string_view word : {"电话", "手机", "地址", "联系", "收货", "身份", "邮箱", "邮编", "微信", "号码"}) {
    end = std::min(end, name.find(word));
  }
  return end;
}

std::size_t spoken_name_end(std::string_view text, std::size_t at) {
  const std::size_t surname = surname_length(text.substr(at));
  if (surname == 0) return 0;
  std::size_t end = at + surname;
  for (int given = 0; given < 2; ++given) {
    const std::size_t next = han_run_end(text, end, 1);
    if (next == end || is_stop(text.substr(end, next - end))) break;
    if (!title_at_begin(text.substr(end)).empty()) break;
    end = next;
  }
  return end > at + surname || !title_at_begin(text.substr(end)).empty() ? end : 0;
}

std::size_t field_name_end(std::string_view text, std::size_t at) {
  const std::size_t run = han_run_end(text, at, 12);
  std::string_view name = text.substr(at, run - at);
  name = name.substr(0, next_field_begin(name));
  const std::size_t title = title_at_end(name).size();
  const std::size_t characters = text::length(name.substr(0, name.size() - title));
  const bool has_dot = name.find("·") != std::string_view::npos;
  if (characters >= 1 && (characters <= 4 || has_dot) && title < name.size()) return at + name.size() - title;
  return characters > 4 ? spoken_name_end(text, at) : 0;
}

/// One to three Latin words; in a field they begin with capitals.
std::size_t latin_name_end(std::string_view text, std::size_t at, Announcement how) {
  std::size_t end = 0;
  std::size_t place = at;
  for (int words = 0; words < 3; ++words) {
    const char32_t first = peek(text, place);
    const bool capital = first >= 'A' && first <= 'Z';
    if (!is_ascii_letter(first) || (!capital && (words > 0 || how == Announcement::kField))) break;
    std::size_t letters = 0;
    while (place < text.size()) {
      const char32_t c = peek(text, place);
      if (!is_ascii_letter(c) && c != '\'' && c != '-' && !(c == '.' && letters == 1) && !(c >= 0xC0 && c < 0x250))
        break;
      text::next_code_point(text, place);
      if (++letters > 32) return end;
    }
    end = place;
    if (peek(text, place) != ' ') break;
    place = skip_blanks(text, place, 1);
  }
  return end;
}

void find_after_word(std::string_view text, std::size_t word_end, Announcement how, Finds& out) {
  bool had_sign = false;
  std::size_t at = skip_sign(text, word_end, had_sign);
  for (const std::string_view filler : {"是", "为", "叫"}) {
    if (const std::size_t length = word_length_at(text, at, filler)) {
      at = skip_sign(text, at + length, had_sign);
      had_sign = true;
    }
  }
  if (is_ascii_letter(peek(text, at))) {
    if (how == Announcement::kField && !had_sign) return;
    const std::size_t end = latin_name_end(text, at, how);
    if (end > 0) out.push_back({at, end, DataKind::kName, 60});
    return;
  }
  const bool is_field = how == Announcement::kField && (had_sign || at > word_end);
  const std::size_t end = is_field ? field_name_end(text, at) : spoken_name_end(text, at);
  if (end > at) out.push_back({at, end, DataKind::kName, is_field ? 80 : 60});
}

/// "王先生", "王小明女士": the longest of three, two or one characters that begins with a common surname.
void find_before_title(std::string_view text, std::size_t at, Finds& out) {
  for (std::size_t characters = 4; characters >= 1; --characters) {
    if (at < characters * kHan) continue;
    const std::size_t begin = at - characters * kHan;
    const std::string_view name = text.substr(begin, at - begin);
    const std::size_t surname = common_surname_length(name);
    if (surname == 0 || characters - surname / kHan > 2) continue;
    if (text::length(name) != characters || han_run_end(name, 0, characters) != name.size()) continue;
    bool ordinary = false;
    for (std::size_t i = surname; i < name.size(); i += kHan) ordinary = ordinary || is_stop(name.substr(i, kHan));
    if (ordinary) continue;
    out.push_back({begin, at, DataKind::kName, 60});
    return;
  }
}

/// Ordinary words that begin with a surname and stand beside phones.
constexpr auto kNoNames =
    std::to_array<std::string_view>({"谢谢", "方便", "金额", "白天", "万一", "高兴", "常用", "严重", "于是", "任何",
                                     "马上", "毛病", "余额", "方法", "高峰", "白色", "黄色", "金色", "高级", "钱包",
                                     "万元", "马路", "任意", "常见", "严禁", "何时", "于此", "程序", "夏天", "付款"});
constexpr std::string_view kPlaceEndings = "省市区县镇乡村路街道号店";

/// "王小明" between other signs: a common surname and one or two characters that make no other word.
bool is_bare_name(std::string_view run) {
  const std::size_t surname = common_surname_length(run);
  const std::size_t given = (run.size() - std::min(surname, run.size())) / kHan;
  if (surname == 0 || given < 1 || given > 2 || !title_at_end(run).empty() || province_length(run) > 0) return false;
  if (kPlaceEndings.find(run.substr(run.size() - kHan)) != std::string_view::npos) return false;
  return std::find(kNoNames.begin(), kNoNames.end(), run) == kNoNames.end();
}

bool is_between(char32_t c) {
  return c == ' ' || c == ',' || c == U'、' || c == '\t' || c == '\n' || c == '/' || c == ':';
}

}  // namespace

void find_names_beside_phone(std::string_view text, std::size_t begin, std::size_t end, Finds& out) {
  std::size_t name_end = begin;
  for (int skipped = 0; skipped < 3 && is_between(peek_back(text, name_end)); ++skipped)
    previous_code_point(text, name_end);
  std::size_t name_begin = name_end;
  for (int characters = 0; characters < 5 && is_han(peek_back(text, name_begin)); ++characters) {
    previous_code_point(text, name_begin);
  }
  if (name_end < begin && is_bare_name(text.substr(name_begin, name_end - name_begin))) {
    out.push_back({name_begin, name_end, DataKind::kName, 50});
  }
  name_begin = end;
  for (int skipped = 0; skipped < 3 && is_between(peek(text, name_begin)); ++skipped) {
    text::next_code_point(text, name_begin);
  }
  name_end = han_run_end(text, name_begin, 5);
  const bool is_fielded = is_between(peek(text, name_end)) || name_end == text.size();
  if (name_begin > end && is_fielded && is_bare_name(text.substr(name_begin, name_end - name_begin))) {
    out.push_back({name_begin, name_end, DataKind::kName, 50});
  }
}

void find_name(std::string_view text, std::size_t at, Finds& out) {
  if (!title_at_begin(text.substr(at)).empty()) find_before_title(text, at, out);
  if (is_ascii_letter(peek(text, at)) && is_ascii_letter(peek_back(text, at))) return;
  for (const auto& [word, how] : kWords) {
    const std::size_t length = word_length_at(text, at, word);
    if (length == 0) continue;
    if (is_ascii_letter(peek_back(text, at + length)) && is_ascii_letter(peek(text, at + length))) continue;
    find_after_word(text, at + length, how, out);
    break;
  }
}

}  // namespace frontdesk::privacy
