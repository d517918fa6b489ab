// What looks like a person's name: Chinese by surname, length and what it is not; Latin by its capitals.
// Everything is pure and reads a bounded neighbourhood.
#pragma once

#include <cstddef>
#include <string_view>

namespace frontdesk::privacy {

/// How sure the text around a candidate already is that a name stands there.
enum class NameEvidence {
  kSentence,  ///< "找…", "我是…": function words are no part of a name, and it must end where a word ends
  kAlone,     ///< between signs, on its own line: function words may be given names (龙在天)
};

/// A whole run of Chinese characters is a name: a surname, one or two more, and no ordinary word.
bool is_chinese_name(std::string_view run, NameEvidence evidence);

/// After the Chinese name that begins at `at`; 0 when none does, or when it runs on into other words.
std::size_t chinese_name_end(std::string_view text, std::size_t at, NameEvidence evidence);

/// Where the Chinese name begins that ends at `end`, behind a sign or a word such as 由 or 给; `end` when none does.
std::size_t chinese_name_begin(std::string_view text, std::size_t end);

/// After the Latin name at `at`: `least` to four words with capitals, initials allowed, none of them a word such as
/// Team or Please. 0: none.
std::size_t latin_name_end(std::string_view text, std::size_t at, std::size_t least);

/// Where the Latin name of at least two words begins that ends at `end`, at the beginning of a line or behind a sign;
/// `end` when none does.
std::size_t latin_name_begin(std::string_view text, std::size_t end);

/// Function words: no part of a name in a sentence, and where one begins a name has ended. `character`: one code point.
bool is_function_word(char32_t character);

/// What may stand right before a name in a sentence: a sign, 由, 给, 找 …
bool may_stand_before_name(char32_t character);

/// "高级", "谢谢", "马上": an ordinary word that begins with a surname.
bool begins_with_ordinary_word(std::string_view run);

}  // namespace frontdesk::privacy
