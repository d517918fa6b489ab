// Text: UTF-8 in, UTF-8 out. Everything here is pure and total: any bytes are accepted, nothing throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::text {

bool is_valid_utf8(std::string_view bytes);

/// Bytes made into valid UTF-8: each ill-formed sequence becomes one U+FFFD; NUL becomes U+FFFD too.
std::string repair_utf8(std::string_view bytes);

/// Decodes the code point at `at` and moves `at` past it; U+FFFD for ill-formed bytes (one byte is consumed).
/// Precondition: at < text.size().
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_code_point(std::string& out, char32_t code_point);
/// Number of code points.
std::size_t length(std::string_view text);

/// At most `max_code_points`, cut at a grapheme boundary; "…" is appended when something was cut (and counts).
std::string shorten(std::string_view text, std::size_t max_code_points);

/// One line for lists and headers: line breaks and controls become single blanks, bidirectional controls and
/// zero-width characters are dropped, ends are trimmed. Whoever shows only a beginning stops with `enough` bytes.
std::string one_line(std::string_view text, std::size_t enough = std::string_view::npos);

/// Drops what can fool a reader but carries no text: C0/C1 controls except tab and line feed, bidirectional
/// overrides and isolates, U+FEFF. CR LF and CR become LF.
std::string without_controls(std::string_view text);

/// How text is compared in search and rules: NFKC, case folded, full width to half width, traditional Chinese
/// characters to simplified ones, character by character (D-17, D-18).
std::string fold(std::string_view text);

/// True for Han ideographs, kana and hangul: scripts written without blanks between words.
bool is_cjk(char32_t code_point);

/// One simplified character for a traditional one; every other code point is returned as it is.
char32_t to_simplified(char32_t code_point);

std::string_view trim(std::string_view text);
/// ASCII only; other bytes are kept.
std::string to_lower_ascii(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace frontdesk::text
