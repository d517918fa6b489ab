#include "privacy/html/css.h"

#include <algorithm>

#include "base/text.h"

namespace frontdesk::privacy {
namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// Resolves the escape whose backslash stands at `at`, and moves `at` past it.
void append_escaped(std::string& out, std::string_view css, std::size_t& at) {
  char32_t code = 0;
  std::size_t digits = 0;
  for (++at; at < css.size() && digits < 6 && hex(css[at]) >= 0; ++at, ++digits) {
    code = code * 16 + static_cast<char32_t>(hex(css[at]));
  }
  if (digits == 0) {
    if (at < css.size() && css[at] != '\n') out += css[at];
    if (at < css.size()) ++at;
    return;
  }
  if (at < css.size() && (css[at] == ' ' || css[at] == '\n' || css[at] == '\t')) ++at;
  if (code >= 'A' && code <= 'Z') code += 'a' - 'A';
  text::append_code_point(out, code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0xFFFD : code);
}

}  // namespace

std::string plain_css(std::string_view css, std::size_t most) {
  const std::string lower = text::to_lower_ascii(css.substr(0, most));
  std::string out;
  out.reserve(lower.size());
  for (std::size_t at = 0; at < lower.size();) {
    if (lower[at] == '\\') {
      append_escaped(out, lower, at);
    } else if (lower.compare(at, 2, "/*") == 0) {
      const std::size_t end = lower.find("*/", at + 2);
      if (end == std::string::npos) break;
      at = end + 2;
    } else {
      out += lower[at++];
    }
  }
  return out;
}

bool next_declaration(std::string_view& plain, Declaration& declaration) {
  if (plain.empty()) return false;
  const std::size_t end = std::min(plain.find(';'), plain.size());
  const std::string_view one = plain.substr(0, end);
  plain.remove_prefix(std::min(end + 1, plain.size()));
  const std::size_t colon = std::min(one.find(':'), one.size());
  declaration = {text::trim(one.substr(0, colon)), text::trim(one.substr(std::min(colon + 1, one.size())))};
  return true;
}

}  // namespace frontdesk::privacy
