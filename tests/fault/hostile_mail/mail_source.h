// Building blocks of both mail generators: a seeded random source and the ways in which mailers encode text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::mailgen {

/// SplitMix64: the same numbers on every platform for a seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// Uniform in [low, high].
  std::size_t between(std::size_t low, std::size_t high);
  bool chance(double probability);
  /// Log-uniform in [low, high].
  std::size_t spread(std::size_t low, std::size_t high);
  template <class List>
  auto pick(const List& list) -> decltype(list[0]) {
    return list[between(0, std::size(list) - 1)];
  }
  std::string bytes(std::size_t count);

 private:
  std::uint64_t state_;
};

/// A charset as a mail names it and the ICU converter that writes it.
struct Charset {
  const char* label;
  const char* converter;
};

/// "=?label?B?…?=" words of at most 75 bytes, never cutting a character, folded with CRLF + blank.
std::string encoded_words(std::string_view utf8, const Charset& charset, bool base64);
/// One encoded word around bytes that are taken as they are.
std::string encoded_word(std::string_view bytes, std::string_view label, bool base64);

enum class Transfer { kBase64, kQuotedPrintable, kPlain };
/// Body text (UTF-8, LF) in a charset and transfer encoding, CRLF lines; the header lines come first.
std::string text_part(std::string_view subtype, std::string_view utf8, const Charset& charset, Transfer transfer);

std::string with_crlf(std::string_view text);
/// `name*0*=label''%XX…; name*1*=…` cut anywhere, even inside characters.
std::string rfc2231(std::string_view name, std::string_view bytes, std::string_view label, std::size_t piece);

}  // namespace frontdesk::mailgen
