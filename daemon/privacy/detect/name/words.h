// The words that speak of a name before, behind or below them: 收货人, 先生, 敬上, regards.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace frontdesk::privacy {

/// Where the name stands that a word speaks of.
enum class Announcement {
  kField,      ///< a label: what follows its sign up to the next one is the name
  kRole,       ///< 客户, 买家: what follows must look like a name, with a sign or without
  kLabel,      ///< the end of any label ("来电人："): what follows its sign must look like a name as well
  kSpoken,     ///< in a sentence: it must look like a name and end like one
  kSurname,    ///< 我姓: one surname
  kTitle,      ///< Mr: a Latin name of any number of words
  kHonorific,  ///< 先生: the name stands before it
  kChief,      ///< 总: a surname alone stands before it
  kBehind,     ///< 敬上, 代收: words that follow names
  kLine,       ///< a line break: a name alone may be the last line
  kClosing,    ///< 谢谢, regards: the name stands below
  kFramed,     ///< 和, 让, "talked to": only what is made of the parts of names is one
  kClause,     ///< 。: a name may begin the next clause, when what only a person does follows
  kAct,        ///< told, promised: a Latin name may stand before it
};

struct NameWord {
  std::string_view word;
  Announcement how;
};

using NameWords = std::vector<const NameWord*>;

/// The words that may begin at `at`, longer ones before their beginnings: those of two or more characters, and those of
/// one. A trigger is compared with one or two words of each.
const NameWords& name_words_at(std::string_view text, std::size_t at);
const NameWords& short_name_words_at(std::string_view text, std::size_t at);

}  // namespace frontdesk::privacy
