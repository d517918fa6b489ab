#include "desk/ticket/clock_keeper.h"

#include "desk/event_feed.h"
#include "desk/ticket/book.h"
#include "storage/store.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kMostTickets = 200;

Result<void> mark_ticket(Context& context, storage::Tx& tx, TicketId id, Micros now) {
  const Actor actor = Actor::system();
  TicketBook book(context, tx, actor);
  auto ticket = book.open(id);
  if (!ticket) return std::move(ticket).error();
  for (domain::ServiceClock& clock : ticket->clocks) ticket->clocks_changed |= domain::breach_if_due(clock, now);
  return ticket->clocks_changed ? book.save(*ticket, "clock_breached") : Result<void>{};
}

}  // namespace

Result<std::size_t> ClockKeeper::mark_breaches() {
  const Micros now = context_.clock.now();
  auto due =
      context_.store.read([&](storage::ReadTx& tx) { return storage::tickets_to_breach(tx, now, kMostTickets); });
  if (!due) return std::move(due).error();
  for (const TicketId id : *due) {
    auto marked = context_.store.write_and_wait([&](storage::Tx& tx) { return mark_ticket(context_, tx, id, now); });
    if (!marked) return std::move(marked).error();
  }
  if (!due->empty()) context_.events.announce();
  return due->size();
}

}  // namespace frontdesk::desk
