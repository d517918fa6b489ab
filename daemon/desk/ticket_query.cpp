#include "desk/ticket_query.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "storage/channel_repository.h"
#include "storage/clock_repository.h"
#include "storage/counter_repository.h"
#include "storage/customer_repository.h"
#include "storage/message_repository.h"
#include "storage/search_index.h"
#include "storage/store.h"
#include "storage/ticket_repository.h"

namespace frontdesk::desk {
namespace {

using privacy::MaskedText;
using storage::TicketListing;
using storage::TicketSelection;

constexpr std::size_t kMostRows = 200;
/// Counting overdue and owned tickets stops here; the page shows "999+".
constexpr std::int64_t kMostCounted = 1000;
/// A search goes on so often while less than half of its page is filled.
constexpr int kMostSearchRounds = 5;

TicketRow to_row(TicketListing&& listing) {
  storage::TicketRecord& from = listing.ticket;
  TicketRow row;
  row.id = from.id;
  row.number = std::move(from.number);
  row.version = from.version;
  row.subject = MaskedText::from_store(std::move(from.subject_masked));
  row.preview = MaskedText::from_store(std::move(from.preview_masked));
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
  row.unread = from.unread;
  row.unreadable = from.unreadable;
  row.round = from.round;
  return row;
}

/// The state of a clock is a matter of now, not of when the scheduler last looked.
void show_clock(TicketRow& row, const storage::TicketRecord& ticket, Micros now) {
  if (static_cast<std::int64_t>(ticket.clock_kind) == 0) return;
  row.clock = ClockRow{ticket.clock_kind,
                       ticket.next_due_at < now ? domain::ClockState::kBreached : domain::ClockState::kRunning,
                       ticket.next_due_at, ticket.clock_started_at};
}

TicketRow show(TicketListing&& listing, Micros now) {
  const storage::TicketRecord ticket = listing.ticket;
  TicketRow row = to_row(std::move(listing));
  show_clock(row, ticket, now);
  return row;
}

TicketSelection::Order order_of(TicketOrder order) {
  switch (order) {
    case TicketOrder::kDue: return TicketSelection::Order::kDue;
    case TicketOrder::kUpdated: return TicketSelection::Order::kUpdated;
    case TicketOrder::kCreated: return TicketSelection::Order::kCreated;
  }
  return TicketSelection::Order::kDue;
}

TicketSelection select(const Actor& actor, const TicketFilter& filter, Micros now) {
  TicketSelection selection;
  selection.order = order_of(filter.order);
  selection.owner = actor.user;
  selection.now = now;
  selection.priority = filter.priority;
  selection.type = filter.type;
  selection.channel = filter.channel;
  selection.limit = filter.limit;
  switch (filter.view) {
    case TicketView::kOpen: selection.scope = TicketSelection::Scope::kOpen; break;
    case TicketView::kMine: selection.scope = TicketSelection::Scope::kOwner; break;
    case TicketView::kUnassigned: selection.scope = TicketSelection::Scope::kUnassigned; break;
    case TicketView::kOverdue:
      selection.scope = TicketSelection::Scope::kOverdue;
      selection.order = TicketSelection::Order::kDue;
      break;
    // Nothing is due in these; and one index serves each.
    case TicketView::kResolved:
    case TicketView::kClosed:
      selection.scope = TicketSelection::Scope::kState;
      selection.state =
          filter.view == TicketView::kResolved ? domain::TicketState::kResolved : domain::TicketState::kClosed;
      selection.order = TicketSelection::Order::kUpdated;
      break;
    case TicketView::kAll:
      selection.scope = TicketSelection::Scope::kAll;
      selection.order = TicketSelection::Order::kCreated;
      break;
  }
  return selection;
}

/// "value.id", both decimal.
std::optional<std::pair<std::int64_t, TicketId>> parse_cursor(const std::string& cursor) {
  const auto dot = cursor.find('.');
  if (dot == std::string::npos) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + dot, value);
  const auto id = parse_id<TicketId>(std::string_view(cursor).substr(dot + 1));
  if (error != std::errc{} || end != cursor.data() + dot || !id) return std::nullopt;
  return std::pair{value, *id};
}

Error bad_cursor() { return {ErrorCode::kInvalid, "'after' is not a cursor of this list", "error.cursor"}; }

bool fits(const TicketFilter& filter, const storage::TicketRecord& ticket, const TicketSelection& selection) {
  if (filter.priority && ticket.priority != *filter.priority) return false;
  if (filter.type && ticket.type != *filter.type) return false;
  if (filter.channel && ticket.channel != *filter.channel) return false;
  switch (selection.scope) {
    case TicketSelection::Scope::kOpen: return domain::is_open(ticket.state);
    case TicketSelection::Scope::kOwner: return domain::is_open(ticket.state) && ticket.owner == selection.owner;
    case TicketSelection::Scope::kUnassigned: return domain::is_open(ticket.state) && !ticket.owner.is_set();
    case TicketSelection::Scope::kOverdue: return domain::is_open(ticket.state) && ticket.next_due_at < selection.now;
    case TicketSelection::Scope::kState: return ticket.state == selection.state;
    case TicketSelection::Scope::kAll: return true;
  }
  return true;
}

MessageView to_view(storage::MessageRecord&& from) {
  MessageView view;
  view.id = from.id;
  view.ticket = from.ticket;
  view.kind = from.kind;
  view.author = MaskedText::from_store(std::move(from.author_masked));
  view.author_role = from.kind == domain::MessageKind::kInbound ? "customer"
                     : from.author.is_set()                     ? "agent"
                                                                : "system";
  view.created_at = from.created_at;
  view.sent_at = from.sent_at;
  view.text = MaskedText::from_store(std::move(from.text_masked));
  view.quoted = MaskedText::from_store(std::move(from.quoted_masked));
  view.has_html = from.has_html;
  view.has_remote_images = from.has_remote_images;
  if (from.delivery != domain::Delivery::kNone) {
    view.delivery =
        DeliveryView{from.delivery, std::move(from.delivery_reason), from.delivery_attempts, from.delivery_next_at};
  }
  view.automatic = from.automatic;
  view.unreadable = from.unreadable;
  view.event_json = std::move(from.event_json);
  return view;
}

Result<void> add_attachments(storage::ReadTx& tx, MessageView& view) {
  auto rows = storage::list_attachments(tx, view.id);
  if (!rows) return std::move(rows).error();
  for (storage::AttachmentRecord& row : *rows) {
    view.attachments.push_back(
        {row.id, MaskedText::from_store(std::move(row.name_masked)), std::move(row.mime), row.size, row.is_inline});
  }
  return {};
}

Permissions permissions(const Actor& actor, const storage::TicketRecord& ticket, bool has_recipient) {
  const auto may = [&](domain::Action action) { return domain::check_action(ticket.state, action).ok(); };
  Permissions can;
  can.reply = has_recipient && may(domain::Action::kReply);
  can.note = may(domain::Action::kNote);
  can.claim = !ticket.owner.is_set() && may(domain::Action::kClaim);
  can.assign_others = may(domain::Action::kAssign) && actor.may(Right::kAssignOthers);
  can.assign =
      can.assign_others || (may(domain::Action::kAssign) && (ticket.owner == actor.user || !ticket.owner.is_set()));
  can.resolve = may(domain::Action::kResolve);
  can.reopen = may(domain::Action::kReopen);
  can.classify = actor.may(Right::kClassify) && may(domain::Action::kClassify);
  return can;
}

Result<TicketId> resolve_id(storage::ReadTx& tx, const std::string& id_or_number) {
  if (const auto id = parse_id<TicketId>(id_or_number)) return *id;
  return storage::find_ticket_by_number(tx, id_or_number);
}

}  // namespace

