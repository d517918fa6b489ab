#include "desk/ticket/reply/resend.h"

#include "desk/outbound/open_channel.h"
#include "desk/ports.h"
#include "desk/ticket/book.h"
#include "desk/use_case/desk.h"
#include "storage/traffic/message_people.h"

namespace frontdesk::desk {

Result<void> resend(Act& act, const storage::MessageRecord& message, const storage::OutboxRecord& row) {
  auto channel = require_open_channel(act.tx, row.channel);
  if (!channel) return std::move(channel).error();
  FD_TRY(storage::retry_outbox(act.tx, row.id, *channel, act.context.clock.now()));
  FD_TRY(storage::set_failed_people(act.tx, message.id, 0));
  FD_TRY(storage::set_delivery(act.tx, message.id, domain::Delivery::kQueued, "", Micros{}));
  TicketBook book(act.context, act.tx, act.actor);
  FD_TRY(book.announce_message(message.ticket, message.id, domain::Delivery::kQueued));
  act.after_commit([&runtime = act.desk.runtime, channel = *channel] { runtime.wake_outbound(channel); });
  return {};
}

}  // namespace frontdesk::desk
