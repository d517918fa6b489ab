#include "desk/ticket/give_back.h"

#include <frontdesk/json.h>

#include "desk/ticket/book.h"
#include "storage/tables/ticket.h"

namespace frontdesk::desk {
namespace {

std::string owner_json(UserId owner) {
  json::Writer out;
  out.begin_object().member("owner", to_text(owner)).end_object();
  return out.take();
}

}  // namespace

Result<void> give_back_tickets(Context& context, storage::Tx& tx, const Actor& actor, UserId owner) {
  auto owned = storage::open_tickets_of(tx, owner);
  if (!owned) return std::move(owned).error();
  TicketBook book(context, tx, actor);
  for (const TicketId id : *owned) {
    auto ticket = book.open(id);
    if (!ticket) return std::move(ticket).error();
    FD_TRY(book.give(*ticket, UserId{}, "", "given_back"));
    FD_TRY(book.save(*ticket, "assigned"));
    FD_TRY(book.record({.action = "ticket.assign",
                        .object_id = id.raw(),
                        .reason = "the owner cannot own tickets any more",
                        .before = owner_json(owner),
                        .after = owner_json(UserId{})}));
  }
  return {};
}

}  // namespace frontdesk::desk
