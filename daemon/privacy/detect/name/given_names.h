// What given names are made of: characters of Chinese ones, first names in Latin letters. For names in the middle of a
// sentence, where nothing else tells a name from ordinary words.
#pragma once

#include <string_view>

namespace frontdesk::privacy {

/// One of the characters that most Chinese given names are written with, simplified or traditional.
bool is_given_name_character(char32_t character);

/// A common first name of English or another European language, or a Chinese surname in pinyin; case does not count.
bool is_latin_given_name(std::string_view word);

}  // namespace frontdesk::privacy
