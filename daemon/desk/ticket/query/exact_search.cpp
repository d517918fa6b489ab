// TicketQuery: tickets by what identifies them, beside the full-text search.
#include "base/text.h"
#include "desk/inbound/rendition.h"
#include "desk/ticket/query/query.h"
#include "privacy/normalise.h"
#include "privacy/seal/vault.h"
#include "storage/search/identifier_index.h"
#include "storage/search/index.h"

namespace frontdesk::desk {

/// What people paste: a ticket number, a whole phone number or its last four digits, an address, an order or tracking
/// number, a whole name.
Result<std::vector<TicketId>> TicketQuery::find_exactly(storage::ReadTx& tx, const std::string& query) const {
  constexpr std::size_t kMost = 20;
  constexpr std::size_t kShortest = 4;
  const std::string value(text::trim(query));
  auto ids = storage::find_by_number_prefix(tx, value, kMost);
  if (!ids || value.size() < kShortest) return ids;
  std::vector<std::pair<IdentifierKind, Bytes>> wanted;
  const std::string phone = privacy::normalise_phone(value);
  if (phone.size() >= 7) {
    wanted.emplace_back(IdentifierKind::kPhone, vault_.blind_index(privacy::IndexPurpose::kPhone, phone));
  } else if (phone.size() == 4 && text::fold(value) == phone) {
    wanted.emplace_back(IdentifierKind::kPhoneTail, vault_.blind_index(privacy::IndexPurpose::kPhoneTail, phone));
  }
  if (const std::string mail = privacy::normalise_email(value); !mail.empty()) {
    wanted.emplace_back(IdentifierKind::kEmail, vault_.blind_index(privacy::IndexPurpose::kEmail, mail));
  }
  if (const std::string name = privacy::normalise_name(value); !name.empty()) {
    wanted.emplace_back(IdentifierKind::kName, vault_.blind_index(privacy::IndexPurpose::kName, name));
  }
  const Bytes number = vault_.blind_index(privacy::IndexPurpose::kOrder, privacy::normalise_order(value));
  wanted.emplace_back(IdentifierKind::kOrder, number);
  wanted.emplace_back(IdentifierKind::kTracking, number);
  for (const auto& [kind, index] : wanted) {
    auto found = storage::find_by_identifier(tx, static_cast<int>(kind), index, kMost);
    if (!found) return std::move(found).error();
    ids->insert(ids->end(), found->begin(), found->end());
  }
  return ids;
}

}  // namespace frontdesk::desk
