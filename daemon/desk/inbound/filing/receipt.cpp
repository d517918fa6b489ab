// Filing of delivery receipts: what the outside world says later about one of our messages.
#include <algorithm>
#include <bit>

#include "desk/inbound/filing/filing.h"
#include "desk/inbound/receipt_match.h"
#include "desk/limits.h"
#include "desk/outbound/later_news.h"
#include "desk/people/people.h"
#include "privacy/masker.h"
#include "privacy/normalise.h"
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

/// Which of the people it went to; nullopt: it went to one, or nobody knows which.
Result<std::optional<std::size_t>> find_recipient(Context& context, storage::ReadTx& tx,
                                                  const storage::MessagePeople& kept, const std::string& address) {
  auto people = open_people(context, tx, kept);
  if (!people) return std::move(people).error();
  const std::string wanted = privacy::normalise_email(address);
  const auto found = std::find_if(people->begin(), people->end(), [&](const Person& person) {
    return privacy::normalise_email(person.address) == wanted;
  });
  if (found == people->end()) return std::optional<std::size_t>();
  return std::optional(static_cast<std::size_t>(found - people->begin()));
}

/// Of several recipients each has a fate of its own. The message as a whole has failed when it reached nobody: only
/// then may it be sent again, to all of them.
Result<void> take_receipt(Context& context, storage::Tx& tx, const storage::MessageRecord& message,
                          const storage::OutboxRecord& row, const sdk::Receipt& receipt, const std::string& reason) {
  const Actor actor = Actor::plugin(row.channel);
  const bool failed = receipt.status == ReceiptStatus::kFailed;
  auto kept = storage::find_people(tx, message.id);
  if (!kept) return std::move(kept).error();
  auto people = *kept ? masked_people(**kept) : Result<std::vector<MaskedPerson>>(std::vector<MaskedPerson>{});
  if (!people) return std::move(people).error();
  if (people->size() < 2) {
    if (!is_news(receipt.status, row.state)) return {};
    return take_later_news(context, tx, actor, message, row,
                           {.delivery = failed ? Delivery::kFailed : Delivery::kDelivered, .reason = reason});
  }
  if (!failed) {  // that it reached one says that it left
    if (row.state != Delivery::kUnknown || !is_news(receipt.status, row.state)) return {};
    return take_later_news(context, tx, actor, message, row, {.delivery = Delivery::kSent, .reason = reason});
  }
  auto place = find_recipient(context, tx, **kept, receipt.failed_recipient);
  if (!place) return std::move(place).error();
  if (!*place) return take_partial_failure(context, tx, actor, message, {}, reason);
  const std::uint64_t bit = std::uint64_t{1} << **place;
  if (((*kept)->failed & bit) != 0 || row.state == Delivery::kQueued) return {};
  (*kept)->failed |= bit;
  FD_TRY(storage::set_failed_people(tx, message.id, (*kept)->failed));
  FD_TRY(take_partial_failure(context, tx, actor, message, (*people)[**place], reason));
  if (static_cast<std::size_t>(std::popcount((*kept)->failed)) < people->size()) return {};
  return take_later_news(context, tx, actor, message, row, {.delivery = Delivery::kFailed, .reason = reason});
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
    FD_TRY(take_receipt(context, tx, *message, *row, *item.receipt, reason));
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
