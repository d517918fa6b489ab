#include "desk/ticket/query/row.h"

#include <utility>

#include "desk/ticket/last_message.h"

namespace frontdesk::desk {
namespace {

using privacy::MaskedText;

/// The state of a clock is a matter of now, not of when the scheduler last looked.
std::optional<ClockRow> clock_of(const storage::TicketRecord& ticket, Micros now) {
  if (static_cast<std::int64_t>(ticket.clock_kind) == 0) return std::nullopt;
  return ClockRow{ticket.clock_kind,
                  ticket.next_due_at < now ? domain::ClockState::kBreached : domain::ClockState::kRunning,
                  ticket.next_due_at, ticket.clock_started_at};
}

}  // namespace

TicketRow to_row(storage::TicketListing&& listing, Micros now) {
  storage::TicketRecord& from = listing.ticket;
  TicketRow row;
  row.id = from.id;
  row.number = std::move(from.number);
  row.version = from.version;
  row.subject = MaskedText::from_store(std::move(from.subject_masked));
  row.excerpt = MaskedText::from_store(std::move(from.preview_masked)).preview(kExcerptLength);
  row.last_by = from.last_by;
  row.last_user_name = std::move(listing.last_user_name);
  row.state = from.state;
  row.priority = from.priority;
  row.type = from.type;
  row.phase = from.phase;
  row.topic = std::move(from.topic);
  row.channel = from.channel;
  row.channel_name = std::move(listing.channel_name);
  row.channel_plugin = std::move(listing.channel_plugin);
  row.customer = from.customer;
  row.customer_number = std::move(listing.customer_number);
  row.customer_name = MaskedText::from_store(std::move(listing.customer_masked));
  if (from.owner.is_set()) row.owner = NamedUser{from.owner, std::move(listing.owner_name)};
  row.created_at = from.created_at;
  row.updated_at = from.updated_at;
  row.last_message_at = from.last_message_at;
  row.message_count = from.message_count;
  row.attachment_count = from.attachment_count;
  row.unread = listing.unread;
  row.unreadable = from.unreadable;
  row.round = from.round;
  row.clock = clock_of(from, now);
  return row;
}

}  // namespace frontdesk::desk