std::optional<TicketView> parse_ticket_view(std::string_view word) {
  if (word == "open") return TicketView::kOpen;
  if (word == "mine") return TicketView::kMine;
  if (word == "unassigned") return TicketView::kUnassigned;
  if (word == "overdue") return TicketView::kOverdue;
  if (word == "resolved") return TicketView::kResolved;
  if (word == "closed") return TicketView::kClosed;
  if (word == "all") return TicketView::kAll;
  return std::nullopt;
}

std::optional<TicketOrder> parse_ticket_order(std::string_view word) {
  if (word == "due") return TicketOrder::kDue;
  if (word == "updated") return TicketOrder::kUpdated;
  if (word == "created") return TicketOrder::kCreated;
  return std::nullopt;
}

Result<TicketPage> TicketQuery::list(const Actor& actor, const TicketFilter& filter) const {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return std::move(allowed).error();
  if (filter.limit == 0 || filter.limit > kMostRows)
    return Error{ErrorCode::kInvalid, "limit must be 1 to 200", "error.limit"};
  if (!text::trim(filter.text).empty()) return search(actor, filter);
  const Micros now = clock_.now();
  TicketSelection selection = select(actor, filter, now);
  if (!filter.after.empty()) {
    selection.after = parse_cursor(filter.after);
    if (!selection.after) return bad_cursor();
  }
  selection.limit = filter.limit + 1;  // one more tells whether there is a next page
  return store_.read([&](storage::ReadTx& tx) -> Result<TicketPage> {
    auto listings = storage::list_tickets(tx, selection);
    if (!listings) return std::move(listings).error();
    TicketPage page;
    if (listings->size() > filter.limit) {
      listings->pop_back();
      const storage::TicketRecord& last = listings->back().ticket;
      page.next = std::to_string(storage::sort_value(last, selection.order)) + "." + to_text(last.id);
    }
    for (TicketListing& listing : *listings) page.items.push_back(show(std::move(listing), now));
    return page;
  });
}

