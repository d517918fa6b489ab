// Finds our own marks in incoming mail: the token in a plus-address and the tag in a subject.
//
// Finding is not believing: the caller verifies the token's MAC, and honours a subject tag only from a participant
// of that ticket (subject alone from a stranger would leak a case).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mime/mail.h"

namespace frontdesk::email {

/// "support+T42.9f8e7d6c@example.com" → "42.9f8e7d6c". nullopt when the address carries none. At most 64 characters
/// of letters, digits, '.', '-' and '_' are accepted; the case of the token is kept, the 'T' may be lower case.
[[nodiscard]] std::optional<std::string> token_of_address(std::string_view address);

/// All different tokens of the mail: Delivered-To and X-Original-To first, then To, Cc, and a bounce's original.
[[nodiscard]] std::vector<std::string> address_tokens(const Mail& mail);

/// "Re: [#P20240315001] 退款" → "P20240315001". nullopt when the subject has no tag (1–32 letters, digits or '-').
[[nodiscard]] std::optional<std::string> subject_tag(std::string_view subject);

/// "support@example.com", "42.9f8e7d6c" → "support+T42.9f8e7d6c@example.com".
[[nodiscard]] std::string with_token(std::string_view address, std::string_view token);
/// Written at the end of a subject: "[#P20240315001]".
[[nodiscard]] std::string subject_tag_text(std::string_view ticket_number);

}  // namespace frontdesk::email
