// The piece of a masked text that holds what was searched for, with the words marked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::storage {

struct ExcerptPiece {
  std::string text;
  bool is_hit = false;
  friend bool operator==(const ExcerptPiece&, const ExcerptPiece&) = default;
};

/// Cut around the first hit in `masked`, blanks and line ends folded, at most about `most` code points; "…" where text
/// was left out. Marked is what the query asks for as search() finds it, or as find_by_number_part() does, hyphens or
/// not. Empty when the text holds nothing of it. Pure.
std::vector<ExcerptPiece> excerpt(std::string_view masked, std::string_view query, std::size_t most);

}  // namespace frontdesk::storage
