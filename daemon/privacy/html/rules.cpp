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

template <class List>
constexpr bool has(const List& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}
static_assert(std::is_sorted(kKept.begin(), kKept.end()) && std::is_sorted(kDropped.begin(), kDropped.end()));
static_assert(std::is_sorted(kBlocks.begin(), kBlocks.end()));
static_assert(std::is_sorted(kPlainAttributes.begin(), kPlainAttributes.end()));

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

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
