#include "storage/search/text.h"

#include <cstdint>

namespace frontdesk::storage {
namespace {

constexpr char32_t kAsciiEnd = 0x80;

}  // namespace

std::string fold_for_search(std::string_view text) { return text::fold(text); }

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
