#include "privacy/detect/name/surnames.h"

#include <bitset>

#include "privacy/data/name_words.h"
#include "privacy/data/surnames.h"
#include "privacy/detect/characters.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;  // bytes of a Chinese character in UTF-8

using data::name_words::kHonorific;
using data::surnames::kCommonCharacters;
using data::surnames::kCompoundNames;
using data::surnames::kOtherCharacters;

/// A set of Chinese characters, asked often.
class CharacterSet {
 public:
  explicit CharacterSet(std::u32string_view characters) {
    for (const char32_t c : characters) members_[c & 0xFFFF] = true;
  }
  [[nodiscard]] bool has_first_of(std::string_view text) const {
    std::size_t at = 0;
    return text.size() >= kHan && members_[next_character(text, at) & 0xFFFF];
  }

 private:
  std::bitset<0x10000> members_;
};

std::size_t compound_length(std::string_view text) {
  static const CharacterSet kFirstCharacters = [] {
    std::u32string all;
    for (const std::string_view name : kCompoundNames) {
      std::size_t first = 0;
      all += next_character(name, first);
    }
    return CharacterSet(all);
  }();
  if (!kFirstCharacters.has_first_of(text)) return 0;
  for (const std::string_view name : kCompoundNames) {
    if (text.substr(0, name.size()) == name) return name.size();
  }
  return 0;
}

std::string last_character(std::string_view text) {
  std::size_t at = text.size();
  previous_code_point(text, at);
  return std::string(text.substr(at));
}

std::string cover_common(std::string_view name) {
  std::size_t first = 0;
  const char32_t c = next_character(name, first);
  if (!is_han(c)) return std::string(name.substr(0, first)) + "***";
  const std::size_t compound = compound_length(name);
  if (compound > 0) return std::string(name.substr(0, compound)) + "*";
  const bool keeps_last = text::length(name) >= 3;
  return std::string(name.substr(0, first)) + "*" + (keeps_last ? last_character(name) : "");
}

}  // namespace

std::size_t common_surname_length(std::string_view text) {
  static const CharacterSet kCommonSet(kCommonCharacters);
  if (const std::size_t compound = compound_length(text)) return compound;
  return kCommonSet.has_first_of(text) ? kHan : 0;
}

std::size_t surname_length(std::string_view text) {
  static const CharacterSet kMoreSet(kOtherCharacters);
  if (const std::size_t common = common_surname_length(text)) return common;
  return kMoreSet.has_first_of(text) ? kHan : 0;
}

std::u32string one_character_surnames() { return std::u32string(kCommonCharacters).append(kOtherCharacters); }
std::u32string common_one_character_surnames() { return std::u32string(kCommonCharacters); }

std::string_view title_at_end(std::string_view text) {
  for (const std::string_view title : kHonorific) {
    if (text.ends_with(title)) return title;
  }
  return {};
}

std::string_view title_at_begin(std::string_view text) {
  for (const std::string_view title : kHonorific) {
    if (text.starts_with(title)) return title;
  }
  return {};
}

std::string cover_name(std::string_view value, Profile profile) {
  const std::string_view title = title_at_end(value);
  const std::string_view name = value.substr(0, value.size() - title.size());
  if (name.empty()) return std::string(title);
  if (profile == Profile::kSop) return "*" + std::string(title);
  if (text::length(name) == 1) return (title.empty() ? "*" : std::string(name) + "*") + std::string(title);
  return cover_common(name) + std::string(title);
}

}  // namespace frontdesk::privacy
