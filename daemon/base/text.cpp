#include "base/text.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace frontdesk::text {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// Single-character traditional → simplified pairs of ICU's transliterator, for U+3400..U+9FFF, made once.
class SimplifiedTable {
 public:
  SimplifiedTable() : simplified_(kEnd - kBegin) {
    for (char32_t c = kBegin; c < kEnd; ++c) simplified_[c - kBegin] = static_cast<char16_t>(c);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> convert(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
    if (U_FAILURE(status) || !convert) return;
    // A separator between the characters keeps the rules for words out: folding must not depend on neighbours.
    icu::UnicodeString all;
    for (char32_t c = kBegin; c < kEnd; ++c) all.append(static_cast<char16_t>(c)).append(u'\n');
    convert->transliterate(all);
    if (all.length() != static_cast<int32_t>(2 * simplified_.size())) return;
    for (std::size_t i = 0; i < simplified_.size(); ++i) simplified_[i] = all[static_cast<int32_t>(2 * i)];
  }
  [[nodiscard]] char32_t at(char32_t c) const { return c >= kBegin && c < kEnd ? simplified_[c - kBegin] : c; }

 private:
  static constexpr char32_t kBegin = 0x3400;
  static constexpr char32_t kEnd = 0xA000;
  std::vector<char16_t> simplified_;
};

bool is_bidirectional_control(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}
bool is_zero_width(char32_t c) { return c == 0x200B || c == 0x2060 || c == 0xFEFF; }
bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_plain_han(char32_t c) { return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF); }

bool is_stable_mark(char32_t c) {  // CJK punctuation, dash and quotation marks that NFKC leaves alone
  return c == 0x3001 || c == 0x3002 || (c >= 0x3008 && c <= 0x3011) || c == 0x2014 || (c >= 0x2018 && c <= 0x201D);
}

/// The character of three bytes at `at`; 0 when there is none (also none that is cut or ill-formed).
char32_t three_byte_character(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return 0;
  const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
  if ((byte(0) & 0xF0) != 0xE0 || (byte(1) & 0xC0) != 0x80 || (byte(2) & 0xC0) != 0x80) return 0;
  return static_cast<char32_t>((byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F));
}

/// Ordinary text is ASCII, Han characters, full-width forms and a few marks. Each of these folds by itself, whatever
/// its neighbours, into no more bytes than it had; nullopt for any other text.
std::optional<std::string> fold_plain(std::string_view text) {
  std::string out(text.size(), '\0');
  char* to = out.data();
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      *to++ = lower(text[at++]);
      continue;
    }
    char32_t c = three_byte_character(text, at);
    at += 3;
    if (c >= 0xFF01 && c <= 0xFF5E) {  // full-width forms of ASCII
      *to++ = lower(static_cast<char>(c - 0xFEE0));
      continue;
    }
    if (is_plain_han(c)) {
      c = to_simplified(c);
    } else if (!is_stable_mark(c)) {
      return std::nullopt;
    }
    *to++ = static_cast<char>(0xE0 | (c >> 12));
    *to++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    *to++ = static_cast<char>(0x80 | (c & 0x3F));
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return out;
}

/// Never joined to a neighbour: before and behind it a grapheme ends, whatever stands there.
bool stands_alone(char32_t c) {
  return (c >= 0x20 && c < 0x7F) || is_plain_han(c) || is_stable_mark(c) || (c >= 0xFF01 && c <= 0xFF5E);
}

/// The byte where a cut at `code_points` leaves graphemes whole; nullopt when only ICU can tell.
std::optional<std::size_t> plain_cut(std::string_view text, std::size_t code_points) {
  std::size_t at = 0;
  char32_t last = ' ';
  for (std::size_t i = 0; i < code_points; ++i) {
    if (at >= text.size()) return std::nullopt;
    last = next_code_point(text, at);
    if (last == kReplacement) return std::nullopt;  // perhaps bytes to be repaired
  }
  std::size_t next = at;
  if (at >= text.size() || !stands_alone(last) || !stands_alone(next_code_point(text, next))) return std::nullopt;
  return at;
}

