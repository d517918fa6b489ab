// TicketService: internal notes.
#include <frontdesk/json.h>

#include "desk/event_feed.h"
#include "desk/ticket/book.h"
#include "desk/ticket/request_key.h"
#include "desk/ticket/service.h"
#include "desk/ticket/staff_message.h"
#include "storage/store.h"

namespace frontdesk::desk {
namespace {

std::string content_of(const NoteRequest& request, const std::string& text) {
  json::Writer content;
  content.begin_object()
      .member("kind", "note")
      .member("ticket", to_text(request.ticket))
      .member("text", text)
      .end_object();
  return content.take();
}

Result<void> write_note(Context& context, storage::Tx& tx, const Actor& actor, const StaffMessage& note) {
  const TicketId ticket_id = note.row.ticket;
  TicketBook book(context, tx, actor);
  auto ticket = book.open(ticket_id, std::nullopt);
  if (!ticket) return std::move(ticket).error();
  if (auto may = domain::check_action(ticket->now.state, domain::Action::kNote); !may) return may;
  if (auto stored = store_message(context, tx, note); !stored) return stored;
  ticket->now.message_count += 1;
  if (auto saved = book.save(*ticket, "note"); !saved) return saved;
  return book.record({.action = "message.note",
                      .object_id = ticket_id.raw(),
                      .reason = {},
                      .before = {},
                      .after = audited_message(note.row.id)});
}

}  // namespace

Result<MessageId> TicketService::note(const Actor& actor, const NoteRequest& request) {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return std::move(allowed).error();
  if (auto valid = check_request_key(request.request_key); !valid) return std::move(valid).error();
  auto text = checked_text(request.text);
  if (!text) return std::move(text).error();
  const StaffMessage note = compose_message(context_, actor, request.ticket, domain::MessageKind::kNote, *text);
  const RequestKey key(context_, actor.user, request.request_key, content_of(request, *text));
  auto done = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<MessageId> {
    auto earlier = key.find(tx);
    if (!earlier) return std::move(earlier).error();
    if (*earlier) return **earlier;
    if (auto written = write_note(context_, tx, actor, note); !written) return std::move(written).error();
    if (auto kept = key.remember(tx, note.row.id, note.row.created_at); !kept) return std::move(kept).error();
    return note.row.id;
  });
  if (done) context_.events.announce();
  return done;
}

}  // namespace frontdesk::desk