Result<TicketPage> TicketQuery::search(const Actor& actor, const TicketFilter& filter) const {
  const Micros now = clock_.now();
  const TicketSelection selection = select(actor, filter, now);
  MessageId before;
  if (!filter.after.empty()) {
    const auto parsed = parse_id<MessageId>(filter.after);
    if (!parsed) return bad_cursor();
    before = *parsed;
  }
  return store_.read([&](storage::ReadTx& tx) -> Result<TicketPage> {
    TicketPage page;
    std::vector<TicketId> seen;
    const auto add = [&](TicketId id) -> Result<void> {
      if (std::find(seen.begin(), seen.end(), id) != seen.end()) return {};
      seen.push_back(id);
      auto ticket = storage::load_ticket(tx, id);
      if (!ticket) return std::move(ticket).error();
      if (!fits(filter, *ticket, selection)) return {};
      auto listing = storage::load_ticket_listing(tx, id);
      if (!listing) return std::move(listing).error();
      page.items.push_back(show(std::move(*listing), now));
      return {};
    };
    if (!before.is_set()) {
      auto exact = find_exactly(tx, filter.text);
      if (!exact) return std::move(exact).error();
      for (const TicketId id : *exact) {
        if (auto added = add(id); !added) return std::move(added).error();
      }
    }
    // A view that holds few of the hits would show almost empty pages; the work stays bounded all the same.
    for (int round = 0; round < kMostSearchRounds; ++round) {
      auto found = storage::search(tx, filter.text, filter.limit, before);
      if (!found) return std::move(found).error();
      for (const storage::SearchHit& hit : found->hits) {
        if (auto added = add(hit.ticket); !added) return std::move(added).error();
      }
      before = found->next;
      if (!before.is_set() || found->hits.empty() || page.items.size() * 2 >= filter.limit) break;
    }
    if (before.is_set()) page.next = to_text(before);
    return page;
  });
}