/// True when without_controls() has nothing to change: valid UTF-8, and none of the bytes that begin or are a control.
bool is_free_of_controls(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x7F) continue;
    if (byte == '\t' || byte == '\n' || (byte >= 0x80 && byte < 0xC2)) continue;
    if ((byte > 0xC2 && byte < 0xE2 && byte != 0xD8) || (byte > 0xE2 && byte != 0xEF)) continue;
    if (byte == 0xE2 && at + 2 < text.size()) {
      const auto second = static_cast<unsigned char>(text[at + 1]), third = static_cast<unsigned char>(text[at + 2]);
      const bool is_suspect = (second == 0x80 && (third < 0x90 || third >= 0xA8)) || second == 0x81;
      if (!is_suspect) continue;
    }
    if (byte == 0xEF && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) != 0xBB) continue;
    return false;
  }
  return is_valid_utf8(text);
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  std::size_t at = 0;
  while (at < bytes.size()) {
    UChar32 c = 0;
    U8_NEXT(data, at, bytes.size(), c);
    if (c < 0) return false;
  }
  return true;
}

std::string repair_utf8(std::string_view bytes) {
  if (bytes.find('\0') == std::string_view::npos && is_valid_utf8(bytes)) return std::string(bytes);
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  std::string out;
  out.reserve(bytes.size());
  std::size_t at = 0;
  while (at < bytes.size()) {
    UChar32 c = 0;
    U8_NEXT(data, at, bytes.size(), c);
    append_code_point(out, c <= 0 ? kReplacement : static_cast<char32_t>(c));
  }
  return out;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) {
    ++at;
    return first;
  }
  const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t next = at;
  UChar32 c = 0;
  U8_NEXT(data, next, text.size(), c);
  if (c < 0) {
    ++at;
    return kReplacement;
  }
  at = next;
  return static_cast<char32_t>(c);
}

void append_code_point(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
  return count;
}

std::string shorten(std::string_view text, std::size_t max_code_points) {
  if (text.size() <= max_code_points || length(text) <= max_code_points) return std::string(text);
  if (max_code_points == 0) return {};
  if (const auto cut = plain_cut(text, max_code_points - 1)) return std::string(text.substr(0, *cut)) + "…";
  const auto whole = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  const int32_t limit = whole.moveIndex32(0, static_cast<int32_t>(max_code_points - 1));
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> graphemes(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  int32_t cut = limit;
  if (U_SUCCESS(status)) {
    graphemes->setText(whole);
    if (!graphemes->isBoundary(limit)) cut = std::max<int32_t>(0, graphemes->preceding(limit));
  }
  std::string out;
  whole.tempSubString(0, cut).toUTF8String(out);
  return out + "…";
}

std::string one_line(std::string_view text, std::size_t enough) {
  std::string out;
  out.reserve(std::min(text.size(), enough));
  bool blank = false;
  for (std::size_t at = 0; at < text.size() && out.size() < enough;) {
    const char32_t c = next_code_point(text, at);
    if (is_bidirectional_control(c) || is_zero_width(c)) continue;
    if (is_control(c) || c == ' ' || c == 0x2028 || c == 0x2029) {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    append_code_point(out, c);
  }
  return out;
}

std::string without_controls(std::string_view text) {
  if (is_free_of_controls(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c == '\r') {
      if (at >= text.size() || text[at] != '\n') out += '\n';
    } else if (c == '\t' || c == '\n' || !(is_control(c) || is_bidirectional_control(c) || c == 0xFEFF)) {
      append_code_point(out, c);
    }
  }
  return out;
}

std::string fold(std::string_view text) {
  if (auto folded = fold_plain(text)) return std::move(*folded);
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const kNormalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  icu::UnicodeString folded;
  const auto source = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (kNormalizer != nullptr) {
    status = U_ZERO_ERROR;
    folded = kNormalizer->normalize(source, status);
  }
  if (kNormalizer == nullptr || U_FAILURE(status)) folded = source;
  for (int32_t i = 0; i < folded.length(); ++i) {
    const char16_t unit = folded[i];
    if (unit >= 0x3400 && unit < 0xA000) folded.setCharAt(i, static_cast<char16_t>(to_simplified(unit)));
  }
  std::string out;
  folded.toUTF8String(out);
  return out;
}

bool is_cjk(char32_t c) {
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005 || c == 0x3007;
}

char32_t to_simplified(char32_t c) {
  static const SimplifiedTable kTable;
  return kTable.at(c);
}

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n\f\v");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n\f\v") - begin + 1);
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const auto end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

}  // namespace frontdesk::text
