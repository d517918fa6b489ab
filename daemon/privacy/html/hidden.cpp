#include "privacy/html/hidden.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"
#include "privacy/html/css.h"
#include "privacy/html/style_sheet.h"

namespace frontdesk::privacy {
namespace {

std::string without_blanks(std::string_view value) {
  std::string plain;
  for (const char c : value.substr(0, 64)) {
    if (c != ' ' && c != '\n' && c != '\t') plain += c;
  }
  return plain;
}

double number_in(std::string_view value) { return std::strtod(std::string(value.substr(0, 32)).c_str(), nullptr); }

/// "rgb(255,255,255)" as "#ffffff"; other values as they are.
std::string in_hex(const std::string& colour) {
  constexpr std::string_view kHex = "0123456789abcdef";
  if (!colour.starts_with("rgb")) return colour;
  std::string out = "#";
  std::size_t at = colour.find('(');
  for (int channel = 0; channel < 3; ++channel) {
    if (at == std::string::npos) return colour;
    const auto value =
        static_cast<unsigned>(std::clamp(number_in(std::string_view(colour).substr(at + 1)), 0.0, 255.0));
    out.append({kHex[value >> 4], kHex[value & 15]});
    at = colour.find(',', at + 1);
  }
  return out;
}

/// Colours in one spelling: "#fff", "WHITE" and "rgb(255, 255, 255)" are the same.
std::string one_spelling(std::string_view colour) {
  const std::string plain = without_blanks(text::to_lower_ascii(colour.substr(0, 64)));
  if (plain == "white") return "#ffffff";
  if (plain == "black") return "#000000";
  if (plain.size() != 4 || plain[0] != '#') return in_hex(plain);
  std::string whole = "#";
  for (const char c : std::string_view(plain).substr(1)) whole.append(2, c);
  return whole;
}

/// No eye tells them apart.
bool are_alike(const std::string& colour, const std::string& background) {
  constexpr long kFaint = 10;
  if (colour == background) return true;
  if (colour.size() != 7 || background.size() != 7 || colour[0] != '#' || background[0] != '#') return false;
  for (std::size_t at = 1; at < 7; at += 2) {
    const long difference = std::strtol(colour.substr(at, 2).c_str(), nullptr, 16) -
                            std::strtol(background.substr(at, 2).c_str(), nullptr, 16);
    if (std::labs(difference) > kFaint) return false;
  }
  return true;
}

bool is_transparent(std::string_view colour) {
  const std::string plain = without_blanks(colour);
  if (plain.starts_with("transparent")) return true;
  if (plain.starts_with('#')) return (plain.size() == 5 && plain[4] == '0') || (plain.size() == 9 && plain[7] == '0');
  if (!plain.starts_with("rgb") && !plain.starts_with("hsl")) return false;
  const std::size_t slash = plain.find('/');
  const bool has_alpha = slash != std::string::npos || std::count(plain.begin(), plain.end(), ',') == 3;
  return has_alpha && number_in(std::string_view(plain).substr(std::max(plain.rfind(','), slash) + 1)) < 0.1;
}

/// "0", "0px", "0.5pt", "1px", ".1em", what is calculated: too small to be seen, or not known.
bool is_next_to_nothing(std::string_view length) {
  if (length.find('(') != std::string_view::npos) return true;
  const char first = length.empty() ? 'x' : length[0];
  if (first != '.' && first != '-' && first != '+' && (first < '0' || first > '9')) return false;
  const std::string_view unit = length.substr(std::min(length.find_first_not_of("0123456789.+-"), length.size()));
  const bool is_small_unit = unit.empty() || unit.starts_with("px") || unit.starts_with("pt");
  return number_in(length) <= (is_small_unit ? 1 : unit.starts_with('%') ? 0.5 : 0.15);
}

/// Out of the page, to whichever side.
bool is_far_away(std::string_view length) { return number_in(length) <= -10 || number_in(length) >= 2000; }

/// With all that stands inside.
bool hides(std::string_view property, std::string_view value) {
  constexpr auto kSizes = std::to_array<std::string_view>({"height", "max-height", "max-width", "width", "zoom"});
  constexpr auto kPlaces = std::to_array<std::string_view>(
      {"bottom", "left", "margin-bottom", "margin-left", "margin-right", "margin-top", "right", "text-indent", "top"});
  const auto is_one_of = [property](const auto& list) {
    return std::find(list.begin(), list.end(), property) != list.end();
  };
  if (property == "display") return value.starts_with("none");
  if (property == "mso-hide") return value.starts_with("all");
  if (property == "opacity") return number_in(value) < (value.ends_with('%') ? 10 : 0.1);
  if (property == "color" || property == "-webkit-text-fill-color") return is_transparent(value);
  if (property == "clip" || property == "clip-path") return value.find('0') != std::string_view::npos;
  if (property == "transform" || property == "filter") return value != "none";
  if (property == "text-indent" && value.ends_with('%')) return number_in(value) >= 100;
  if (is_one_of(kSizes)) return is_next_to_nothing(value);
  return is_one_of(kPlaces) && is_far_away(value);
}

/// A size that does not depend on what is around, and that a browser understands: it makes letters visible again.
bool is_size_of_its_own(std::string_view value) {
  constexpr auto kUnits = std::to_array<std::string_view>({"cm", "in", "mm", "pc", "pt", "px", "rem"});
  constexpr auto kWords = std::to_array<std::string_view>(
      {"large", "medium", "small", "x-large", "x-small", "xx-large", "xx-small", "xxx-large"});
  const std::size_t unit = std::min(value.find_first_not_of("0123456789."), value.size());
  const auto& list = kUnits;
  if (unit > 0) return std::find(list.begin(), list.end(), value.substr(unit)) != list.end();
  return std::find(kWords.begin(), kWords.end(), value) != kWords.end();
}

}  // namespace

void HiddenParts::Open::declare(std::string_view property, std::string_view value) {
  const std::size_t mark = value.find('!');
  value = text::trim(value.substr(0, std::min(mark, value.size())));
  if (hides(property, value)) is_gone = true;
  if (property == "visibility") is_invisible = value == "hidden" || value == "collapse";
  if (property == "font-size") {
    const bool is_percent_of_nothing = value.ends_with('%') && number_in(value) < 10;
    is_tiny = is_next_to_nothing(value) || is_percent_of_nothing || (is_tiny && !is_size_of_its_own(value));
  }
  if (property == "font") is_tiny = value.starts_with("0") || value.starts_with("1px");
  if (property == "color") colour = one_spelling(value);
  if (property == "background" || property == "background-color") background = one_spelling(value);
  // What is important holds against what follows.
  if (mark != std::string_view::npos && (is_invisible || is_tiny)) is_gone = true;
}

bool HiddenParts::Open::is_hidden() const {
  return is_gone || is_invisible || is_tiny || are_alike(colour, background);
}

void HiddenParts::enter(const HtmlElement& element) {
  Open open = open_.empty() ? Open() : open_.back();
  for (const HtmlAttribute& attribute : element.attributes) {
    if (attribute.name == "hidden") open.is_gone = true;
    if (attribute.name == "color") open.colour = one_spelling(attribute.value);
    if (attribute.name == "bgcolor") open.background = one_spelling(attribute.value);
    if (attribute.name != "style") continue;
    const std::string style = plain_css(attribute.value, kMostComposedStyleBytes);
    std::string_view rest = style;
    for (Declaration one; next_declaration(rest, one);) open.declare(one.property, one.value);
  }
  open_.push_back(std::move(open));
}

void HiddenParts::leave() {
  if (!open_.empty()) open_.pop_back();
}

bool hides_what_it_is_for(std::string_view declarations) {
  HiddenParts::Open open;
  open.background.clear();  // what it will stand on is not known
  for (Declaration one; next_declaration(declarations, one);) open.declare(one.property, one.value);
  return open.is_hidden();
}

}  // namespace frontdesk::privacy
