#include "desk/ticket/last_message.h"

namespace frontdesk::desk {

using storage::LastBy;

LastBy last_by(domain::MessageKind kind, storage::AuthorKind author, bool automatic) {
  if (author == storage::AuthorKind::kServer) return LastBy::kServer;
  if (automatic) return LastBy::kMachine;
  return kind == domain::MessageKind::kInbound ? LastBy::kCustomer : LastBy::kColleague;
}

void carry_message(storage::TicketRecord& ticket, const LastMessage& message) {
  ticket.preview_masked = message.excerpt.text();
  ticket.last_by = message.by;
  ticket.last_user = message.user;
  ticket.last_message_at = message.at;
  ticket.message_count += 1;
  ticket.attachment_count += static_cast<std::int64_t>(message.files);
}

}  // namespace frontdesk::desk
