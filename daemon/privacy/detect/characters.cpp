#include "privacy/detect/characters.h"

#include <unicode/uchar.h>

#include <algorithm>

namespace frontdesk::privacy {
namespace {

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

char32_t previous_code_point_slowly(std::string_view text, std::size_t& at) {
  std::size_t begin = at - 1;
  for (int step = 0; step < 3 && begin > 0 && is_continuation(text[begin]); ++step) --begin;
  std::size_t end = begin;
  const char32_t c = next_character(text, end);
  if (end != at) {  // ill-formed: one byte at a time, as forwards
    --at;
    return 0xFFFD;
  }
  at = begin;
  return c;
}

char32_t to_half_width(char32_t c) {
  if (c < 0x80 || is_han(c)) return c;
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  if (c == 0x3000 || c == 0xA0 || c == 0x2007 || c == 0x202F || (c >= 0x2000 && c <= 0x200A) || c == 0x205F ||
      c == 0x1680 || c == 0x2800 || c == 0x3164) {
    return ' ';
  }
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2043 || c == 0xFE63) return '-';
  if (c == 0xFF61 || c == 0xFE52 || c == 0x2024) return '.';
  if (c == 0x223C || c == 0x301C) return '~';
  return c;
}

int digit_value(char32_t c) {
  if (c < 0x80) return is_ascii_digit(c) ? static_cast<int>(c - '0') : -1;
  if (c >= 0xFF10 && c <= 0xFF19) return static_cast<int>(c - 0xFF10);
  if (is_han(c)) return -1;
  return u_charDigitValue(static_cast<UChar32>(c));
}

int disguised_digit_value(char32_t c) {
  switch (c) {
    case U'零':
    case U'〇':
    case U'洞':
    case 'O':
    case 'o':
    case 0x24EA: return 0;
    case U'一':
    case U'壹':
    case U'幺':
    case U'么':
    case 'l':
    case 'I': return 1;
    case U'二':
    case U'贰':
    case U'貳': return 2;
    case U'三':
    case U'叁':
    case U'參': return 3;
    case U'四':
    case U'肆': return 4;
    case U'五':
    case U'伍': return 5;
    case U'六':
    case U'陆':
    case U'陸': return 6;
    case U'七':
    case U'柒':
    case U'拐': return 7;
    case U'八':
    case U'捌': return 8;
    case U'九':
    case U'玖': return 9;
    default: break;
  }
  if (is_han(c)) return -1;
  for (const char32_t one : {0x2460U, 0x2474U, 0x2488U, 0x2776U, 0x2780U, 0x278AU}) {  // ① ⑴ ⒈ ❶ ➀ ➊
    if (c >= one && c < one + 9) return static_cast<int>(c - one) + 1;
  }
  return -1;
}

bool is_zero_width(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD || c == 0xFE0F || c == 0x20E3;
}

std::string to_plain(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = to_half_width(next_character(text, at));
    text::append_code_point(out, c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  }
  return out;
}

std::string_view before(std::string_view text, std::size_t at, std::size_t bytes) {
  std::size_t begin = at - std::min(at, bytes);
  while (begin < at && is_continuation(text[begin])) ++begin;
  return text.substr(begin, at - begin);
}

std::string_view after(std::string_view text, std::size_t at, std::size_t bytes) {
  std::size_t end = std::min(text.size(), at + bytes);
  while (end > at && end < text.size() && is_continuation(text[end])) --end;
  return text.substr(at, end - at);
}

}  // namespace frontdesk::privacy
