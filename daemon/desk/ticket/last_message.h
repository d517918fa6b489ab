// What a list shows of a ticket's last message: how it begins, and who wrote it.
//
// Messages that the customer wrote or can read count; notes and lines of the timeline do not.
#pragma once

#include <cstddef>

#include "base/time.h"
#include "desk/excerpt.h"
#include "privacy/text_types.h"
#include "storage/tables/message.h"
#include "storage/tables/ticket.h"

namespace frontdesk::desk {

struct LastMessage {
  const privacy::MaskedText& excerpt;
  storage::LastBy by = storage::LastBy::kCustomer;
  UserId user;  ///< not set: no colleague, or one who wrote elsewhere
  Micros at;
  std::size_t files = 0;
};

storage::LastBy last_by(domain::MessageKind kind, storage::AuthorKind author, bool automatic);

/// The message is the ticket's newest: it is counted with its files, and lists show it.
void carry_message(storage::TicketRecord& ticket, const LastMessage& message);

}  // namespace frontdesk::desk
