#include "mime/mail.h"

#include <algorithm>

namespace frontdesk::email {

const char* to_text(Problem problem) {
  switch (problem) {
    case Problem::kHeaderTooLarge: return "header_too_large";
    case Problem::kBrokenHeader: return "broken_header";
    case Problem::kTooDeep: return "too_deep";
    case Problem::kTooManyParts: return "too_many_parts";
    case Problem::kTooLarge: return "too_large";
    case Problem::kCharsetGuessed: return "charset_guessed";
    case Problem::kCharsetDamaged: return "charset_damaged";
    case Problem::kNulBytes: return "nul_bytes";
    case Problem::kNameChanged: return "name_changed";
    case Problem::kTextOutsideParts: return "text_outside_parts";
    case Problem::kUnreadableParts: return "unreadable_parts";
  }
  return "unknown";
}

bool Bounce::is_permanent() const {
  return std::any_of(recipients.begin(), recipients.end(), [](const RecipientStatus& recipient) {
    return recipient.status.starts_with('5') || (recipient.action == "failed" && !recipient.status.starts_with('4'));
  });
}

}  // namespace frontdesk::email
