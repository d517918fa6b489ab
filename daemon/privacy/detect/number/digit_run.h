// DigitRun: neighbouring groups of digits with what separates them: "+86 138-0013 8000" is four groups.
//
// Detectors look at whole groups only, so a number inside a longer one is never taken for a phone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::privacy {

enum class DigitAlphabet {
  kPlain,      ///< digits of any script
  kDisguised,  ///< and Chinese numerals, circled digits, l/O
};

struct DigitGroup {
  std::size_t begin = 0;  ///< byte of the first digit
  std::size_t end = 0;    ///< byte after the last digit
  std::string digits;     ///< ASCII; cut after DigitRun::kMaxDigits, see `size`
  std::size_t size = 0;   ///< number of digits in the text
  // What stands between this group and the one before it:
  char32_t separator = 0;  ///< the first visible one in half width; 0 when only zero-width characters
  bool after_line_break = false;
  bool after_blank_line = false;
};

struct DigitRun {
  static constexpr std::size_t kMaxDigits = 24;
  static constexpr std::size_t kMaxGroups = 64;

  std::vector<DigitGroup> groups;
  std::size_t disguised = 0;  ///< digits that were none on paper
  bool is_cut = false;        ///< kMaxGroups was reached and the text goes on
};

/// Reads forward from the digit at `at`. Separators: at most three of blank - . ~ ( ) | tab and zero-width characters,
/// or one or two line breaks among blanks.
DigitRun read_digit_run(std::string_view text, std::size_t at, DigitAlphabet alphabet);

}  // namespace frontdesk::privacy
