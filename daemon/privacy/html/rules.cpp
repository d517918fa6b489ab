#include "privacy/html/rules.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace frontdesk::privacy {
namespace {

// Each list is sorted, for binary search.
constexpr auto kKept = std::to_array<std::string_view>(
    {"a",       "abbr",   "address", "article",    "aside",  "b",        "bdi",    "big",   "blockquote", "br",
     "caption", "center", "cite",    "code",       "col",    "colgroup", "dd",     "del",   "dfn",        "div",
     "dl",      "dt",     "em",      "figcaption", "figure", "font",     "footer", "h1",    "h2",         "h3",
     "h4",      "h5",     "h6",      "header",     "hr",     "i",        "img",    "ins",   "kbd",        "li",
     "main",    "mark",   "nav",     "ol",         "p",      "pre",      "q",      "s",     "samp",       "section",
     "small",   "span",   "strike",  "strong",     "sub",    "sup",      "table",  "tbody", "td",         "tfoot",
     "th",      "thead",  "tr",      "tt",         "u",      "ul",       "var",    "wbr"});
constexpr auto kDropped = std::to_array<std::string_view>(
    {"applet",   "area",     "audio",    "base",    "canvas",    "datalist", "embed",  "frame",   "frameset",
     "head",     "iframe",   "input",    "link",    "map",       "math",     "meta",   "noembed", "noframes",
     "noscript", "object",   "param",    "picture", "plaintext", "script",   "select", "source",  "style",
     "svg",      "template", "textarea", "title",   "track",     "video",    "xmp"});
constexpr auto kVoid = std::to_array<std::string_view>({"br", "col", "hr", "img", "wbr"});
constexpr auto kBlocks = std::to_array<std::string_view>(
    {"address", "article",  "aside",      "blockquote", "body",   "caption", "center", "dd",   "div", "dl",
     "dt",      "fieldset", "figcaption", "figure",     "footer", "form",    "h1",     "h2",   "h3",  "h4",
     "h5",      "h6",       "header",     "hr",         "html",   "legend",  "li",     "main", "nav", "ol",
     "p",       "pre",      "section",    "table",      "tbody",  "tfoot",   "thead",  "tr",   "ul"});
constexpr auto kPlainAttributes = std::to_array<std::string_view>(
    {"align", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "dir", "face", "height", "lang",
     "nowrap", "rowspan", "size", "span", "start", "valign", "width"});
constexpr auto kLoading =
    std::to_array<std::string_view>({"background", "data-src", "dynsrc", "lowsrc", "poster", "srcset"});
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

constexpr std::size_t kMaxStyle = 4096;
constexpr std::size_t kMaxDigits = 6;  // a longer number in a style is no length, but could be a phone

template <class List>
constexpr bool has(const List& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}
static_assert(std::is_sorted(kKept.begin(), kKept.end()) && std::is_sorted(kDropped.begin(), kDropped.end()));
static_assert(std::is_sorted(kBlocks.begin(), kBlocks.end()) && std::is_sorted(kProperties.begin(), kProperties.end()));
static_assert(std::is_sorted(kPlainAttributes.begin(), kPlainAttributes.end()));

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The name before a '(' at `at`.
std::string_view function_name(std::string_view value, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && (is_alnum(value[begin - 1]) || value[begin - 1] == '-')) --begin;
  return value.substr(begin, at - begin);
}

/// Letters, digits and a few signs; of functions only colours. No escapes, no strings with signs, no comments.
bool is_harmless_value(std::string_view value) {
  constexpr std::string_view kSigns = " #%.,-+!'\"()";
  std::size_t digits = 0;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    digits = is_digit(c) ? digits + 1 : 0;
    if (digits > kMaxDigits) return false;
    if (!is_alnum(c) && kSigns.find(c) == std::string_view::npos) return false;
    if (c == '(' && !has(kFunctions, function_name(value, at))) return false;
  }
  return !value.empty();
}

std::string without_comments(std::string_view style) {
  std::string out;
  for (std::size_t at = 0; at < style.size();) {
    const std::size_t comment = std::min(style.find("/*", at), style.size());
    out += style.substr(at, comment - at);
    if (comment == style.size()) break;
    const std::size_t end = style.find("*/", comment + 2);
    if (end == std::string_view::npos) break;
    at = end + 2;
  }
  return out;
}

}  // namespace

TagRule rule_for(std::string_view tag) {
  if (has(kKept, tag)) return TagRule::kKeep;
  return has(kDropped, tag) ? TagRule::kDropContent : TagRule::kUnwrap;
}
bool is_void(std::string_view tag) { return has(kVoid, tag); }
bool is_block(std::string_view tag) { return has(kBlocks, tag); }
bool is_plain_attribute(std::string_view name) { return has(kPlainAttributes, name); }
bool is_text_attribute(std::string_view name) { return name == "alt" || name == "title"; }
bool is_loading_attribute(std::string_view name) { return has(kLoading, name); }

std::string filter_style(std::string_view style, int& remote) {
  const std::string plain = without_comments(text::to_lower_ascii(style.substr(0, kMaxStyle)));
  std::string out;
  for (const std::string_view declaration : text::split(plain, ';')) {
    if (declaration.find("url") != std::string_view::npos || declaration.find("image-set") != std::string_view::npos) {
      ++remote;
      continue;
    }
    const std::size_t colon = declaration.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view property = text::trim(declaration.substr(0, colon));
    const std::string_view value = text::trim(declaration.substr(colon + 1));
    if (!has(kProperties, property) || !is_harmless_value(value)) continue;
    if (!out.empty()) out += ';';
    out.append(property).append(":").append(value);
  }
  return out;
}

MailLink read_link(std::string_view address) {
  std::string clean;
  for (const char c : address) {
    if (static_cast<unsigned char>(c) > ' ' && c != 0x7F) clean += c;
  }
  if (text::starts_with_ignoring_case(clean, "https://") || text::starts_with_ignoring_case(clean, "http://")) {
    return {LinkKind::kWeb, std::move(clean)};
  }
  if (text::starts_with_ignoring_case(clean, "mailto:")) return {LinkKind::kMail, std::move(clean)};
  return {};
}

bool is_safe_image_data(std::string_view address) {
  for (const std::string_view prefix : {"data:image/png;base64,", "data:image/jpeg;base64,", "data:image/jpg;base64,",
                                        "data:image/gif;base64,", "data:image/webp;base64,"}) {
    if (!text::starts_with_ignoring_case(address, prefix)) continue;
    const std::string_view data = address.substr(prefix.size());
    return std::all_of(data.begin(), data.end(),
                       [](char c) { return is_alnum(c) || c == '+' || c == '/' || c == '='; });
  }
  return false;
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      case '\0': break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace frontdesk::privacy
