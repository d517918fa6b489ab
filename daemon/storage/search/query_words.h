// What a search asks for: runs of folded text that must all occur, and the index expression that narrows down to
// candidates.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::storage {

struct QueryWords {
  std::vector<std::string> wanted;  ///< folded
  std::string expression;           ///< empty: nothing that the index knows
};

/// At most 512 bytes and 16 runs are read.
QueryWords read_query(std::string_view text);

}  // namespace frontdesk::storage
