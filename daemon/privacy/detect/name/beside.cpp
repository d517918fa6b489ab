// Names that no word announces: beside a phone, a mail address, a card or an address, and below a closing such as
// "Best regards" or 谢谢.
#include "privacy/detect/characters.h"
#include "privacy/detect/find.h"
#include "privacy/detect/name/shape.h"
#include "privacy/detect/name/surnames.h"
#include "privacy/detect/words.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;
constexpr int kBeside = 50;

bool is_between(char32_t c) {
  constexpr std::u32string_view kSigns = U" ,、\t\n\r/:|(<\"'】])>;-—①②③④";
  return c != 0 && kSigns.find(c) != std::u32string_view::npos;
}

/// A house may end right before a name: "237号恒大绿洲18幢史玉柱147…".
bool is_sign_or_house(char32_t c) {
  constexpr std::u32string_view kHouse = U"号號室栋棟幢楼樓座户房元";
  return !is_han(c) || kHouse.find(c) != std::u32string_view::npos;
}

/// Before `at`, behind at most three signs: a whole run of Chinese characters, or the end of one that touches `at`.
void find_before(std::string_view text, std::size_t at, Finds& out) {
  std::size_t end = at;
  for (int skipped = 0; skipped < 3 && is_between(peek_back(text, end)); ++skipped) previous_code_point(text, end);
  if (!is_han(peek_back(text, end))) {
    const std::size_t begin = latin_name_begin(text, end);
    if (begin < end && end < at) out.push_back({begin, end, DataKind::kName, kBeside});
    return;
  }
  std::size_t begin = end;
  for (int characters = 0; characters < 4; ++characters) {
    if (!is_han(peek_back(text, begin))) break;
    previous_code_point(text, begin);
  }
  for (; end - begin >= 2 * kHan; next_character(text, begin)) {
    if (!is_sign_or_house(peek_back(text, begin))) continue;
    const NameEvidence evidence = end == at ? NameEvidence::kSentence : NameEvidence::kAlone;  // "应为138…"
    if (!is_chinese_name(text.substr(begin, end - begin), evidence)) continue;
    out.push_back({begin, end, DataKind::kName, kBeside});
    return;
  }
}

/// Behind `at`, after at most three signs: a whole field that is a Chinese name, or a Latin one up to the next sign.
void find_behind(std::string_view text, std::size_t at, Finds& out) {
  std::size_t begin = at;
  for (int skipped = 0; skipped < 3 && is_between(peek(text, begin)); ++skipped) next_character(text, begin);
  if (begin >= text.size()) return;
  if (!is_han(peek(text, begin))) {
    const std::size_t latin = peek(text, at) == ',' ? latin_name_end(text, begin, 2) : 0;
    const char32_t sign = peek(text, latin);
    if (latin > 0 && (sign == 0 || sign == ',' || sign == '\n'))
      out.push_back({begin, latin, DataKind::kName, kBeside});
    return;
  }
  const std::size_t end = chinese_name_end(text, begin, NameEvidence::kAlone);
  if (end == 0) return;
  const char32_t behind = peek(text, end);
  if (behind != 0 && !is_between(behind) && !is_ascii_digit(behind) && behind != '.' && behind != 0x3002) return;
  out.push_back({begin, end, DataKind::kName, kBeside});
}

/// From the end of the closing to where its next line begins, over at most one empty line; `at` when it goes on. In
/// Latin script the closing may have more words ("Thanks in advance,").
std::size_t next_line(std::string_view text, std::size_t at, bool is_latin) {
  std::size_t place = at;
  for (int letters = 0; is_latin && letters < 24 && place < text.size(); ++letters) {
    const char32_t c = peek(text, place);
    if (c == '\n' || c == ',' || c == '.' || c == '!' || is_han(c) || is_ascii_digit(c)) break;
    next_character(text, place);
  }
  std::size_t breaks = 0;
  for (int signs = 0; signs < 32; ++signs) {
    const char32_t c = peek(text, place);
    if (c == '\n') ++breaks;
    if (c != '\n' && c != '\r' && c != ' ' && c != ',' && c != '.' && c != '!' && c != 0x3002 && c != '~' &&
        c != 0x2014) {
      break;
    }
    next_character(text, place);
  }
  return breaks > 0 && breaks <= 3 ? place : at;
}

/// The line at `at` is a name and nothing more; a sign and other fields may follow.
void find_signature(std::string_view text, std::size_t at, bool at_line_end, Finds& out) {
  if (at >= text.size()) return;
  const bool is_chinese = is_han(peek(text, at));
  const std::size_t end = is_chinese ? chinese_name_end(text, at, NameEvidence::kAlone) : latin_name_end(text, at, 1);
  if (end == 0) return;
  const std::size_t behind = skip_blanks(text, end, 2);
  const char32_t c = peek(text, behind);
  const bool is_line = c == 0 || c == '\n' || c == '\r';
  const bool is_field = is_chinese && (behind > end || is_between(c) || is_ascii_digit(c) || c == 0x3002);
  if (is_line || (is_field && at_line_end)) out.push_back({at, end, DataKind::kName, kBeside});
}

}  // namespace

void find_names_beside(std::string_view text, std::size_t begin, std::size_t end, Finds& out) {
  find_before(text, begin, out);
  find_behind(text, end, out);
}

void find_below_closing(std::string_view text, std::size_t end, std::string_view word, Finds& out) {
  const bool is_latin = is_ascii_letter(peek(word, 0));
  for (const std::string_view you : {"您", "你", "了", "啦"}) end += word_length_at(text, end, you);
  const std::size_t line = next_line(text, end, is_latin);
  if (line > end) return find_signature(text, line, true, out);
  const bool may_stay_on_line = static_cast<unsigned char>(word[0]) >= 0x80;  // "谢谢，李雷", "此致 李雷"
  if (!may_stay_on_line) return;
  std::size_t place = end;
  for (int signs = 0; signs < 3; ++signs) {
    const char32_t c = peek(text, place);
    if (c != ' ' && c != ',' && c != '!' && c != 0x3002 && c != 0x2014) break;
    next_character(text, place);
  }
  if (place > end || word == "——") find_signature(text, place, false, out);
}

}  // namespace frontdesk::privacy
