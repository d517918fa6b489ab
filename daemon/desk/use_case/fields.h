// Fields: the kinds of members that a use case may ask for, with their limits. describe() of a use case names them to a
// visitor; each visitor does one thing with them:
//
//   template <class V> static void describe(V& v) {
//     v.path("ticket", &Reopen::ticket);
//     v.text("reason", &Reopen::reason, {.most = kMostReasonCharacters, .optional = true});
//   }
//
// Visitors: InputReader (input.h) fills the struct from a request, InputSchema (schema.h) tells what may be asked.
// A path field stands in the address; every other field of a GET stands in the query, of other methods in the body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "desk/page.h"

namespace frontdesk::desk {

/// Code points. A field that is not optional must not be empty.
struct TextRule {
  std::size_t most = 0;
  bool optional = false;
  std::string_view pattern = {};   ///< told in the description only; the act itself checks
  std::string_view fallback = {};  ///< what a missing one counts as; told in the description
  std::size_t least = 1;           ///< told in the description only
  bool secret = false;             ///< asked for without echo on the command line
  std::string_view schema = {};    ///< name of the schema in the description; empty: inline
};

struct NumberRule {
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::int64_t fallback = 0;  ///< for a missing one
};

/// Of every list that comes page by page: how many rows, and the `next` of the page before.
inline constexpr NumberRule kPageLimit{.least = 1, .most = kMostPageRows, .fallback = kUsualPageRows};
inline constexpr TextRule kCursor{.most = 200, .optional = true};

struct ListRule {
  std::size_t most = 0;  ///< items
  bool optional = false;
};

/// A word out of a list, e.g. of an enumeration.
struct WordRule {
  std::span<const std::string_view> words;
  bool optional = false;
  bool nullable = false;
  std::string_view fallback = {};
  std::string_view schema = {};
};

}  // namespace frontdesk::desk
