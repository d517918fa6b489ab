#include "desk/inbound/receipt_match.h"

#include "desk/inbound/thread_finder.h"
#include "desk/inbound/thread_token.h"

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
  if (status == ReceiptStatus::kDelivered || status == ReceiptStatus::kRead) return found;
  const auto ticket = verify_thread_token(context.vault, item.thread_token);
  if (!ticket) return found;
  return youngest_on_its_way(tx, *ticket);
}

}  // namespace frontdesk::desk
