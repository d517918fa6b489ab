// Page: one piece of a list, and the rules that all lists share which come page by page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace frontdesk::desk {

template <class T>
struct Page {
  std::vector<T> items;
  std::string next;  ///< `after` of the next page; empty: this was the last
};

/// Rows of a page: at most, and when nobody says.
inline constexpr std::int64_t kMostPageRows = 200;
inline constexpr std::int64_t kUsualPageRows = 50;

/// 1 to kMostPageRows; kInvalid (key "error.limit") otherwise.
inline Result<void> check_page_limit(std::size_t limit) {
  if (limit >= 1 && limit <= static_cast<std::size_t>(kMostPageRows)) return {};
  return Error{ErrorCode::kInvalid, "limit must be 1 to 200", "error.limit"};
}

/// What a list says to a cursor that it never gave out.
inline Error bad_cursor() { return {ErrorCode::kInvalid, "'after' is not a cursor of this list", "error.cursor"}; }

}  // namespace frontdesk::desk
