// Reading: a text as an eye reads it, beside the text as it is written.
//
// Between two digits may stand what nobody sees (joiners, soft hyphens, direction marks, combining marks), a character
// may be written as a reference (&#49;, &nbsp;) or in percent form (%31), and parts of an HTML page may be hidden by
// their style. The detectors look through the written text and through its reading, so that all of them see through
// all of this, and finds are mapped back to the written text. Pure; linear in the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::privacy {

/// [begin, end) in bytes of a text: a part that is hidden where the text is shown.
struct Aside {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Reading {
  std::string text;
  /// Byte i of `text` stands for [begin[i], end[i]) of the written text.
  std::vector<std::uint32_t> begin;
  std::vector<std::uint32_t> end;
};

/// The readings that differ from the text as it is written: none as a rule (this costs one pass), else one with and one
/// without what is hidden. `asides`: in order, without overlap.
std::vector<Reading> read_as_shown(std::string_view text, std::span<const Aside> asides = {});

/// What [begin, end) of the text reads as, without what is hidden: the value that a find there covers.
std::string value_as_shown(std::string_view text, std::size_t begin, std::size_t end,
                           std::span<const Aside> asides = {});

}  // namespace frontdesk::privacy
