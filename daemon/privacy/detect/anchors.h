// Where a find can begin: single characters (digits, '@') and the first two or three characters of trigger words.
// The scan asks this for every character of every text, so it is a matter of a few bit tests.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace frontdesk::privacy {

/// The detectors that an anchor calls; a set.
enum Detector : std::uint8_t {
  kNumberDetector = 1,
  kEmailDetector = 2,
  kNameDetector = 4,
  kAddressDetector = 8,
  kSecretDetector = 16,
  kAccountDetector = 32,
  kPlateDetector = 64,
  kBirthDetector = 128,
};

struct Anchor {
  std::size_t at = 0;  ///< first byte of the character; the text's size when there is no further one
  std::uint8_t detectors = 0;
};

class Anchors {
 public:
  Anchors();
  /// The next anchor at or after `at`. Latin letters count only where a word begins.
  [[nodiscard]] Anchor next(std::string_view text, std::size_t at) const;

 private:
  void add_name_words();
  /// What the words of the lists begin with: two characters, or three letters.
  template <class... Lists>
  void add_beginnings(std::uint8_t detector, const Lists&... lists);
  void add_beginning(std::string_view word, std::uint8_t detector);
  void add(std::u32string_view characters, std::uint8_t detector);
  void add_words(std::u32string_view words_by_blank, std::uint8_t detector);
  /// At least three characters each; '_' stands for a blank.
  void add_latin_words(std::string_view words_by_blank, std::uint8_t detector);
  [[nodiscard]] std::uint8_t detectors_at(std::string_view text, std::size_t at, char32_t c, std::size_t size) const;

  static std::size_t pair_slot(char32_t first, char32_t second) {
    return (((first << 16 | second) * 2654435761U) & 0xFFFFFFFFU) >> 16;
  }
  static std::size_t triple_slot(const unsigned char* word) {
    return ((word[0] | 0x20U) * 961U + (word[1] | 0x20U) * 31U + (word[2] | 0x20U)) & 0xFFFFU;
  }

  std::bitset<0x10000> looked_at_;             // every character that may be an anchor
  std::array<std::uint8_t, 0x10000> alone_{};  // detectors called by the character alone
  std::array<std::uint8_t, 0x10000> first_{};  // detectors whose words begin with the character
  std::array<std::uint8_t, 0x10000> pairs_{};  // the same by the hash of the first two characters
  std::bitset<0x10000> triples_;               // hashed first three letters of Latin words
};

}  // namespace frontdesk::privacy
