#include "desk/ticket/query/exact_search.h"

#include <utility>

#include "base/text.h"
#include "desk/inbound/rendition.h"
#include "privacy/normalise.h"
#include "privacy/seal/vault.h"
#include "storage/search/identifier_index.h"
#include "storage/search/number_part.h"
#include "storage/tables/message.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kMost = 100;
constexpr std::size_t kShortestHidden = 4;

void add(const std::vector<TicketId>& tickets, ExactHits& into) {
  for (const TicketId ticket : tickets) into.hits.push_back({{}, ticket});
  into.more |= tickets.size() >= kMost;
}

Result<void> find_shown_numbers(storage::ReadTx& tx, const std::string& value, ExactHits& into) {
  const std::string asked = storage::number_asked_for(value);
  if (asked.empty()) return {};
  auto messages = storage::find_by_number_part(tx, asked, kMost);
  if (!messages) return std::move(messages).error();
  for (const MessageId message : *messages) {
    auto ticket = storage::ticket_of_message(tx, message);
    if (!ticket) return std::move(ticket).error();
    into.hits.push_back({message, *ticket});
  }
  into.more |= messages->size() >= kMost;
  return {};
}

/// What masking hides is found whole, or by the four digits that it shows.
Result<void> find_hidden(storage::ReadTx& tx, const privacy::Vault& vault, const std::string& value, ExactHits& into) {
  if (value.size() < kShortestHidden) return {};
  std::vector<std::pair<IdentifierKind, Bytes>> wanted;
  const std::string phone = privacy::normalise_phone(value);
  if (phone.size() >= 7) {
    wanted.emplace_back(IdentifierKind::kPhone, vault.blind_index(privacy::IndexPurpose::kPhone, phone));
  } else if (phone.size() == 4 && text::fold(value) == phone) {
    wanted.emplace_back(IdentifierKind::kPhoneTail, vault.blind_index(privacy::IndexPurpose::kPhoneTail, phone));
  }
  if (const std::string mail = privacy::normalise_email(value); !mail.empty()) {
    wanted.emplace_back(IdentifierKind::kEmail, vault.blind_index(privacy::IndexPurpose::kEmail, mail));
  }
  if (const std::string name = privacy::normalise_name(value); !name.empty()) {
    wanted.emplace_back(IdentifierKind::kName, vault.blind_index(privacy::IndexPurpose::kName, name));
  }
  const Bytes number = vault.blind_index(privacy::IndexPurpose::kOrder, privacy::normalise_order(value));
  wanted.emplace_back(IdentifierKind::kOrder, number);
  wanted.emplace_back(IdentifierKind::kTracking, number);
  for (const auto& [kind, index] : wanted) {
    auto found = storage::find_by_identifier(tx, static_cast<int>(kind), index, kMost);
    if (!found) return std::move(found).error();
    add(*found, into);
  }
  return {};
}

/// Full width and the sign before a number do not count: "#P2024…", "［#0007］".
std::string number_part_of(const std::string& value) {
  const std::string folded = text::fold(value);
  const std::size_t begin = folded.find_first_not_of("#[ ");
  if (begin == std::string::npos) return {};
  return folded.substr(begin, folded.find_last_not_of("] ") - begin + 1);
}

}  // namespace

Result<ExactHits> find_exactly(storage::ReadTx& tx, const privacy::Vault& vault, const std::string& query) {
  const std::string value(text::trim(query));
  const std::string number = number_part_of(value);
  ExactHits hits;
  for (auto find : {storage::find_by_number_prefix, storage::find_by_number_tail}) {
    auto tickets = find(tx, number, kMost);
    if (!tickets) return std::move(tickets).error();
    add(*tickets, hits);
  }
  FD_TRY(find_shown_numbers(tx, value, hits));
  FD_TRY(find_hidden(tx, vault, value, hits));
  return hits;
}

}  // namespace frontdesk::desk
