// One spelling per value, so that blind indexes meet: what is equal to a person becomes equal in bytes.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::privacy {

/// E.164 ("+8613800138000"): full width and separators go, a mainland mobile or landline gets +86, a leading 00 becomes
/// '+', an extension is dropped. Digits that are no plausible number are returned as bare digits; no digits: empty.
std::string normalise_phone(std::string_view value);
/// Trimmed, half width, lower case; the display name and angle brackets are dropped. Empty when there is no '@'.
std::string normalise_email(std::string_view value);
/// Half width, upper case, without blanks and separators.
std::string normalise_order(std::string_view value);
/// As text::fold() compares text (case, width and script do not count), without blanks and signs. Empty for less than
/// two characters.
std::string normalise_name(std::string_view value);
/// The last four digits of a phone; empty when there are fewer.
std::string phone_tail(std::string_view value);

}  // namespace frontdesk::privacy
