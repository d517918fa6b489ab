// Words of the checks in the reader's language, from config/texts, `checks`: what a check looks at, what was found, and
// what to do about it. Thread rule: any thread.
#pragma once

#include <string>
#include <string_view>

#include "desk/machine/check.h"

namespace frontdesk::desk {

/// `language` is "en" or "zh-CN"; anything else counts as "en".
std::string_view title_of(const Check& check, std::string_view language);
/// What happened, to which object.
std::string what_of(const Check& check, const Finding& finding, std::string_view language);
std::string todo_of(const Check& check, const Finding& finding, std::string_view language);

/// "1.4 GB"; units of 1000, as disks are sold.
std::string bytes_in_words(std::int64_t bytes);
/// The two largest units that are not zero: "3 d 4 h", "3 天 4 小时"; without its sign.
std::string duration_in_words(Duration duration, std::string_view language);

}  // namespace frontdesk::desk
