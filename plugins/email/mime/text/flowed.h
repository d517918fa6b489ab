// Joins the soft line breaks of `text/plain; format=flowed` (RFC 3676): a paragraph that the sender's program wrapped
// is one line again, so that it reads well and nothing in it (a phone, an address) is split.
//
// Lines of different quote depth are never joined, a signature ("-- ") stands alone, and '>' marks stay in front of
// quoted paragraphs. Total and linear; never longer than the text.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::email {

/// `text`: UTF-8 with LF. `delete_space`: the parameter DelSp=yes, which Chinese and Japanese texts use: the blank
/// before a soft break is no part of the text.
[[nodiscard]] std::string join_flowed(std::string_view text, bool delete_space);

}  // namespace frontdesk::email
