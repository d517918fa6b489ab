// The only way from a plain string to MaskedText inside the room: used by the masker and the HTML writer alone.
#pragma once

#include <string>
#include <utility>

#include "privacy/text_types.h"

namespace frontdesk::privacy {

class MaskedTextMaker {
 public:
  static MaskedText make(std::string covered) { return MaskedText(std::move(covered)); }
};

}  // namespace frontdesk::privacy
