#include "text/html_charset.h"

#include <algorithm>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kLook = 8192;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_label_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.' || c == ':' || c == '+';
}

/// What stands behind `name` and an equals sign in a tag; `tag` is lower case.
std::string value_of(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    std::size_t i = at + name.size();
    while (i < tag.size() && is_blank(tag[i])) ++i;
    if (i >= tag.size() || tag[i] != '=') continue;
    ++i;
    while (i < tag.size() && (is_blank(tag[i]) || tag[i] == '"' || tag[i] == '\'')) ++i;
    std::size_t end = i;
    while (end < tag.size() && is_label_character(tag[end])) ++end;
    if (end > i) return std::string(tag.substr(i, end - i));
  }
  return {};
}

}  // namespace

std::string html_charset(std::string_view html) {
  if (html.starts_with("\xEF\xBB\xBF")) return "utf-8";
  if (html.starts_with("\xFF\xFE") || html.starts_with("\xFE\xFF")) return "utf-16";
  const std::string start = to_lower_ascii(html.substr(0, kLook));
  for (std::size_t at = start.find('<'); at != std::string::npos; at = start.find('<', at + 1)) {
    const std::string_view rest = std::string_view(start).substr(at);
    if (rest.starts_with("<!--")) {
      const std::size_t end = start.find("-->", at);
      if (end == std::string::npos) break;
      at = end;
      continue;
    }
    const std::string_view tag = rest.substr(0, rest.find('>'));
    std::string label;
    if (tag.starts_with("<meta")) label = value_of(tag, "charset");
    if (tag.starts_with("<?xml")) label = value_of(tag, "encoding");
    // Bytes in which a meta element could be read are no UTF-16 (HTML standard, 13.2.3.2).
    if (label.starts_with("utf-16")) label = "utf-8";
    if (!label.empty()) return label;
    if (tag.starts_with("<body")) break;
  }
  return {};
}

}  // namespace frontdesk::email
