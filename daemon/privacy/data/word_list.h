// A data file of this folder, read and judged: what the build makes a header of. See README.md for its form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::privacy {

struct WordSection {
  std::string name;                  ///< as written: "common characters"
  std::vector<std::string> entries;  ///< in the order of the file
  /// The name ends with "characters": each entry is one code point, and the header holds them as one text.
  [[nodiscard]] bool holds_characters() const { return name.ends_with("characters"); }
};

struct WordList {
  std::string source;
  std::string licence;
  std::vector<WordSection> sections;
  std::vector<std::string> faults;  ///< "surnames.txt:12: what is wrong, and what to do"; empty when there is none
};

/// Reads the whole file and names every fault, not only the first. `file` is what faults call it. Pure.
WordList read_word_list(std::string_view text, std::string_view file);

/// The C++ header of a list without faults: each section is a constexpr array of std::string_view, or a
/// std::u32string_view of its characters, in namespace frontdesk::privacy::data::<stem>. "id card" becomes kIdCard.
std::string to_header(const WordList& list, std::string_view stem);

}  // namespace frontdesk::privacy
