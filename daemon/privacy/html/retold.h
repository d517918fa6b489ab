// What a page hides inside somebody's number, found again in another text that tells the page.
//
// A mail program, and the plugin that reads a mail, make plain text of a page without looking at its styles: of
// 1<span style="display:none">x</span>3812340004 they make 1x3812340004, which hides nothing from an eye. Pure; linear
// in the text for each such number, of which at most kMostRetold are looked for.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "privacy/html/page_text.h"

namespace frontdesk::privacy {

inline constexpr std::size_t kMostRetold = 32;

/// The parts of `text` that the page hides where it says the same, blanks aside; in order, without overlap.
std::vector<Aside> hidden_again(const PageText& page, std::string_view text);

}  // namespace frontdesk::privacy
