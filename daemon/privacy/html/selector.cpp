#include "privacy/html/selector.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMostClasses = 16;
constexpr std::size_t kMostNameBytes = 64;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         static_cast<unsigned char>(c) > 127;
}

std::string_view take_name(std::string_view& rest) {
  std::size_t end = 0;
  while (end < rest.size() && is_name_character(rest[end])) ++end;
  const std::string_view name = rest.substr(0, end);
  rest.remove_prefix(end);
  return name;
}

/// What stands in brackets of this kind at the front, which are taken off with it.
std::string_view take_bracket(std::string_view& rest, char close) {
  const std::size_t end = std::min(rest.find(close), rest.size());
  const std::string_view inside = rest.substr(std::min<std::size_t>(1, end), end == 0 ? 0 : end - 1);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return inside;
}

/// The part behind the last combinator: of `.a > td b` it is `b`.
std::string_view last_part(std::string_view selector) {
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t at = 0; at < selector.size(); ++at) {
    const char c = selector[at];
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    if (depth <= 0 && (c == ' ' || c == '>' || c == '+' || c == '~' || c == '\n' || c == '\t')) begin = at + 1;
  }
  return selector.substr(begin);
}

struct Compound {
  std::string_view tag;
  std::vector<std::string_view> classes;
  std::string_view id;
  std::string_view attribute;
  bool is_any = false;
  bool is_simple = true;
};

/// False when it names nothing that has a text of its own.
bool read_compound(std::string_view rest, Compound& found) {
  found.tag = take_name(rest);
  while (!rest.empty()) {
    const char sign = rest[0];
    rest.remove_prefix(1);
    if (sign == '*') {
      found.is_any = true;
    } else if (sign == '.') {
      found.classes.push_back(take_name(rest));
    } else if (sign == '#') {
      found.id = take_name(rest);
    } else if (sign == '[') {
      std::string_view inside = rest.substr(0, std::min(rest.find(']'), rest.size()));
      rest.remove_prefix(std::min(inside.size() + 1, rest.size()));
      inside = text::trim(inside);
      found.attribute = take_name(inside);
      found.is_simple = false;
    } else if (sign == ':') {
      if (rest.starts_with(':')) rest.remove_prefix(1);
      const std::string_view name = take_name(rest);
      constexpr auto kGenerated = std::to_array<std::string_view>({"after", "before", "marker", "placeholder"});
      if (std::find(kGenerated.begin(), kGenerated.end(), name) != kGenerated.end()) return false;
      if (rest.starts_with('(')) (void)take_bracket(rest, ')');
      if (name != "link" && name != "visited") found.is_simple = false;
    } else {
      return false;
    }
  }
  return std::all_of(found.classes.begin(), found.classes.end(), [](std::string_view name) { return !name.empty(); });
}

}  // namespace

std::optional<Selector> read_selector(std::string_view selector) {
  selector = text::trim(selector);
  const std::string_view part = last_part(selector);
  Compound found;
  if (part.empty() || !read_compound(part, found)) return std::nullopt;
  Selector result;
  result.is_simple = found.is_simple && part.size() == selector.size() && found.classes.size() <= 1;
  if (!found.id.empty()) {
    result.key = std::string("#").append(found.id);
    result.weight = 100;
    if (!found.tag.empty() || !found.classes.empty()) result.is_simple = false;
  } else if (!found.classes.empty()) {
    result.key = std::string(found.tag).append(".").append(found.classes.front());
    result.weight = found.tag.empty() ? 10 : 11;
  } else if (!found.tag.empty()) {
    result.key = std::string(found.tag);
    result.weight = 1;
  } else if (!found.attribute.empty()) {
    result.key = std::string("[").append(found.attribute).append("]");
  } else if (found.is_any || !found.is_simple) {
    result.key = "*";
  } else {
    return std::nullopt;
  }
  return result;
}

std::vector<std::string> selector_keys(const HtmlElement& element) {
  std::vector<std::string> keys = {"*", std::string(element.tag)};
  for (const HtmlAttribute& attribute : element.attributes) {
    if (attribute.name == "id") {
      keys.push_back("#" + text::to_lower_ascii(text::trim(attribute.value).substr(0, kMostNameBytes)));
    }
    keys.push_back(std::string("[").append(attribute.name).append("]"));
    if (attribute.name != "class") continue;
    std::string_view rest = attribute.value;
    for (std::size_t count = 0; count < kMostClasses && !rest.empty(); ++count) {
      const std::size_t begin = std::min(rest.find_first_not_of(" \t\n\r\f"), rest.size());
      rest.remove_prefix(begin);
      const std::size_t end = std::min(rest.find_first_of(" \t\n\r\f"), rest.size());
      if (end == 0) break;
      const std::string name = text::to_lower_ascii(rest.substr(0, std::min(end, kMostNameBytes)));
      rest.remove_prefix(end);
      keys.push_back("." + name);
      keys.push_back(std::string(element.tag).append(".").append(name));
    }
  }
  return keys;
}

}  // namespace frontdesk::privacy
