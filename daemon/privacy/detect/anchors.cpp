#include "privacy/detect/anchors.h"

#include <algorithm>
#include <string>

#include "privacy/data/address_words.h"
#include "privacy/data/birth_words.h"
#include "privacy/data/name_words.h"
#include "privacy/data/plate_characters.h"
#include "privacy/data/provinces.h"
#include "privacy/data/secret_words.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/name/surnames.h"

namespace frontdesk::privacy {
namespace {

bool is_letter(unsigned char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }
bool is_continuation(unsigned char c) { return (c & 0xC0) == 0x80; }

template <class Text, class Take>
void for_each_word(Text words, Take take) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (end > 0) take(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

}  // namespace

Anchors::Anchors() {
  for (char32_t c = 0; c < 0x10000; ++c) {
    const bool surrogate = c >= 0xD800 && c < 0xE000;
    const bool is_number = !surrogate && ((!is_han(c) && digit_value(c) >= 0) || disguised_digit_value(c) == 1);
    if (is_number) add(std::u32string_view(&c, 1), kNumberDetector);
  }
  add(U"@＠(（[［#＃", kEmailDetector);
  add(U"市区區县縣", kAddressDetector);
  add_words(U"艾特", kEmailDetector);
  add_latin_words("at_", kEmailDetector);
  add_name_words();
  add_beginnings(kAddressDetector, data::address_words::kLabels, data::address_words::kVerbs,
                 data::provinces::kMunicipalities, data::provinces::kProvinces, data::provinces::kRegions);
  add_beginnings(kSecretDetector, data::secret_words::kCode, data::secret_words::kPassword,
                 data::secret_words::kCardCode);
  add_words(U"微信 薇信 威信 维信 微❤ 绿泡 旺旺 淘宝 抖音 快手 小红", kAccountDetector);
  for (const char32_t province : data::plate_characters::kProvinceCharacters) {
    for (char32_t letter = 'A'; letter <= 'Z'; ++letter) {
      for (const char32_t either : {letter, static_cast<char32_t>(letter | 0x20)}) {
        const std::u32string begin = {province, either};
        add_words(begin, kPlateDetector);
      }
    }
  }
  add_latin_words("wechat weixin", kAccountDetector);
  add_beginnings(kBirthDetector, data::birth_words::kWords);
  add_words(U"加我 v❤ V❤ 加薇 加微 加v 加V +v +V v: V: v： V： vx vX Vx VX v信 V信 wx wX Wx WX", kAccountDetector);
  add(U"ｖＶｗＷ", kAccountDetector);
  add(U"ＰｐＣｃＯｏ", kSecretDetector);
  add(U"ＮｎＭｍ", kNameDetector);
}

void Anchors::add_name_words() {
  add(U"@＠", kNameDetector);
  namespace list = data::name_words;
  add_beginnings(kNameDetector, list::kField, list::kRole, list::kLabel, list::kSpoken, list::kSurname, list::kTitle,
                 list::kHonorific, list::kChief, list::kBehind, list::kClosing, list::kFramed, list::kClause,
                 list::kAct);
  // Words of one character are asked for only where the next one lets a name stand beside them.
  add_words(U"收， 收。 收, 收\n 收） 收) 收！ 收: 收： 总， 总, 总您 总你 總，", kNameDetector);
  for (const char32_t surname : one_character_surnames()) add_words(std::u32string{U'找', surname}, kNameDetector);
  for (const char32_t surname : common_one_character_surnames()) {
    for (const char32_t before : std::u32string_view(U"给給叫帮跟服员户客\n")) {
      add_words(std::u32string{before, surname}, kNameDetector);
    }
  }
  for (const char32_t surname : common_one_character_surnames() + U"欧歐司诸諸慕皇") {
    for (const char32_t before : std::u32string_view(U"和与與跟同让讓请請找由被是问問谢謝诉訴告烦煩的友公婆生太对對替向"
                                                     U"叫给給帮幫过過次天午晚早，。！？；：、,.!?;:")) {
      add_words(std::u32string{before, surname}, kNameDetector);
    }
  }
  for (const char32_t end_of_label : std::u32string_view(U"人者员名客")) {
    for (const char32_t sign : std::u32string_view(U":：|="))
      add_words(std::u32string{end_of_label, sign}, kNameDetector);
  }
}

void Anchors::add(std::u32string_view characters, std::uint8_t detector) {
  for (const char32_t c : characters) {
    looked_at_[c] = true;
    alone_[c] |= detector;
  }
}

void Anchors::add_words(std::u32string_view words, std::uint8_t detector) {
  for_each_word(words, [&](std::u32string_view word) {
    looked_at_[word[0]] = true;
    first_[word[0]] |= detector;
    pairs_[pair_slot(word[0], word[1])] |= detector;
  });
}

template <class... Lists>
void Anchors::add_beginnings(std::uint8_t detector, const Lists&... lists) {
  const auto add_list = [&](const auto& words) {
    for (const std::string_view word : words) add_beginning(word, detector);
  };
  (add_list(lists), ...);
}

void Anchors::add_beginning(std::string_view word, std::uint8_t detector) {
  if (is_letter(static_cast<unsigned char>(word[0]))) {
    std::string letters(word.substr(0, 3));
    if (letters.size() < 3) letters += '_';
    std::replace(letters.begin(), letters.end(), ' ', '_');
    return add_latin_words(letters, detector);
  }
  std::size_t at = 0;
  std::u32string pair(1, next_character(word, at));
  if (at == word.size()) return;
  pair += next_character(word, at);
  add_words(pair, detector);
}

void Anchors::add_latin_words(std::string_view words, std::uint8_t detector) {
  for_each_word(words, [&](std::string_view word) {
    for (const char first : {word[0], static_cast<char>(word[0] - 0x20)}) {
      looked_at_[static_cast<unsigned char>(first)] = true;
      first_[static_cast<unsigned char>(first)] |= detector;
    }
    std::string letters(word.substr(0, 3));
    std::replace(letters.begin(), letters.end(), '_', ' ');
    triples_[triple_slot(reinterpret_cast<const unsigned char*>(letters.data()))] = true;
  });
}

std::uint8_t Anchors::detectors_at(std::string_view text, std::size_t at, char32_t c, std::size_t size) const {
  std::uint8_t detectors = alone_[c];
  if (first_[c] == 0) return detectors;
  std::size_t second = at + size;
  if (second >= text.size() && c >= 0x80) return detectors | first_[c];  // a word of one character may end the text
  if (second < text.size()) {
    detectors |= first_[c] & pairs_[pair_slot(c, next_character(text, second))];
  }
  if (c < 0x80 && at + 2 < text.size() && triples_[triple_slot(reinterpret_cast<const unsigned char*>(&text[at]))]) {
    return detectors | first_[c];
  }
  return detectors;
}

Anchor Anchors::next(std::string_view text, std::size_t at) const {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  while (at < text.size()) {
    const unsigned char c = bytes[at];
    char32_t character = c;
    std::size_t size = 1;
    if (c < 0x80) {
      if (!looked_at_[c] || (is_letter(c) && at > 0 && is_letter(bytes[at - 1]))) {
        ++at;
        continue;
      }
    } else if ((c & 0xF0) == 0xE0 && at + 2 < text.size() && is_continuation(bytes[at + 1]) &&
               is_continuation(bytes[at + 2])) {
      character = (c & 0x0FU) << 12 | (bytes[at + 1] & 0x3FU) << 6 | (bytes[at + 2] & 0x3FU);
      size = 3;
    } else if ((c & 0xE0) == 0xC0 && at + 1 < text.size() && is_continuation(bytes[at + 1])) {
      character = (c & 0x1FU) << 6 | (bytes[at + 1] & 0x3FU);
      size = 2;
    } else if (c == 0xF0 && at + 3 < text.size() && bytes[at + 1] == 0x9D && bytes[at + 2] == 0x9F) {
      return {at, kNumberDetector};  // mathematical digits
    }
    if (looked_at_[character]) {
      const std::uint8_t detectors = detectors_at(text, at, character, size);
      if (detectors != 0) return {at, detectors};
    }
    at += size;
  }
  return {text.size(), 0};
}

}  // namespace frontdesk::privacy
