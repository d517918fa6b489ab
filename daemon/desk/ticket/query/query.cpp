#include "desk/ticket/query/query.h"

#include <utility>

#include "desk/page.h"
#include "desk/ticket/act.h"
#include "desk/ticket/query/row.h"
#include "desk/use_case/table.h"
#include "storage/blob/damage.h"
#include "storage/store.h"
#include "storage/tables/channel_account.h"
#include "storage/tables/clock.h"
#include "storage/tables/customer.h"
#include "storage/tables/message.h"
#include "storage/tables/ticket_list.h"
#include "storage/tables/ticket_merge.h"
#include "storage/traffic/counter.h"
#include "storage/traffic/outbox.h"
#include "storage/traffic/ticket_seen.h"

namespace frontdesk::desk {
namespace {

using privacy::MaskedText;

/// Counting overdue and owned tickets stops here; the page shows "999+".
constexpr std::int64_t kMostCounted = 1000;

const char* role_of(const storage::MessageRecord& message) {
  switch (message.author_kind) {
    case storage::AuthorKind::kServer: return "server";
    case storage::AuthorKind::kElsewhere: return "agent";
    case storage::AuthorKind::kByKind: break;
  }
  if (message.kind == domain::MessageKind::kInbound) return "customer";
  return message.author.is_set() ? "agent" : "system";
}

MessageView to_view(storage::MessageRecord&& from) {
  MessageView view;
  view.id = from.id;
  view.ticket = from.ticket;
  view.kind = from.kind;
  view.author = MaskedText::from_store(std::move(from.author_masked));
  view.author_address = MaskedText::from_store(std::move(from.author_address_masked));
  view.author_role = role_of(from);
  view.elsewhere = from.author_kind == storage::AuthorKind::kElsewhere;
  view.created_at = from.created_at;
  view.sent_at = from.sent_at;
  view.text = MaskedText::from_store(std::move(from.text_masked));
  view.quoted = MaskedText::from_store(std::move(from.quoted_masked));
  view.has_html = from.has_html;
  view.has_remote_images = from.has_remote_images;
  view.html_holds_more = from.html_holds_more;
  if (from.delivery != domain::Delivery::kNone) {
    view.delivery =
        DeliveryView{from.delivery, std::move(from.delivery_reason), from.delivery_attempts, from.delivery_next_at};
  }
  view.aside = from.aside;
  view.automatic = from.automatic;
  view.unreadable = from.unreadable;
  view.event_json = std::move(from.event_json);
  return view;
}

Result<Micros> damage_of(storage::ReadTx& tx, BlobId blob) {
  auto since = storage::damaged_since(tx, blob);
  if (!since) return std::move(since).error();
  return since->value_or(Micros{});
}

/// Its attachments, and whether the disk still holds what came.
Result<void> add_files(storage::ReadTx& tx, MessageView& view, BlobId original) {
  auto original_damage = damage_of(tx, original);
  if (!original_damage) return std::move(original_damage).error();
  view.damaged_since = *original_damage;
  auto rows = storage::list_attachments(tx, view.id);
  if (!rows) return std::move(rows).error();
  for (storage::AttachmentRecord& row : *rows) {
    auto damage = damage_of(tx, row.blob);
    if (!damage) return std::move(damage).error();
    view.attachments.push_back({row.id, MaskedText::from_store(std::move(row.name_masked)), std::move(row.mime),
                                row.size, row.is_inline, *damage});
  }
  return {};
}

Result<void> add_people(storage::ReadTx& tx, MessageView& view) {
  auto kept = storage::find_people(tx, view.id);
  if (!kept) return std::move(kept).error();
  if (!*kept) return {};
  auto people = masked_people(**kept);
  if (!people) return std::move(people).error();
  for (MaskedPerson& person : *people) view.people.push_back({{view.id, view.people.size()}, std::move(person)});
  return {};
}

/// The acts that right, scope, state and the act itself allow.
Result<std::vector<std::string_view>> acts_for(storage::ReadTx& tx, const Offer& offer) {
  std::vector<std::string_view> can;
  for (const Entry& entry : use_cases()) {
    const UseCase& use_case = entry.use_case;
    if (!entry.is_ticket_act || !offer.actor.may(use_case.right)) continue;
    if (!use_case.from.empty() && !use_case.from.has(offer.state)) continue;
    if (use_case.scope == ScopeCheck::kOwner) {
      auto reached = reaches(tx, offer.actor, use_case.right, offer.owner);
      if (!reached) return std::move(reached).error();
      if (!*reached) continue;
    }
    if (entry.offered == nullptr || entry.offered(offer)) can.push_back(use_case.name);
  }
  return can;
}

Result<std::optional<TicketLink>> way_of(storage::ReadTx& tx, const storage::TicketRecord& ticket) {
  if (ticket.state != domain::TicketState::kMerged) return std::optional<TicketLink>();
  auto id = storage::current_ticket(tx, ticket.id);
  if (!id) return std::move(id).error();
  if (*id == ticket.id) return std::optional<TicketLink>();
  auto current = storage::load_ticket(tx, *id);
  if (!current) return std::move(current).error();
  return std::optional(TicketLink{*id, std::move(current->number)});
}

}  // namespace

Result<TicketCounters> TicketQuery::counters(const Actor& actor) const {
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
    // Who is nobody in particular owns none; the queue is not theirs.
    auto mine = actor.user.is_set() ? storage::count_owned(tx, actor.user, kMostCounted) : Result<std::int64_t>(0);
    if (!mine) return std::move(mine).error();
    auto unread = storage::count_owned_unread(tx, actor.user, actor.user.is_set() ? kMostCounted : 0);
    if (!unread) return std::move(unread).error();
    auto overdue = storage::count_overdue(tx, clock_.now(), kMostCounted);
    if (!overdue) return std::move(overdue).error();
    auto in_doubt = storage::count_in_doubt(tx, kMostCounted);
    if (!in_doubt) return std::move(in_doubt).error();
    counters.in_doubt = *in_doubt;
    counters.mine = *mine;
    counters.mine_unread = *unread;
    counters.overdue = *overdue;
    return counters;
  });
}

