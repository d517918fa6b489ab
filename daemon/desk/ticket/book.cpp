#include "desk/ticket/book.h"

#include <frontdesk/json.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "desk/event_feed.h"
#include "domain/profile/words.h"
#include "privacy/masker.h"
#include "storage/search/index.h"
#include "storage/tables/clock.h"
#include "storage/traffic/counter.h"

namespace frontdesk::desk {
namespace {

using domain::TicketState;
using storage::TicketRecord;

bool is_unassigned(const TicketRecord& ticket) { return domain::is_open(ticket.state) && !ticket.owner.is_set(); }
bool is_resolved(const TicketRecord& ticket) { return ticket.state == TicketState::kResolved; }
bool is_closed(const TicketRecord& ticket) { return ticket.state == TicketState::kClosed; }
bool is_in_work(const TicketRecord& ticket) { return domain::is_open(ticket.state); }

struct Counted {
  const char* name;
  bool (*belongs)(const TicketRecord&);
};
constexpr Counted kCounted[] = {{"ticket.open", is_in_work},
                                {"ticket.unassigned", is_unassigned},
                                {"ticket.resolved", is_resolved},
                                {"ticket.closed", is_closed}};

/// The list shows the owed clock that is due first.
void carry_next_clock(TicketRecord& ticket, const std::vector<domain::ServiceClock>& clocks) {
  const domain::ServiceClock* next = domain::is_open(ticket.state) ? domain::next_owed(clocks) : nullptr;
  ticket.clock_kind = next != nullptr ? next->kind : domain::ClockKind{};
  ticket.clock_started_at = next != nullptr ? next->started_at : Micros{};
  ticket.next_due_at = next != nullptr ? next->due_at : domain::kNeverDue;
}

std::string ticket_event(const TicketRecord& ticket, std::int64_t version, std::string_view kind) {
  json::Writer out;
  out.begin_object()
      .member("id", to_text(ticket.id))
      .member("number", ticket.number)
      .member("version", version)
      .member("kind", kind)
      .end_object();
  return out.take();
}

}  // namespace

Result<OpenTicket> TicketBook::open(TicketId id) {
  auto stored = storage::load_ticket(tx_, id);
  if (!stored) return std::move(stored).error();
  auto clocks = storage::list_clocks(tx_, id);
  if (!clocks) return std::move(clocks).error();
  return OpenTicket{
      .before = *stored, .now = *stored, .clocks = *clocks, .clocks_changed = false, .stored_clocks = *clocks};
}

Result<void> TicketBook::add(TicketRecord& ticket, std::vector<domain::ServiceClock>& clocks) {
  carry_next_clock(ticket, clocks);
  FD_TRY(storage::insert_ticket(tx_, ticket));
  FD_TRY(storage::save_clocks(tx_, ticket.id, clocks, context_.ids));
  count(nullptr, ticket);
  return context_.events.append(tx_, "ticket", ticket_event(ticket, ticket.version, "created"));
}

Result<void> TicketBook::save(OpenTicket& ticket, std::string_view event_kind) {
  ticket.now.updated_at = context_.clock.now();
  carry_next_clock(ticket.now, ticket.clocks);
  FD_TRY(storage::update_ticket(tx_, ticket.before, ticket.now));
  if (ticket.clocks_changed) {
    FD_TRY(record_breaches(ticket));
    FD_TRY(storage::save_clocks(tx_, ticket.now.id, ticket.clocks, context_.ids));
  }
  count(&ticket.before, ticket.now);
  return context_.events.append(tx_, "ticket", ticket_event(ticket.now, ticket.now.version + 1, event_kind));
}

/// Nobody commits a breach by acting later on the ticket, so the record names the system.
Result<void> TicketBook::record_breaches(OpenTicket& ticket) {
  const Actor system = Actor::system();
  TicketBook book(context_, tx_, system);
  for (const domain::ServiceClock& clock : ticket.clocks) {
    const auto was_on_record = [&](const domain::ServiceClock& stored) {
      return stored.id == clock.id && stored.breached_at.is_set();
    };
    if (!clock.breached_at.is_set() || std::ranges::any_of(ticket.stored_clocks, was_on_record)) continue;
    const std::string due_at = to_rfc3339(clock.due_at);
    FD_TRY(book.tell(ticket, "clock_breached", domain::to_text(clock.kind), due_at));
    json::Writer after;
    after.begin_object().member("clock", domain::to_text(clock.kind)).member("due_at", due_at).end_object();
    auto recorded = book.record(
        {.action = "sla.breach", .object_id = ticket.now.id.raw(), .reason = {}, .before = {}, .after = after.take()});
    if (!recorded) return recorded;
  }
  return {};
}

void TicketBook::count(const TicketRecord* before, const TicketRecord& after) {
  for (const Counted& counted : kCounted) {
    const int delta = int{counted.belongs(after)} - int{before != nullptr && counted.belongs(*before)};
    if (delta != 0) tx_.count_at_commit(counted.name, delta);
  }
  if (before == nullptr) tx_.count_at_commit("ticket.all", 1);
}

Result<void> TicketBook::give(OpenTicket& ticket, UserId owner, std::string_view owner_name, std::string_view kind) {
  ticket.now.owner = owner;
  if (owner.is_set() && ticket.now.state == TicketState::kNew) ticket.now.state = TicketState::kOpen;
  return tell(ticket, kind, "", owner_name);
}

Result<void> TicketBook::record(const Recorded& recorded) { return record_act(context_.trail, tx_, actor_, recorded); }

Result<void> TicketBook::tell(OpenTicket& ticket, std::string_view kind, std::string_view from, std::string_view to,
                              std::string_view text) {
  json::Writer event;
  event.begin_object().member("kind", kind).member("from", from).member("to", to).end_object();
  storage::MessageRecord line;
  line.id = context_.ids.next<MessageId>();
  line.ticket = ticket.now.id;
  line.kind = domain::MessageKind::kSystem;
  line.author = actor_.user;
  line.author_masked = actor_.display_name;
  line.event_json = event.take();
  line.text_masked = text;
  line.ruleset = privacy::kRuleset;
  line.created_at = context_.clock.now();
  FD_TRY(storage::insert_message(tx_, line));
  return storage::index_message(tx_, line.id, {.subject = {}, .text = line.text_masked, .page_text = {}});
}

Result<void> TicketBook::announce_message(TicketId ticket, MessageId message, domain::Delivery delivery) {
  json::Writer out;
  out.begin_object()
      .member("ticket_id", to_text(ticket))
      .member("id", to_text(message))
      .member("delivery_state", domain::to_text(delivery))
      .end_object();
  return context_.events.append(tx_, "message", out.take());
}

Result<void> check_version(const TicketRecord& ticket, std::int64_t seen_version) {
  if (seen_version == ticket.version) return {};
  return Error{ErrorCode::kConflict,
               "ticket " + ticket.number + " has version " + std::to_string(ticket.version) + ", you saw version " +
                   std::to_string(seen_version),
               "error.version"};
}

Result<std::int64_t> next_number_of_day(Context& context, storage::Tx& tx, const char* what, CalendarDay& day) {
  day = day_in_zone(context.clock.now(), context.zone.name());
  std::array<char, 48> name{};
  std::snprintf(name.data(), name.size(), "number.%s.%04d%02d%02d", what, day.year, day.month, day.day);
  return storage::add_to_counter(tx, name.data(), 1);
}

}  // namespace frontdesk::desk
