// The one pass over a text: skips what cannot begin a find, and calls the detectors where something can.
#include <array>
#include <bitset>
#include <cstdint>
#include <memory>

#include "privacy/characters.h"
#include "privacy/find.h"

namespace frontdesk::privacy {
namespace {

enum : std::uint8_t {
  kNumber = 1,
  kEmail = 2,
  kName = 4,
  kAddress = 8,
  kSecret = 16,
  kAccount = 32,
  kPlate = 64,
};

/// Which detectors a character calls. The bits are asked for every character of every text, the map only for hits.
class Anchors {
 public:
  Anchors() {
    for (char32_t c = 0; c < 0x10000; ++c) {
      const bool surrogate = c >= 0xD800 && c < 0xE000;
      if (!surrogate && !is_han(c) && digit_value(c) >= 0) add(c, kNumber);
      if (!surrogate && disguised_digit_value(c) == 1) add(c, kNumber);
    }
    add_all(U"@＠艾(（[［#＃", kEmail);
    add_all(U"收联聯姓客我名本先女小太老同阿师經经NnMmFfRrCc", kName);
    add_all(U"址省市区AaSsDd", kAddress);
    add_all(U"验驗校动短密口安VvSsOoLlAaPpCc", kSecret);
    add_all(U"微薇威维绿VvWwＶｖＷｗ", kAccount);
    add_all(U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼", kPlate);
  }

  [[nodiscard]] bool is_ascii_anchor(unsigned char c) const { return calls_[c] != 0; }
  [[nodiscard]] bool is_anchor(char32_t c) const { return bits_[c]; }
  [[nodiscard]] std::uint8_t calls(char32_t c) const { return c < calls_.size() ? calls_[c] : std::uint8_t{kNumber}; }

 private:
  void add(char32_t c, std::uint8_t detector) {
    bits_[c] = true;
    calls_[c] |= detector;
  }
  void add_all(std::u32string_view characters, std::uint8_t detector) {
    for (const char32_t c : characters) add(c, detector);
  }

  std::bitset<0x10000> bits_;
  std::array<std::uint8_t, 0x10000> calls_{};
};

const Anchors& anchors() {
  static const std::unique_ptr<const Anchors> made = std::make_unique<Anchors>();
  return *made;
}

bool is_letter(unsigned char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }
bool is_continuation(unsigned char c) { return (c & 0xC0) == 0x80; }

/// The next anchor at or after `at`; text.size() when there is none. Latin letters are anchors only where a word
/// begins.
std::size_t next_anchor(const Anchors& table, std::string_view text, std::size_t at) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const std::size_t size = text.size();
  while (at < size) {
    const unsigned char c = bytes[at];
    if (c < 0x80) {
      if (table.is_ascii_anchor(c) && (!is_letter(c) || at == 0 || !is_letter(bytes[at - 1]))) return at;
      ++at;
    } else if ((c & 0xF0) == 0xE0 && at + 2 < size && is_continuation(bytes[at + 1]) &&
               is_continuation(bytes[at + 2])) {
      const char32_t character = (c & 0x0FU) << 12 | (bytes[at + 1] & 0x3FU) << 6 | (bytes[at + 2] & 0x3FU);
      if (table.is_anchor(character)) return at;
      at += 3;
    } else if ((c & 0xE0) == 0xC0 && at + 1 < size && is_continuation(bytes[at + 1])) {
      if (table.is_anchor((c & 0x1FU) << 6 | (bytes[at + 1] & 0x3FU))) return at;
      at += 2;
    } else if (c == 0xF0 && at + 3 < size && bytes[at + 1] == 0x9D && bytes[at + 2] == 0x9F) {
      return at;  // mathematical digits
    } else {
      ++at;
    }
  }
  return size;
}

}  // namespace

Finds find_all(std::string_view text) {
  const Anchors& table = anchors();
  Finds finds;
  Budget budget;
  for (std::size_t at = next_anchor(table, text, 0); at < text.size();) {
    std::size_t next = at;
    const std::uint8_t calls = table.calls(text::next_code_point(text, next));
    if ((calls & kEmail) != 0) find_email(text, at, finds);
    if ((calls & kName) != 0) find_name(text, at, finds);
    if ((calls & kAddress) != 0) find_address(text, at, finds);
    if ((calls & kSecret) != 0) find_secret(text, at, finds);
    if ((calls & kAccount) != 0) find_account(text, at, finds);
    if ((calls & kPlate) != 0) find_plate(text, at, finds);
    if ((calls & kNumber) != 0) next = find_numbers(text, at, budget, finds);
    at = next_anchor(table, text, next);
  }
  return finds;
}

}  // namespace frontdesk::privacy
