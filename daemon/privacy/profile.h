// What kinds of personal data there are, and the profiles that say how much of a value stays visible.
#pragma once

#include <optional>
#include <string_view>

namespace frontdesk::privacy {

/// The order is that of strictness: where two finds of one length and score overlap, the later kind wins.
enum class DataKind {
  kHandle,  ///< WeChat, QQ and other account names
  kPlate,   ///< mainland number plate
  kTaxId,   ///< unified social credit identifier
  kEmail,
  kLandline,  ///< mainland fixed line, extension included
  kForeignPhone,
  kMobile,  ///< mainland mobile, virtual extension included
  kName,
  kBirthDate,
  kAddress,
  kIban,
  kPassport,  ///< passports and travel permits
  kBankCard,
  kSsn,     ///< social security number of the USA
  kHkId,    ///< identity card of Hong Kong
  kTwId,    ///< identity card of Taiwan
  kIdCard,  ///< resident identity card, 18 or 15 characters
  kSecret,  ///< one-time code, password, card verification value: removed, also from the stored original
};

/// Stable lower-case word, e.g. "bank_card"; the "type" of `frontdesk mask`.
std::string_view to_text(DataKind kind);

enum class Profile {
  kSop,     ///< default (SOP S3 4(2)): a contact keeps its last four digits, a name its title
  kCommon,  ///< the usual 3 + 4
};

std::string_view to_text(Profile profile);
/// "sop" or "common".
std::optional<Profile> parse_profile(std::string_view text);

}  // namespace frontdesk::privacy
