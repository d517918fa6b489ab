// What a selector of a style sheet names, as far as one element alone tells it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/html/tree.h"

namespace frontdesk::privacy {

struct Selector {
  std::string key;         ///< "p", ".note", "td.price", "#total", "[data-x]", "*"
  int weight = 0;          ///< id 100, class 10, element 1
  bool is_simple = false;  ///< `key` says all of it; else it is what is known of the last part, which names more
};

/// `selector`: one of a list, plain CSS. Nothing for what names no element of the page: `::before`, broken ones.
std::optional<Selector> read_selector(std::string_view selector);

/// The keys under which rules for the element may stand; at most `most` classes are looked at.
std::vector<std::string> selector_keys(const HtmlElement& element);

}  // namespace frontdesk::privacy
