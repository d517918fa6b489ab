// Which parts of a page its styles hide: a reader does not see them, so a number that is cut by them is read as one.
//
// Only looked at to find more, never to leave something out: what is taken for hidden without being so costs nothing.
#pragma once

#include <string>
#include <vector>

#include "privacy/html/tree.h"

namespace frontdesk::privacy {

class HiddenParts {
 public:
  /// An element with content is entered; the calls of enter() and leave() come in pairs.
  void enter(const HtmlElement& element);
  void leave();
  [[nodiscard]] bool is_hidden() const { return !open_.empty() && open_.back().is_hidden; }

 private:
  struct Open {
    bool is_hidden = false;
    std::string colour = "#000000";
    std::string background = "#ffffff";
  };

  std::vector<Open> open_;
};

}  // namespace frontdesk::privacy
