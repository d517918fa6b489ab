// The readable text of an HTML mail: for quotes, search, masking and agents who do not open the HTML.
//
// Not a sanitiser. Blocks and <br> become lines, blockquotes get "> ", list items "- ", script/style/head vanish.
// No tree is built: one pass over the tags, so that no nesting, however deep, costs stack or time.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::email {

/// `html`: UTF-8. Result: UTF-8, LF lines, at most 2 empty lines in a row, not larger than about the input.
[[nodiscard]] std::string text_of_html(std::string_view html);

}  // namespace frontdesk::email
