// What makes a Chinese name: surnames, titles. And how names are covered.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "privacy/profile.h"

namespace frontdesk::privacy {

/// Bytes of the surname that `text` begins with (compound ones first); 0 when there is none.
std::size_t surname_length(std::string_view text);
/// The same for the hundred surnames that most people have, so that ordinary words are not taken for names.
std::size_t common_surname_length(std::string_view text);

/// Those of one character, all or the common ones: for the anchors.
std::u32string one_character_surnames();
std::u32string common_one_character_surnames();

/// The title that `text` ends with (先生, 女士 …), empty when there is none.
std::string_view title_at_end(std::string_view text);
/// The title that `text` begins with.
std::string_view title_at_begin(std::string_view text);

/// sop: "*", a title stays ("*先生"). common: 张*, 张*明, 欧阳*, J***.
std::string cover_name(std::string_view value, Profile profile);

}  // namespace frontdesk::privacy
