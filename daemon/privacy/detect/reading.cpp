#include "privacy/detect/reading.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "privacy/detect/characters.h"
#include "privacy/detect/context.h"

namespace frontdesk::privacy {
namespace {

constexpr int kMostLayers = 4;              // "%2531", "&amp;#49;": written in one form within another
constexpr std::size_t kMostReference = 12;  // bytes of "&#0000000049;"

/// Takes no room on a line, so that the characters beside it touch.
bool is_unseen(char32_t c) {
  if (c < 0xAD || is_han(c)) return false;
  if (is_zero_width(c)) return true;
  const auto point = static_cast<UChar32>(c);
  constexpr std::uint32_t kKinds = U_GC_CF_MASK | U_GC_MN_MASK | U_GC_ME_MASK;
  return (U_GET_GC_MASK(point) & kKinds) != 0 || u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

/// The next piece of the text: [at, end), read as `shown`, or as it is written.
struct Piece {
  std::size_t end = 0;
  bool is_plain = true;
  std::string shown = {};
};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<Piece> percent_form(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return std::nullopt;
  const int high = hex_digit(text[at + 1]), low = hex_digit(text[at + 2]);
  if (high < 0 || low < 0 || high * 16 + low < 0x20) return std::nullopt;
  return Piece{at + 3, false, std::string(1, static_cast<char>(high * 16 + low))};
}

/// References by name that can stand within a number or an address; others stay as they are.
constexpr auto kNamed = std::to_array<std::pair<std::string_view, char32_t>>(
    {{"nbsp", ' '},   {"ensp", ' '},   {"emsp", ' '},       {"thinsp", ' '},
     {"shy", 0xAD},   {"zwj", 0x200D}, {"zwnj", 0x200C},    {"lrm", 0x200E},
     {"rlm", 0x200F}, {"commat", '@'}, {"period", '.'},     {"hyphen", '-'},
     {"dash", '-'},   {"ndash", '-'},  {"mdash", '-'},      {"plus", '+'},
     {"lowbar", '_'}, {"lpar", '('},   {"rpar", ')'},       {"amp", '&'},
     {"num", '#'},    {"percnt", '%'}, {"NoBreak", 0x2060}, {"ZeroWidthSpace", 0x200B}});

std::optional<Piece> reference(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at + 1, kMostReference);
  char32_t c = 0;
  std::size_t size = 0;
  if (rest.starts_with('#')) {
    const bool is_hex = rest.size() > 1 && (rest[1] | 0x20) == 'x';
    const std::size_t digits = size = is_hex ? 2 : 1;
    for (; size < rest.size() && hex_digit(rest[size]) >= 0 && (is_hex || is_ascii_digit(rest[size])); ++size) {
      c = std::min<char32_t>(c * (is_hex ? 16 : 10) + static_cast<char32_t>(hex_digit(rest[size])), 0x110000);
    }
    if (size == digits || c < 0x20 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return std::nullopt;
  } else {
    for (const auto& [name, meaning] : kNamed) {
      if (rest.starts_with(name) && name.size() > size) size = name.size(), c = meaning;
    }
    if (size == 0) return std::nullopt;
  }
  if (size < rest.size() && rest[size] == ';') ++size;
  Piece piece{at + 1 + size, false, {}};
  if (!is_unseen(c)) text::append_code_point(piece.shown, c);
  return piece;
}

/// In the query of a link "138+1234+0001" is written with blanks.
bool is_blank_of_query(std::string_view text, std::size_t at) {
  return at > 0 && at + 1 < text.size() && is_ascii_digit(text[at - 1]) && is_ascii_digit(text[at + 1]) &&
         is_inside_link(text, at);
}

Piece next_piece(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '%':
      if (auto piece = percent_form(text, at)) return *std::move(piece);
      break;
    case '&':
      if (auto piece = reference(text, at)) return *std::move(piece);
      break;
    case '+':
      if (is_blank_of_query(text, at)) return {at + 1, false, " "};
      break;
    default: break;
  }
  Piece piece{at};
  piece.is_plain = !is_unseen(next_character(text, piece.end));
  return piece;
}

/// Where the first piece begins that is not read as it is written.
std::size_t first_difference(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Piece piece = next_piece(text, at);
    if (!piece.is_plain) return at;
    at = piece.end;
  }
  return text.size();
}

/// One layer of writing taken off `from`.
Reading read_layer(const Reading& from) {
  Reading reading;
  reading.text.reserve(from.text.size());
  const auto add = [&](char byte, std::size_t begin, std::size_t end) {
    reading.text += byte;
    reading.begin.push_back(from.begin[begin]);
    reading.end.push_back(from.end[end - 1]);
  };
  for (std::size_t at = 0; at < from.text.size();) {
    const Piece piece = next_piece(from.text, at);
    if (piece.is_plain) {
      for (std::size_t byte = at; byte < piece.end; ++byte) add(from.text[byte], byte, byte + 1);
    } else {
      for (const char byte : piece.shown) add(byte, at, piece.end);
    }
    at = piece.end;
  }
  return reading;
}

Reading without_asides(std::string_view text, std::span<const Aside> asides) {
  Reading reading;
  reading.text.reserve(text.size());
  auto aside = asides.begin();
  for (std::size_t at = 0; at < text.size(); ++at) {
    while (aside != asides.end() && aside->end <= at) ++aside;
    if (aside != asides.end() && at >= aside->begin) continue;
    reading.text += text[at];
    reading.begin.push_back(static_cast<std::uint32_t>(at));
    reading.end.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return reading;
}

/// All layers of writing taken off.
Reading read_through(Reading reading) {
  for (int layer = 0; layer < kMostLayers && first_difference(reading.text) < reading.text.size(); ++layer) {
    reading = read_layer(reading);
  }
  return reading;
}

}  // namespace

std::vector<Reading> read_as_shown(std::string_view text, std::span<const Aside> asides) {
  std::vector<Reading> readings;
  if (first_difference(text) < text.size()) readings.push_back(read_through(without_asides(text, {})));
  if (!asides.empty()) readings.push_back(read_through(without_asides(text, asides)));
  return readings;
}

std::string value_as_shown(std::string_view text, std::size_t begin, std::size_t end, std::span<const Aside> asides) {
  const std::string_view value = text.substr(begin, end - begin);
  std::vector<Aside> within;
  for (const Aside& aside : asides) {
    const Aside part{std::max(aside.begin, begin), std::min(aside.end, end)};
    const bool is_all = part.begin == begin && part.end == end;  // the value itself is hidden
    if (part.begin < part.end && !is_all) within.push_back({part.begin - begin, part.end - begin});
  }
  std::vector<Reading> readings = read_as_shown(value, within);
  return readings.empty() ? std::string(value) : std::move(readings.back().text);
}

}  // namespace frontdesk::privacy
