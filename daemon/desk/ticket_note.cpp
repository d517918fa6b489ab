// TicketService: notes, which colleagues see and customers do not.
#include "desk/event_feed.h"
#include "desk/staff_message.h"
#include "desk/ticket_book.h"
#include "desk/ticket_service.h"
#include "storage/store.h"

namespace frontdesk::desk {

Result<MessageId> TicketService::note(const Actor& actor, TicketId ticket_id, const std::string& text) {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return std::move(allowed).error();
  auto clean = checked_text(text);
  if (!clean) return std::move(clean).error();
  const StaffMessage note = compose(context_, actor, ticket_id, domain::MessageKind::kNote, *clean);
  auto done = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<MessageId> {
    TicketBook book(context_, tx, actor);
    auto ticket = book.open(ticket_id, std::nullopt);
    if (!ticket) return std::move(ticket).error();
    if (auto may = domain::check_action(ticket->now.state, domain::Action::kNote); !may) return std::move(may).error();
    if (auto inserted = insert(context_, tx, note); !inserted) return std::move(inserted).error();
    ticket->now.message_count += 1;
    if (auto saved = book.save(*ticket, "note"); !saved) return std::move(saved).error();
    if (auto recorded = book.record({.action = "message.note",
                                     .object_id = ticket_id.raw(),
                                     .reason = {},
                                     .before = {},
                                     .after = message_json(note.row.id)});
        !recorded) {
      return std::move(recorded).error();
    }
    return note.row.id;
  });
  if (done) context_.events.announce();
  return done;
}

}  // namespace frontdesk::desk
