// Which parts of a page its styles hide: a reader does not see them, so a number that is cut by them is read as one.
//
// `style` attributes are read; what the rules of a style sheet say of an element is put before its own (style_sheet.h).
// Only looked at to find more, never to leave something out: what is taken for hidden without being so costs nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "privacy/html/tree.h"

namespace frontdesk::privacy {

class HiddenParts {
 public:
  /// An element with content is entered; the calls of enter() and leave() come in pairs.
  void enter(const HtmlElement& element);
  void leave();
  [[nodiscard]] bool is_hidden() const { return !open_.empty() && open_.back().is_hidden(); }

 private:
  friend bool hides_what_it_is_for(std::string_view declarations);
  struct Open {
    bool is_gone = false;       ///< whatever stands inside is hidden, too
    bool is_invisible = false;  ///< until something inside is visible again
    bool is_tiny = false;       ///< until something inside has a size of its own
    std::string colour = "#000000";
    std::string background = "#ffffff";

    void declare(std::string_view property, std::string_view value);
    [[nodiscard]] bool is_hidden() const;
  };

  std::vector<Open> open_;
};

/// Whether a rule with these declarations (plain CSS) hides, whatever it stands on.
bool hides_what_it_is_for(std::string_view declarations);

}  // namespace frontdesk::privacy
