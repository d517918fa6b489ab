#include "privacy/html/hidden.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace frontdesk::privacy {
namespace {

/// Colours in one spelling: "#fff", "WHITE" and "rgb(255, 255, 255)" are the same.
std::string one_spelling(std::string_view colour) {
  std::string plain;
  for (const char c : text::to_lower_ascii(colour.substr(0, 64))) {
    if (c != ' ') plain += c;
  }
  if (plain == "white" || plain == "rgb(255,255,255)" || plain == "rgba(255,255,255,1)") return "#ffffff";
  if (plain == "black" || plain == "rgb(0,0,0)" || plain == "rgba(0,0,0,1)") return "#000000";
  if (plain.size() == 4 && plain[0] == '#') {
    const std::string_view digits = std::string_view(plain).substr(1);
    std::string whole = "#";
    for (const char c : digits) whole.append(2, c);
    return whole;
  }
  return plain;
}

/// "0", "0px", "0.5pt", "1px": too small to be seen.
bool is_next_to_nothing(std::string_view length) {
  if (length.empty() || (length[0] != '0' && length[0] != '.' && length[0] != '1')) return false;
  if (length[0] != '1')
    return length.find_first_of("123456789") == std::string_view::npos || length.ends_with("px") ||
           length.ends_with("pt");
  return length == "1px" || length == "1pt" || length == "1";
}

bool is_far_away(std::string_view length) { return length.starts_with('-') && length.size() >= 5; }

bool hides(std::string_view property, std::string_view value) {
  constexpr auto kSizes = std::to_array<std::string_view>({"font-size", "height", "max-height", "max-width", "width"});
  constexpr auto kPlaces = std::to_array<std::string_view>({"left", "margin-left", "margin-top", "text-indent", "top"});
  const auto is_one_of = [property](const auto& list) {
    return std::find(list.begin(), list.end(), property) != list.end();
  };
  if (property == "display") return value.starts_with("none");
  if (property == "visibility") return value.starts_with("hidden") || value.starts_with("collapse");
  if (property == "mso-hide") return value.starts_with("all");
  if (property == "opacity") return value.find_first_of("123456789") == std::string_view::npos;
  if (property == "color" || property == "-webkit-text-fill-color")
    return value.starts_with("transparent") || value.ends_with(",0)");
  if (property == "clip" || property == "clip-path") return value.find('0') != std::string_view::npos;
  if (property == "font") return value.starts_with("0") || value.starts_with("1px");
  if (is_one_of(kSizes)) return is_next_to_nothing(value);
  return is_one_of(kPlaces) && is_far_away(value);
}

}  // namespace

void HiddenParts::enter(const HtmlElement& element) {
  Open open = open_.empty() ? Open() : open_.back();
  for (const HtmlAttribute& attribute : element.attributes) {
    if (attribute.name == "hidden") open.is_hidden = true;
    if (attribute.name == "color") open.colour = one_spelling(attribute.value);
    if (attribute.name == "bgcolor") open.background = one_spelling(attribute.value);
    if (attribute.name != "style") continue;
    const std::string style = text::to_lower_ascii(attribute.value.substr(0, 4096));
    for (const std::string_view declaration : text::split(style, ';')) {
      const std::size_t colon = std::min(declaration.find(':'), declaration.size());
      const std::string_view property = text::trim(declaration.substr(0, colon));
      const std::string_view value = text::trim(declaration.substr(std::min(colon + 1, declaration.size())));
      if (hides(property, value)) open.is_hidden = true;
      if (property == "color") open.colour = one_spelling(value);
      if (property == "background" || property == "background-color") open.background = one_spelling(value);
    }
  }
  open.is_hidden = open.is_hidden || open.colour == open.background;
  open_.push_back(std::move(open));
}

void HiddenParts::leave() {
  if (!open_.empty()) open_.pop_back();
}

}  // namespace frontdesk::privacy
