// Texts of the use cases, from the catalogues config/texts/*.json, which are part of the program.
//
// The English ones go into the description of the HTTP interface and the help of the command line; the browser has both
// languages from the same files. A test proves that every name has its texts in every language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <frontdesk/json.h>

namespace frontdesk::desk {

struct Text {
  std::string title;  ///< what it does, in one line; empty when the catalogue does not know the name
  std::string help;   ///< more, or empty
};

/// In English.
const Text& text_of(std::string_view name);
/// What a field means; empty when there is nothing to add to its name.
std::string_view field_text(std::string_view name, std::string_view field);

/// A whole catalogue: "en" or "zh-CN".
const json::Value& catalogue(std::string_view language);

}  // namespace frontdesk::desk
