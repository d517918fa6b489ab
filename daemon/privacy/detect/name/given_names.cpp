#include "privacy/detect/name/given_names.h"

#include <algorithm>
#include <bitset>
#include <string>

#include "base/text.h"
#include "privacy/data/given_name_characters.h"
#include "privacy/data/latin_names.h"
#include "privacy/detect/lists.h"

namespace frontdesk::privacy {
namespace {

constexpr auto kLatinNames = [] {
  auto all = joined(data::latin_names::kFirstNames, data::latin_names::kSurnamesInPinyin);
  std::sort(all.begin(), all.end());
  return all;
}();

const std::bitset<0x10000>& given_characters() {
  static const auto kMembers = [] {
    std::bitset<0x10000> members;
    for (const char32_t c : data::given_name_characters::kCharacters) members[c & 0xFFFF] = true;
    return members;
  }();
  return kMembers;
}

}  // namespace

bool is_given_name_character(char32_t character) { return character < 0x10000 && given_characters()[character]; }

bool is_latin_given_name(std::string_view word) {
  const std::string small = text::to_lower_ascii(word);
  return std::binary_search(kLatinNames.begin(), kLatinNames.end(), std::string_view(small));
}

}  // namespace frontdesk::privacy
