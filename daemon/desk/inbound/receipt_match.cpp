#include "desk/inbound/receipt_match.h"

#include <algorithm>
#include <chrono>

#include "desk/inbound/rendition.h"
#include "desk/inbound/thread_finder.h"
#include "storage/tables/customer.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kPage = 200;
constexpr std::size_t kMostParents = 20;

bool is_on_its_way(const storage::MessageRecord& message) {
  return message.kind == domain::MessageKind::kOutbound &&
         (message.delivery == domain::Delivery::kSending || message.delivery == domain::Delivery::kSent ||
          message.delivery == domain::Delivery::kUnknown);
}

Result<std::optional<storage::Reference>> youngest_on_its_way(storage::ReadTx& tx, TicketId ticket) {
  std::optional<storage::Reference> found;
  MessageId after;
  while (true) {
    auto page = storage::list_messages(tx, ticket, after, kPage);
    if (!page) return std::move(page).error();
    for (const storage::MessageRecord& message : *page) {
      if (is_on_its_way(message)) found = storage::Reference{message.id, ticket};
    }
    if (page->size() < kPage) return found;
    after = page->back().id;
  }
}

/// Mail servers give up after four or five days.
constexpr Duration kMostTimeOnTheWay = std::chrono::days(6);

/// What was written to the address that failed, when all of it belongs to one ticket: else nobody knows which it was.
Result<std::optional<storage::Reference>> by_recipient(Context& context, storage::ReadTx& tx, ChannelId channel,
                                                       const std::string& recipient) {
  constexpr std::size_t kMostReplies = 50;
  std::optional<storage::Reference> found;
  if (recipient.find('@') == std::string::npos) return found;
  constexpr auto kKind = domain::IdentityKind::kEmail;
  auto customer =
      storage::find_customer_by_identity(tx, kKind, identity_index(context.vault, channel, kKind, recipient));
  if (!customer) return std::move(customer).error();
  if (!*customer) return found;
  auto replies = storage::replies_that_may_come_back(tx, **customer, channel, context.clock.now() - kMostTimeOnTheWay,
                                                     kMostReplies);
  if (!replies) return std::move(replies).error();
  if (replies->empty()) return found;
  const TicketId ticket = replies->front().ticket;
  const bool is_one = std::all_of(replies->begin(), replies->end(),
                                  [&](const storage::Reference& reply) { return reply.ticket == ticket; });
  if (is_one) found = replies->front();
  return found;
}

}  // namespace

Result<std::optional<storage::Reference>> find_receipted(Context& context, storage::ReadTx& tx, ChannelId channel,
                                                         const InboundItem& item) {
  auto found = find_message(context, tx, channel, item.receipt->message_key);
  if (!found || *found) return found;
  for (std::size_t i = 0; i < item.parent_keys.size() && i < kMostParents; ++i) {
    found = find_message(context, tx, channel, item.parent_keys[i]);
    if (!found || *found) return found;
  }
  const ReceiptStatus status = item.receipt->status;
  if (status != ReceiptStatus::kFailed && status != ReceiptStatus::kDelayed) return found;
  auto ticket = proven_ticket(context, tx, item);
  if (!ticket) return std::move(ticket).error();
  if (*ticket) return youngest_on_its_way(tx, **ticket);
  return by_recipient(context, tx, channel, item.receipt->failed_recipient);
}

}  // namespace frontdesk::desk
