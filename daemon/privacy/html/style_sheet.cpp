#include "privacy/html/style_sheet.h"

#include <algorithm>

#include "base/text.h"
#include "privacy/html/css.h"
#include "privacy/html/hidden.h"
#include "privacy/html/selector.h"
#include "privacy/html/style_rules.h"

namespace frontdesk::privacy {
namespace {

constexpr int kMostNesting = 4;  // of @media in @supports in …
constexpr std::size_t kMostShownBytes = 2048;
constexpr std::size_t kMostPartsOfKey = 8;  // later ones are written into the last

/// The end of what begins at `at`: the first of `signs` that stands in no string and no bracket.
std::size_t find_outside(std::string_view css, std::size_t at, std::string_view signs) {
  char quote = '\0';
  for (; at < css.size(); ++at) {
    const char c = css[at];
    if (quote != '\0') {
      if (c == quote || c == '\n') quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (signs.find(c) != std::string_view::npos) {
      return at;
    }
  }
  return css.size();
}

/// The brace that closes the block which was opened before `at`.
std::size_t end_of_block(std::string_view css, std::size_t at) {
  for (int depth = 1; (at = find_outside(css, at, "{}")) < css.size(); ++at) {
    depth += css[at] == '{' ? 1 : -1;
    if (depth == 0) return at;
  }
  return css.size();
}

/// What a rule that holds for some elements alone may say of all that its key names: that they are hidden, or else
/// their colours, which hide where they are alike.
std::string guessed_hiding(std::string_view declarations) {
  if (hides_what_it_is_for(declarations)) return "display:none";
  std::string colours;
  for (Declaration one; next_declaration(declarations, one);) {
    if (one.property == "color" || one.property.starts_with("background"))
      colours.append(one.property).append(":").append(one.value).append(";");
  }
  return colours;
}

bool holds_rules(std::string_view at_rule) {
  for (const std::string_view name : {"@media", "@supports", "@layer", "@container", "@document", "@scope"}) {
    if (at_rule.starts_with(name)) return true;
  }
  return false;
}

}  // namespace

void StyleSheet::add(std::string_view css, bool is_for_screen) {
  css = css.substr(0, bytes_left_);
  bytes_left_ -= css.size();
  std::string plain = plain_css(css, css.size());
  // Comments of HTML, which old mail programs put around their styles.
  for (const std::string_view mark : {"<!--", "-->"}) {
    for (std::size_t at = plain.find(mark); at != std::string::npos; at = plain.find(mark, at)) {
      plain.replace(at, mark.size(), " ");
    }
  }
  read_rules(plain, is_for_screen, 0);
}

void StyleSheet::read_rules(std::string_view css, bool is_shown, int depth) {
  for (std::size_t at = 0; at < css.size();) {
    const std::size_t open = find_outside(css, at, "{};");
    const std::string_view prelude = text::trim(css.substr(at, open - at));
    at = open + 1;
    if (open == css.size() || css[open] != '{') continue;  // @import …; or a brace too many
    const std::size_t close = end_of_block(css, at);
    const std::string_view block = css.substr(at, close - at);
    at = close + 1;
    if (!prelude.starts_with('@')) {
      read_rule(prelude, block, is_shown);
    } else if (holds_rules(prelude) && depth < kMostNesting) {
      read_rules(block, false, depth + 1);
    }
  }
}

void StyleSheet::read_rule(std::string_view selectors, std::string_view declarations, bool is_shown) {
  declarations = declarations.substr(0, kMostStyleBytes);
  int elsewhere = 0;
  const std::string shown = filter_style(declarations, is_shown ? remote_ : elsewhere);
  const std::string guessed = guessed_hiding(declarations);
  for (const std::string_view one : text::split(selectors, ',')) {
    if (selectors_left_ == 0) return;
    --selectors_left_;
    const std::optional<Selector> selector = read_selector(one);
    if (!selector) continue;
    const bool says_all = is_shown && selector->is_simple;
    if (says_all && !shown.empty()) add_part(shown_[selector->key], {selector->weight, order_, shown});
    // What holds for some elements that the key names comes first, so that it takes nothing from what holds for all.
    const std::string hiding = says_all ? std::string(declarations) : guessed;
    if (!hiding.empty()) add_part(hiding_[selector->key], {says_all ? selector->weight : -1, order_, hiding});
    ++order_;
  }
}

void StyleSheet::add_part(std::vector<Part>& parts, Part part) {
  if (parts.size() < kMostPartsOfKey) return parts.push_back(std::move(part));
  if (parts.back().declarations.size() < kMostStyleBytes) parts.back().declarations += ";" + part.declarations;
}

std::string StyleSheet::shown_for(const HtmlElement& element) {
  bool is_cut = false;
  return compose(shown_, element, std::min(kMostShownBytes, shown_left_), is_cut, shown_left_);
}

std::string StyleSheet::hiding_for(const HtmlElement& element) {
  bool is_cut = false;
  const std::size_t most = std::min(kMostComposedStyleBytes - 2 * kMostStyleBytes, hiding_left_);
  const std::string style = compose(hiding_, element, most, is_cut, hiding_left_);
  return is_cut ? "display:none" : style;
}

std::string StyleSheet::compose(const Rules& rules, const HtmlElement& element, std::size_t most, bool& is_cut,
                                std::size_t& left) {
  std::vector<const Part*> parts;
  for (const std::string& key : selector_keys(element)) {
    const auto found = rules.find(key);
    if (found == rules.end()) continue;
    for (const Part& part : found->second) parts.push_back(&part);
  }
  std::sort(parts.begin(), parts.end(), [](const Part* a, const Part* b) {
    return a->weight != b->weight ? a->weight < b->weight : a->order < b->order;
  });
  std::string out;
  for (const Part* part : parts) {
    is_cut = out.size() + part->declarations.size() >= most;
    if (is_cut) break;
    if (!out.empty()) out += ';';
    out += part->declarations;
  }
  left -= std::min(left, out.size());
  return out;
}

}  // namespace frontdesk::privacy
