#include "storage/search/text.h"

#include <cstdint>

namespace frontdesk::storage {
namespace {

constexpr char32_t kAsciiEnd = 0x80;

bool is_plain_han(char32_t c) { return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF); }

bool is_stable_mark(char32_t c) {  // CJK punctuation, dash and quotation marks that NFKC leaves alone
  return c == 0x3001 || c == 0x3002 || (c >= 0x3008 && c <= 0x3011) || c == 0x2014 || (c >= 0x2018 && c <= 0x201D);
}

char to_lower(char32_t ascii) { return static_cast<char>(ascii >= 'A' && ascii <= 'Z' ? ascii + ('a' - 'A') : ascii); }

/// The character of three bytes at `at`; 0 when there is none (also none that is cut or ill-formed).
char32_t three_byte_character(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return 0;
  const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
  if ((byte(0) & 0xF0) != 0xE0 || (byte(1) & 0xC0) != 0x80 || (byte(2) & 0xC0) != 0x80) return 0;
  return static_cast<char32_t>((byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F));
}

}  // namespace

// Ordinary text is ASCII, Han characters, full-width forms and a few marks. Each of these folds by itself, whatever
// its neighbours, into no more bytes than it had; anything else sends the whole text through ICU.
std::string fold_for_search(std::string_view text) {
  std::string out(text.size(), '\0');
  char* to = out.data();
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < kAsciiEnd) {
      *to++ = to_lower(first);
      ++at;
      continue;
    }
    char32_t c = three_byte_character(text, at);
    at += 3;
    if (c >= 0xFF01 && c <= 0xFF5E) {  // full-width forms of ASCII
      *to++ = to_lower(c - 0xFEE0);
      continue;
    }
    if (is_plain_han(c)) {
      c = text::to_simplified(c);
    } else if (!is_stable_mark(c)) {
      return text::fold(text);
    }
    *to++ = static_cast<char>(0xE0 | (c >> 12));
    *to++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    *to++ = static_cast<char>(0x80 | (c & 0x3F));
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return out;
}

bool is_word_character(char32_t c) {
  if (c < kAsciiEnd) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  // Blocks of punctuation and symbols; everything else outside ASCII counts as part of a word.
  if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
  if (c == 0xD7 || c == 0xF7) return false;
  if (c >= 0x2000 && c <= 0x2BFF) return false;
  if (c >= 0x2E00 && c <= 0x2E7F) return false;
  if (c >= 0x3000 && c <= 0x303F) return c == 0x3005 || c == 0x3007;
  if (c >= 0xE000 && c <= 0xF8FF) return false;
  if (c >= 0xFE00 && c <= 0xFE6F) return false;
  if (c >= 0xFF00 && c <= 0xFFFF) return c >= 0xFF10 && c <= 0xFFDC && !(c >= 0xFF1A && c <= 0xFF20);
  return c < 0x1F000 || c >= 0x20000;
}

Run next_run(std::string_view folded, std::size_t from) {
  Run run;
  for (std::size_t at = from; at < folded.size();) {
    const std::size_t begin = at;
    const char32_t c = text::next_code_point(folded, at);
    const bool is_cjk = text::is_cjk(c);
    const bool belongs = is_cjk || is_word_character(c);
    if (run.characters == 0) {
      if (!belongs) continue;
      run.begin = begin;
      run.is_cjk = is_cjk;
    } else if (!belongs || is_cjk != run.is_cjk) {
      break;
    }
    run.end = at;
    ++run.characters;
  }
  return run;
}

}  // namespace frontdesk::storage
