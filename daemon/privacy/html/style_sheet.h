// StyleSheet: what the style blocks of a mail say of single elements, put into their style attributes.
//
// No style sheet is ever written again, and neither class nor id: the harmless declarations of rules for an element, a
// class or an id (`p`, `.note`, `td.price`, `#total`, `a:link`, `*`) are written into the element itself, where the
// allow-list of styles is the only fence that is needed. Everything else (other selectors, generated content, other
// media, imports, fonts, animations) is left out of what is shown; but where such a rule hides what it names, its last
// part is taken for the whole, so that a number that is cut by it is read as one (hidden.h).
//
// Bounded: bytes and selectors that are read, bytes for one element and for the page. One thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "privacy/html/tree.h"

namespace frontdesk::privacy {

/// Bytes of rules and own style of one element that are looked at for what they hide.
inline constexpr std::size_t kMostComposedStyleBytes = 16384;

class StyleSheet {
 public:
  /// The next style block in the order of the page. `is_for_screen`: false for print and other media.
  void add(std::string_view css, bool is_for_screen);
  [[nodiscard]] bool is_empty() const { return shown_.empty() && hiding_.empty(); }
  /// Addresses that would have been loaded and were left out.
  [[nodiscard]] int remote() const { return remote_; }

  /// The harmless declarations for the element, in the order in which they hold; its own style belongs behind them.
  std::string shown_for(const HtmlElement& element);
  /// All declarations for it, for what they hide; "display:none" when they are too many.
  std::string hiding_for(const HtmlElement& element);

 private:
  struct Part {
    int weight;         ///< of the selector: id over class over element
    std::size_t order;  ///< of the rule in the page
    std::string declarations;
  };
  /// By what names the element: "p", ".note", "td.price", "#total", "[data-x]", "*".
  using Rules = std::unordered_map<std::string, std::vector<Part>>;

  void read_rules(std::string_view css, bool is_shown, int depth);
  void read_rule(std::string_view selectors, std::string_view declarations, bool is_shown);
  static void add_part(std::vector<Part>& parts, Part part);
  static std::string compose(const Rules& rules, const HtmlElement& element, std::size_t most, bool& is_cut,
                             std::size_t& left);

  Rules shown_;
  Rules hiding_;
  std::size_t bytes_left_ = std::size_t{256} << 10;
  std::size_t selectors_left_ = 4000;
  std::size_t order_ = 0;
  int remote_ = 0;
  std::size_t shown_left_ = std::size_t{1} << 20;
  std::size_t hiding_left_ = std::size_t{8} << 20;
};

}  // namespace frontdesk::privacy
