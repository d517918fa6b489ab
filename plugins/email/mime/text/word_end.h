// Finds "?=" from ever later places of one text. Remembering the last answer keeps all questions together linear:
// hostile headers hold many beginnings of encoded words and no end.
#pragma once

#include <cstddef>
#include <string_view>

namespace frontdesk::email {

class WordEndFinder {
 public:
  explicit WordEndFinder(std::string_view text) : text_(text) {}

  /// Position of the first "?=" at or after `from`, or npos.
  std::size_t next(std::size_t from) {
    const bool known = asked_ && from >= from_ && (found_ == std::string_view::npos || from <= found_);
    if (!known) {
      from_ = from;
      found_ = text_.find("?=", from);
      asked_ = true;
    }
    return found_;
  }

 private:
  std::string_view text_;
  std::size_t from_ = 0;
  std::size_t found_ = 0;
  bool asked_ = false;
};

}  // namespace frontdesk::email
