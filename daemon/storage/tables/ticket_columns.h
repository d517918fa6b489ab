// The columns of a ticket, for the statements of ticket.cpp and ticket_list.cpp. `t` is the table.
#pragma once

#include "storage/sql/statement.h"
#include "storage/tables/ticket.h"

#define FRONTDESK_TICKET_COLUMNS                                                                                      \
  "t.id, t.number, t.state, t.priority, t.type, t.phase, t.topic, t.channel_id, t.customer_id, t.owner_id, t.round, " \
  "t.subject_masked, t.preview_masked, t.received_at, t.created_at, t.updated_at, t.last_message_at, "                \
  "t.message_count, t.attachment_count, t.news, t.unreadable, t.clock_kind, t.clock_started_at, t.next_due_at, "      \
  "t.version, t.last_by, t.last_user_id"

namespace frontdesk::storage {

inline constexpr int kTicketColumns = 27;

/// Of the columns above, at the beginning of the row.
TicketRecord read_ticket(const Statement& row);

}  // namespace frontdesk::storage