Result<TicketDetail> TicketQuery::find(const Actor& actor, const std::string& id_or_number) const {
  return store_.read([&](storage::ReadTx& tx) -> Result<TicketDetail> {
    auto id = storage::find_ticket(tx, id_or_number);
    if (!id) return std::move(id).error();
    auto listing = storage::load_ticket_listing(tx, *id, actor.user);
    if (!listing) return std::move(listing).error();
    const storage::TicketRecord ticket = listing->ticket;
    TicketDetail detail;
    detail.row = to_row(std::move(*listing), clock_.now());
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
    auto channel =
        *conversation ? storage::find_open_channel(tx, (*conversation)->channel) : std::optional<ChannelId>();
    if (!channel) return std::move(channel).error();
    const bool reachable = channel->has_value();
    if (reachable && !detail.identities.empty()) detail.reply_to = detail.identities.back().display;
    auto way = way_of(tx, ticket);
    if (!way) return std::move(way).error();
    detail.merged_into = std::move(*way);
    auto can = acts_for(tx, {actor, ticket.state, ticket.owner, detail.reply_to.has_value()});
    if (!can) return std::move(can).error();
    detail.can = std::move(*can);
    return detail;
  });
}

Result<Page<OtherTicket>> TicketQuery::others(TicketId id) const {
  constexpr std::size_t kMostOthers = 10;
  return store_.read([&](storage::ReadTx& tx) -> Result<Page<OtherTicket>> {
    auto ticket = storage::load_ticket(tx, id);
    if (!ticket) return std::move(ticket).error();
    auto rows = storage::tickets_of_customer(tx, ticket->customer, kMostOthers + 1);
    if (!rows) return std::move(rows).error();
    Page<OtherTicket> page;
    for (storage::TicketRecord& row : *rows) {
      if (row.id == id || page.items.size() == kMostOthers) continue;
      page.items.push_back({row.id, std::move(row.number), MaskedText::from_store(std::move(row.subject_masked)),
                            row.state, row.created_at});
    }
    return page;
  });
}

Result<MessagePage> TicketQuery::messages(TicketId ticket, std::size_t limit, const std::string& after) const {
  FD_TRY(check_page_limit(limit));
  MessageId from;
  if (!after.empty()) {
    const auto parsed = parse_id<MessageId>(after);
    if (!parsed) return bad_cursor();
    from = *parsed;
  }
  return store_.read([&](storage::ReadTx& tx) -> Result<MessagePage> {
    FD_TRY(storage::load_ticket(tx, ticket));
    auto rows = storage::list_messages(tx, ticket, from, limit + 1);
    if (!rows) return std::move(rows).error();
    MessagePage page;
    if (rows->size() > limit) {
      rows->pop_back();
      page.next = to_text(rows->back().id);
    }
    for (storage::MessageRecord& row : *rows) {
      const BlobId original = row.raw_blob;
      page.items.push_back(to_view(std::move(row)));
      FD_TRY(add_files(tx, page.items.back(), original));
      FD_TRY(add_people(tx, page.items.back()));
    }
    return page;
  });
}

Result<MessageView> TicketQuery::message(MessageId id) const {
  return store_.read([&](storage::ReadTx& tx) -> Result<MessageView> {
    auto row = storage::load_message(tx, id);
    if (!row) return std::move(row).error();
    const BlobId original = row->raw_blob;
    MessageView view = to_view(std::move(*row));
    FD_TRY(add_files(tx, view, original));
    FD_TRY(add_people(tx, view));
    return view;
  });
}

Result<MaskedText> TicketQuery::html_body(MessageId id) const {
  return store_.read([&](storage::ReadTx& tx) -> Result<MaskedText> {
    auto html = storage::load_message_html(tx, id);
    if (!html) return std::move(html).error();
    return MaskedText::from_store(std::move(*html));
  });
}

}  // namespace frontdesk::desk
