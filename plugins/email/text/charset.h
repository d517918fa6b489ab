// From any bytes with any (or no, or an untrue) charset label to UTF-8.
//
// Labels are widened to the superset that mailers really mean (gb2312 → gb18030, shift_jis → cp932, …), because
// the label of a real mail is a hint. Order without a believable label: strict UTF-8, GB18030, ICU's detector.
// Total over any input; linear. Thread rule: any thread.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::email {

struct Decoded {
  std::string text;      ///< valid UTF-8, NUL replaced
  bool guessed = false;  ///< the label was missing, unknown or untrue and the bytes are not plain ASCII
  bool damaged = false;  ///< some bytes fitted nothing and became U+FFFD
};

/// `label`: as written in the mail, any case, quotes allowed; empty = unlabelled.
[[nodiscard]] Decoded decode_text(std::string_view bytes, std::string_view label);

/// The ICU converter that stands for a label after the widening, e.g. "GB2312" → "gb18030"; the label itself in
/// lower case when no rule applies.
[[nodiscard]] std::string widened_charset(std::string_view label);

/// For generators and tests: UTF-8 to a charset by its ICU name. Unmappable characters become '?' or similar.
[[nodiscard]] std::string encode_text(std::string_view utf8, const char* charset);

}  // namespace frontdesk::email
