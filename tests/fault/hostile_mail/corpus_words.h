// The invented words from which the corpus is made, one set per language.
#pragma once

#include <string_view>
#include <vector>

namespace frontdesk::mailgen {

using List = std::vector<std::string_view>;

/// The words of one language, and the charsets in which its mailers write.
struct Language {
  List names;
  List subjects;
  List sentences;
  List file_names;
  std::string_view reply_prefix;
  std::string_view contact;  ///< sentence before planted data
};

const Language& simplified();
const Language& traditional();
const Language& japanese();
const Language& english();

}  // namespace frontdesk::mailgen
