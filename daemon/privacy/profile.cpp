#include "privacy/profile.h"

namespace frontdesk::privacy {

std::string_view to_text(DataKind kind) {
  switch (kind) {
    case DataKind::kHandle: return "handle";
    case DataKind::kPlate: return "plate";
    case DataKind::kTaxId: return "tax_id";
    case DataKind::kEmail: return "email";
    case DataKind::kLandline: return "landline";
    case DataKind::kForeignPhone: return "foreign_phone";
    case DataKind::kMobile: return "mobile";
    case DataKind::kName: return "name";
    case DataKind::kBirthDate: return "birth_date";
    case DataKind::kAddress: return "address";
    case DataKind::kIban: return "iban";
    case DataKind::kPassport: return "passport";
    case DataKind::kBankCard: return "bank_card";
    case DataKind::kSsn: return "ssn";
    case DataKind::kHkId: return "hkid";
    case DataKind::kTwId: return "twid";
    case DataKind::kIdCard: return "id_card";
    case DataKind::kSecret: return "secret";
  }
  return "secret";
}

std::string_view to_text(Profile profile) { return profile == Profile::kSop ? "sop" : "common"; }

std::optional<Profile> parse_profile(std::string_view text) {
  if (text == "sop") return Profile::kSop;
  if (text == "common") return Profile::kCommon;
  return std::nullopt;
}

}  // namespace frontdesk::privacy
