// What stands right beside a number: signs, country prefixes, extensions, letters. All bounded.
#pragma once

#include <cstddef>
#include <string_view>

#include "privacy/detect/find.h"

namespace frontdesk::privacy {

/// The code point before `at` as written; 0 at the beginning.
char32_t previous_or_none(std::string_view text, std::size_t at);

/// A '+' stands before, also with a bracket between: "+86", "(+86)", "+(86)".
bool is_after_plus(std::string_view text, std::size_t at);

/// Where the number really begins: the '+' and brackets before it, and for a mobile also "+86" or "86 " before a number
/// that was written in other digits.
std::size_t country_prefix_begin(std::string_view text, std::size_t at, DataKind kind);

/// Where the number really ends: after "转 8012", "ext. 12", "-8012", "x12"; else `at`.
std::size_t extension_end(std::string_view text, std::size_t at);

/// After an X (any width, at most one separator before it) that ends there; 0 when there is none.
std::size_t check_letter_end(std::string_view text, std::size_t at);

/// A Latin letter or '_' touches the number on either side.
bool is_glued_to_letters(std::string_view text, std::size_t begin, std::size_t end);

/// QQ, Q号, Q:, 扣扣 or 企鹅 stands before the number, with only signs and fillers (: = 是 号 账 我 加) between.
bool is_named_qq(std::string_view text, std::size_t at);

}  // namespace frontdesk::privacy
