// Filing of delivery receipts: what the outside world says later about one of our messages.
#include "desk/inbound/filing/filing.h"
#include "desk/inbound/receipt_match.h"
#include "desk/limits.h"
#include "desk/outbound/later_news.h"
#include "privacy/masker.h"
#include "storage/tables/message.h"
#include "storage/traffic/journal.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {
namespace {

using domain::Delivery;
using storage::Fate;

/// A delay changes nothing; the same news twice is told once; a bounce of an earlier try does not stop the next one.
bool is_news(ReceiptStatus status, Delivery state) {
  switch (status) {
    case ReceiptStatus::kDelayed: return false;
    case ReceiptStatus::kDelivered:
    case ReceiptStatus::kRead: return state != Delivery::kDelivered;
    case ReceiptStatus::kFailed: return state != Delivery::kFailed && state != Delivery::kQueued;
  }
  return false;
}

Result<void> file(Context& context, storage::Tx& tx, JournalId journal, ChannelId channel, const InboundItem& item) {
  const Micros now = context.clock.now();
  auto pending = storage::is_pending(tx, journal);
  if (!pending) return std::move(pending).error();
  if (!*pending) return {};
  const auto settle = [&](Fate fate, TicketId ticket, MessageId message, const std::string& reason) {
    return storage::settle(tx, journal, fate, ticket, message, reason, now, storage::Payload::kErase);
  };
  auto found = find_receipted(context, tx, channel, item);
  if (!found) return std::move(found).error();
  if (!*found) return settle(Fate::kDuplicate, {}, {}, "a receipt for no message of ours");

  auto message = storage::load_message(tx, (*found)->message);
  if (!message) return std::move(message).error();
  const std::string reason =
      context.masker.mask(item.receipt->diagnostic).text.preview(kMostLedgerReasonCharacters).text();
  if (message->kind == domain::MessageKind::kOutbound) {
    auto row = storage::find_outbox_by_message(tx, message->id);
    if (!row) return std::move(row).error();
    if (is_news(item.receipt->status, row->state)) {
      const bool failed = item.receipt->status == ReceiptStatus::kFailed;
      FD_TRY(take_later_news(context, tx, Actor::plugin(row->channel), *message, *row,
                             {.delivery = failed ? Delivery::kFailed : Delivery::kDelivered, .reason = reason}));
    }
  }
  return settle(Fate::kFollowUp, message->ticket, message->id, reason);
}

}  // namespace

storage::Store::Unit file_receipt(Context& context, FilingTask task) {
  if (!task.entry->item.item.receipt) return file_message(context, std::move(task));
  return [&context, entry = std::move(task.entry)](storage::Tx& tx) {
    return file(context, tx, entry->journal, entry->channel, entry->item.item);
  };
}

}  // namespace frontdesk::desk
