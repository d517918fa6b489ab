#include "mime/text/same_words.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMostLetters = 8'000;
constexpr std::size_t kRun = 3;  ///< letters in a row that are compared

/// Everything beyond ASCII but blanks and punctuation of East Asian and general use counts as a letter.
bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  if (c < 0xC0 || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F)) return false;
  return !(c >= 0xFF00 && c <= 0xFF0F) && !(c >= 0xFF1A && c <= 0xFF20) && c != 0xFEFF && c != 0xFFFD;
}

std::vector<char32_t> letters_of(std::string_view text) {
  std::vector<char32_t> out;
  for (std::size_t at = 0; at < text.size() && out.size() < kMostLetters;) {
    char32_t c = next_code_point(text, at);
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    if (is_letter(c)) out.push_back(c);
  }
  return out;
}

/// The place of a run in a table that tells which runs there are: two in a hundred are taken for known by mistake.
constexpr unsigned kTableBits = 18;
std::size_t place_of(const std::vector<char32_t>& letters, std::size_t at) {
  std::uint64_t run = 0;
  for (std::size_t i = 0; i < kRun; ++i) run = run << 21 | letters[at + i];
  return static_cast<std::size_t>(run * 0x9E3779B97F4A7C15U >> (64 - kTableBits));
}

}  // namespace

double said_by(std::string_view part, std::string_view whole) {
  const std::vector<char32_t> few = letters_of(part);
  const std::vector<char32_t> many = letters_of(whole);
  if (few.size() < kRun) {
    return std::search(many.begin(), many.end(), few.begin(), few.end()) != many.end() || few.empty() ? 1 : 0;
  }
  std::vector<bool> known(std::size_t{1} << kTableBits);
  for (std::size_t at = 0; at + kRun <= many.size(); ++at) known[place_of(many, at)] = true;
  std::size_t found = 0;
  const std::size_t runs = few.size() - kRun + 1;
  for (std::size_t at = 0; at < runs; ++at) found += known[place_of(few, at)] ? 1 : 0;
  return static_cast<double>(found) / static_cast<double>(runs);
}

std::size_t letter_count(std::string_view text) { return letters_of(text).size(); }

}  // namespace frontdesk::email
