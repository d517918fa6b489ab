#include "storage/search/text.h"

#include <cstdint>
#include <optional>

namespace frontdesk::storage {
namespace {

constexpr char32_t kAsciiEnd = 0x80;

std::optional<RunKind> kind_of(char32_t c) {
  if (text::is_cjk(c)) return RunKind::kCjk;
  if (is_word_character(c)) return RunKind::kWord;
  if (is_picture(c)) return RunKind::kPictures;
  return std::nullopt;
}

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

// Blocks of Unicode 15: Miscellaneous Technical, Miscellaneous Symbols and Dingbats, Miscellaneous Symbols and Arrows,
// and the pictures of plane 1.
bool is_picture(char32_t c) {
  if (c >= 0x1F3FB && c <= 0x1F3FF) return false;  // skin tones
  return (c >= 0x2300 && c <= 0x23FF) || (c >= 0x2600 && c <= 0x27BF) || (c >= 0x2B00 && c <= 0x2BFF) ||
         (c >= 0x1F000 && c <= 0x1FAFF);
}

Run next_run(std::string_view folded, std::size_t from) {
  Run run;
  for (std::size_t at = from; at < folded.size();) {
    const std::size_t begin = at;
    const char32_t c = text::next_code_point(folded, at);
    const std::optional<RunKind> kind = kind_of(c);
    if (run.characters == 0) {
      if (!kind) continue;
      run.begin = begin;
      run.kind = *kind;
    } else if (kind != run.kind) {
      break;
    }
    run.end = at;
    ++run.characters;
  }
  return run;
}

}  // namespace frontdesk::storage
