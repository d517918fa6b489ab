// Style text as a browser reads it: without comments and escapes, cut into declarations.
//
// It is read for two ends: to write the harmless part of it again (style_rules.h), and to know what it hides
// (hidden.h). Both must read the same, or a style could show what the other took for hidden. Pure; linear in the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace frontdesk::privacy {

/// Bytes of one style attribute that are read.
inline constexpr std::size_t kMostStyleBytes = 4096;

/// Lower case, comments taken out, escapes (`\64 isplay`) resolved; at most `most` bytes of `css` are read.
std::string plain_css(std::string_view css, std::size_t most = kMostStyleBytes);

struct Declaration {
  std::string_view property;
  std::string_view value;
};

/// The next declaration of plain CSS, which is taken from the front of `plain`; false when none is left.
bool next_declaration(std::string_view& plain, Declaration& declaration);

}  // namespace frontdesk::privacy
