#include "privacy/html/style_rules.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "privacy/html/css.h"

namespace frontdesk::privacy {
namespace {

// Each list is sorted, for binary search.
constexpr auto kProperties = std::to_array<std::string_view>({"background",
                                                              "background-color",
                                                              "border",
                                                              "border-bottom",
                                                              "border-bottom-color",
                                                              "border-bottom-style",
                                                              "border-bottom-width",
                                                              "border-collapse",
                                                              "border-color",
                                                              "border-left",
                                                              "border-left-color",
                                                              "border-left-style",
                                                              "border-left-width",
                                                              "border-radius",
                                                              "border-right",
                                                              "border-right-color",
                                                              "border-right-style",
                                                              "border-right-width",
                                                              "border-spacing",
                                                              "border-style",
                                                              "border-top",
                                                              "border-top-color",
                                                              "border-top-style",
                                                              "border-top-width",
                                                              "border-width",
                                                              "clear",
                                                              "color",
                                                              "direction",
                                                              "display",
                                                              "float",
                                                              "font",
                                                              "font-family",
                                                              "font-size",
                                                              "font-style",
                                                              "font-weight",
                                                              "height",
                                                              "letter-spacing",
                                                              "line-height",
                                                              "list-style-type",
                                                              "margin",
                                                              "margin-bottom",
                                                              "margin-left",
                                                              "margin-right",
                                                              "margin-top",
                                                              "max-height",
                                                              "max-width",
                                                              "min-height",
                                                              "min-width",
                                                              "overflow-wrap",
                                                              "padding",
                                                              "padding-bottom",
                                                              "padding-left",
                                                              "padding-right",
                                                              "padding-top",
                                                              "table-layout",
                                                              "text-align",
                                                              "text-decoration",
                                                              "text-indent",
                                                              "text-transform",
                                                              "vertical-align",
                                                              "white-space",
                                                              "width",
                                                              "word-break",
                                                              "word-spacing",
                                                              "word-wrap"});
constexpr auto kFunctions = std::to_array<std::string_view>({"hsl", "hsla", "rgb", "rgba"});
/// What makes letters and lines large or small.
constexpr auto kOfType = std::to_array<std::string_view>(
    {"font", "font-size", "letter-spacing", "line-height", "text-indent", "word-spacing"});
static_assert(std::is_sorted(kProperties.begin(), kProperties.end()));

constexpr std::size_t kMaxDigits = 6;  // a longer number in a style is no length, but could be a phone
// Pixels: what a mail may ask for, and how far it may move things over others.
constexpr double kMostLength = 2000;
constexpr double kMostTypeLength = 120;
constexpr double kMostBackwards = 100;

struct Unit {
  std::string_view name;
  double pixels;
  double type_pixels;  ///< of letters; both are rough
};
constexpr auto kUnits = std::to_array<Unit>({{"", 1, 0.12},
                                             {"%", 6, 0.16},
                                             {"ch", 8, 8},
                                             {"cm", 38, 38},
                                             {"em", 16, 16},
                                             {"ex", 8, 8},
                                             {"in", 96, 96},
                                             {"mm", 3.8, 3.8},
                                             {"pc", 16, 16},
                                             {"pt", 1.33, 1.33},
                                             {"px", 1, 1},
                                             {"rem", 16, 16},
                                             {"vh", 8, 8},
                                             {"vw", 12, 12}});

template <class List>
constexpr bool has(const List& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }  // styles are read in lower case
bool is_alnum(char c) { return is_digit(c) || is_letter(c); }

/// The name before a '(' at `at`.
std::string_view function_name(std::string_view value, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && (is_alnum(value[begin - 1]) || value[begin - 1] == '-')) --begin;
  return value.substr(begin, at - begin);
}

/// Letters, digits and a few signs; of functions only colours. No escapes, no strings with signs, none left open.
bool is_harmless_value(std::string_view value) {
  constexpr std::string_view kSigns = " #%.,-+/!'\"()";
  std::size_t digits = 0;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    digits = is_digit(c) ? digits + 1 : 0;
    if (digits > kMaxDigits) return false;
    if (!is_alnum(c) && kSigns.find(c) == std::string_view::npos) return false;
    if (c == '(' && !has(kFunctions, function_name(value, at))) return false;
  }
  const auto count = [value](char sign) { return std::count(value.begin(), value.end(), sign); };
  return !value.empty() && count('"') % 2 == 0 && count('\'') % 2 == 0 && count('(') == count(')');
}

/// No number is a length that would cover or stretch the page.
bool is_bounded(std::string_view property, std::string_view value) {
  const bool is_type = has(kOfType, property);
  for (std::size_t at = 0; at < value.size(); ++at) {
    const bool is_in_word = at > 0 && (is_alnum(value[at - 1]) || value[at - 1] == '#');
    if (is_in_word ||
        !(is_digit(value[at]) || (value[at] == '.' && at + 1 < value.size() && is_digit(value[at + 1])))) {
      continue;
    }
    const bool is_negative = at > 0 && value[at - 1] == '-';
    std::size_t end = at;
    while (end < value.size() && (is_digit(value[end]) || value[end] == '.')) ++end;
    const double number = std::strtod(std::string(value.substr(at, end - at)).c_str(), nullptr);
    const std::size_t unit_at = end;
    while (end < value.size() && (is_letter(value[end]) || value[end] == '%')) ++end;
    const std::string_view name = value.substr(unit_at, end - unit_at);
    const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [name](const Unit& one) { return one.name == name; });
    if (unit == kUnits.end()) return false;
    const double pixels = number * (is_type ? unit->type_pixels : unit->pixels);
    if (pixels > (is_negative ? kMostBackwards : is_type ? kMostTypeLength : kMostLength)) return false;
    at = end - 1;
  }
  return true;
}

}  // namespace

std::string filter_style(std::string_view style, int& remote) {
  const std::string plain = plain_css(style);
  std::string out;
  std::string_view rest = plain;
  for (Declaration one; next_declaration(rest, one);) {
    if (one.value.find("url(") != std::string_view::npos || one.value.find("image-set") != std::string_view::npos) {
      ++remote;
      continue;
    }
    if (!has(kProperties, one.property) || !is_harmless_value(one.value) || !is_bounded(one.property, one.value)) {
      continue;
    }
    if (!out.empty()) out += ';';
    out.append(one.property).append(":").append(one.value);
  }
  return out;
}

}  // namespace frontdesk::privacy
