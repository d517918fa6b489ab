// Separates what a customer wrote from what the mail program repeated below it.
//
// Nothing is thrown away: visible + quoted is the whole text. When in doubt (answers written between quoted lines,
// a marker inside a sentence, nothing left above the marker) everything stays visible. Total and linear in the text.
#pragma once

#include <string_view>

namespace frontdesk::email {

struct SplitText {
  std::string_view visible;  ///< trailing blank lines removed; a view into the input
  std::string_view quoted;   ///< from the marker line to the end; may be empty
};

/// `text`: UTF-8, LF or CRLF lines. The views live as long as `text`.
[[nodiscard]] SplitText split_quotes(std::string_view text);

/// The line that our own mails carry above the conversation ("reply above this line"); split_quotes() honours it.
inline constexpr std::string_view kReplyMarkerChinese = "--- 请在此行以上回复 ---";
inline constexpr std::string_view kReplyMarkerEnglish = "--- Please reply above this line ---";

}  // namespace frontdesk::email
