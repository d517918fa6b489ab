// What is heard of a reply after its send was reported: by a receipt, by the customer who answers it, by its copy in
// the mailbox. The outbox row, the message, the ticket, its timeline, the audit record and the event move together, in
// the caller's transaction. Thread rule: the store's writer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "desk/people/people.h"
#include "desk/ticket/book.h"
#include "storage/sql/transaction.h"
#include "storage/tables/message.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {

/// Where the news comes from; the word of the timeline's line "settled".
enum class NewsSource {
  kReceipt,  ///< a bounce, or a report of delivery
  kAnswer,   ///< somebody answers the reply, so it left
  kCopy,     ///< its copy was found, or read, in the mailbox
};
std::string_view to_text(NewsSource source);

struct LaterNews {
  domain::Delivery delivery{};  ///< kSent, kDelivered or kFailed
  NewsSource source = NewsSource::kReceipt;
  std::string reason = {};  ///< masked
};

/// `row`: the message's, as stored. A reply whose fate was unknown gets its line "settled" in the timeline. One that
/// failed marks the ticket unread, and a solved ticket comes back (see come_back()).
Result<void> take_later_news(Context& context, storage::Tx& tx, const Actor& actor,
                             const storage::MessageRecord& message, const storage::OutboxRecord& row,
                             const LaterNews& news);

/// One of several people did not get it (not set: nobody knows which): a line in the timeline, and the ticket comes
/// back when it was one who was written to, or is unread when it was one who got a copy. The message as a whole stays
/// what it was.
Result<void> take_partial_failure(Context& context, storage::Tx& tx, const Actor& actor,
                                  const storage::MessageRecord& message, const std::optional<MaskedPerson>& person,
                                  const std::string& reason);

/// The reply of a person did not reach the customer: the ticket is unread, and one that counts as solved is opened
/// again (in its next round, unless something still waits in this one), so that it stands in its owner's list, or in
/// the queue's. Closed ones stay closed. Saving is the caller's. True when the ticket was opened.
Result<bool> come_back(Context& context, TicketBook& book, OpenTicket& ticket, const storage::MessageRecord& message);

/// One of our replies is proven to have left, by the key that it carries outside: its fate, when unknown, is settled.
/// Nothing happens when the message is none of ours or its fate is known.
Result<void> settle_unknown(Context& context, storage::Tx& tx, const Actor& actor, MessageId message,
                            NewsSource source);

}  // namespace frontdesk::desk