Result<TicketCounters> TicketQuery::counters(const Actor& actor) const {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return std::move(allowed).error();
  return store_.read([&](storage::ReadTx& tx) -> Result<TicketCounters> {
    auto kept = storage::counters_with_prefix(tx, "ticket.");
    if (!kept) return std::move(kept).error();
    TicketCounters counters;
    for (const storage::Counter& counter : *kept) {
      if (counter.name == "ticket.open") counters.open = counter.value;
      if (counter.name == "ticket.unassigned") counters.unassigned = counter.value;
      if (counter.name == "ticket.resolved") counters.resolved = counter.value;
      if (counter.name == "ticket.closed") counters.closed = counter.value;
      if (counter.name == "ticket.all") counters.all = counter.value;
    }
    auto mine = storage::count_owned(tx, actor.user, kMostCounted);
    if (!mine) return std::move(mine).error();
    auto overdue = storage::count_overdue(tx, clock_.now(), kMostCounted);
    if (!overdue) return std::move(overdue).error();
    counters.mine = *mine;
    counters.overdue = *overdue;
    return counters;
  });
}

Result<TicketDetail> TicketQuery::find(const Actor& actor, const std::string& id_or_number) const {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return std::move(allowed).error();
  return store_.read([&](storage::ReadTx& tx) -> Result<TicketDetail> {
    auto id = resolve_id(tx, id_or_number);
    if (!id) return std::move(id).error();
    auto listing = storage::load_ticket_listing(tx, *id);
    if (!listing) return std::move(listing).error();
    const storage::TicketRecord ticket = listing->ticket;
    TicketDetail detail;
    detail.row = show(std::move(*listing), clock_.now());
    auto clocks = storage::list_clocks(tx, ticket.id);
    if (!clocks) return std::move(clocks).error();
    for (domain::ServiceClock& clock : *clocks) domain::breach_if_due(clock, clock_.now());
    detail.clocks = std::move(*clocks);
    auto identities = storage::list_identities(tx, ticket.customer);
    if (!identities) return std::move(identities).error();
    for (storage::IdentityRecord& identity : *identities) {
      detail.identities.push_back({identity.kind, MaskedText::from_store(std::move(identity.value_masked))});
    }
    auto conversation = storage::reply_conversation(tx, ticket.id);
    if (!conversation) return std::move(conversation).error();
    const bool reachable = *conversation && storage::load_channel(tx, (*conversation)->channel).ok();
    if (reachable && !detail.identities.empty()) detail.reply_to = detail.identities.back().display;
    detail.can = permissions(actor, ticket, detail.reply_to.has_value());
    return detail;
  });
}

Result<MessagePage> TicketQuery::messages(const Actor& actor, TicketId ticket, std::size_t limit,
                                          const std::string& after) const {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return std::move(allowed).error();
  if (limit == 0 || limit > kMostRows) return Error{ErrorCode::kInvalid, "limit must be 1 to 200", "error.limit"};
  MessageId from;
  if (!after.empty()) {
    const auto parsed = parse_id<MessageId>(after);
    if (!parsed) return bad_cursor();
    from = *parsed;
  }
  return store_.read([&](storage::ReadTx& tx) -> Result<MessagePage> {
    if (auto exists = storage::load_ticket(tx, ticket); !exists) return std::move(exists).error();
    auto rows = storage::list_messages(tx, ticket, from, limit + 1);
    if (!rows) return std::move(rows).error();
    MessagePage page;
    if (rows->size() > limit) {
      rows->pop_back();
      page.next = to_text(rows->back().id);
    }
    for (storage::MessageRecord& row : *rows) {
      page.items.push_back(to_view(std::move(row)));
      if (auto done = add_attachments(tx, page.items.back()); !done) return std::move(done).error();
    }
    return page;
  });
}

Result<MessageView> TicketQuery::message(const Actor& actor, MessageId id) const {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return std::move(allowed).error();
  return store_.read([&](storage::ReadTx& tx) -> Result<MessageView> {
    auto row = storage::load_message(tx, id);
    if (!row) return std::move(row).error();
    MessageView view = to_view(std::move(*row));
    if (auto done = add_attachments(tx, view); !done) return std::move(done).error();
    return view;
  });
}

Result<MaskedText> TicketQuery::html_body(const Actor& actor, MessageId id) const {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return std::move(allowed).error();
  return store_.read([&](storage::ReadTx& tx) -> Result<MaskedText> {
    auto html = storage::load_message_html(tx, id);
    if (!html) return std::move(html).error();
    return MaskedText::from_store(std::move(*html));
  });
}

}  // namespace frontdesk::desk
