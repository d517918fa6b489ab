// Replies of which nobody knows whether they were sent: a crash or a broken connection came between them and the
// server's answer. None is repeated by itself; people see all of them and settle many at once.
#include "desk/event_feed.h"
#include "desk/outbound/outcome.h"
#include "desk/ticket/last_message.h"
#include "desk/ticket/query/row.h"
#include "desk/ticket/reply/resend.h"
#include "desk/ticket/staff_message.h"
#include "desk/use_case/entry.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kMostSettled = 200;

}  // namespace

struct DoubtfulReply {
  TicketRow ticket;
  MessageView message;  ///< its text cut to a preview
};

/// How many were settled, and how many had been already or are out of reach.
struct SettledReplies {
  std::int64_t settled = 0;
  std::int64_t left = 0;
};

template <>
struct View<DoubtfulReply> {
  static constexpr std::string_view kName = "DoubtfulReply";
  static constexpr std::string_view kPageName = "DoubtfulReplyPage";
  template <class V>
  static void describe(V& v, const DoubtfulReply& reply) {
    v.object("ticket", reply.ticket);
    v.object("message", reply.message);
  }
};

template <>
struct View<SettledReplies> {
  static constexpr std::string_view kName = "SettledReplies";
  template <class V>
  static void describe(V& v, const SettledReplies& replies) {
    v.number("settled", replies.settled);
    v.number("left", replies.left);
  }
};

struct ListDoubtfulReplies {
  static constexpr UseCase kUseCase{
      .name = "message.in_doubt", .route = {Method::kGet, "/messages/in-doubt"}, .right = Right::kSeeTickets};
  std::size_t limit = 50;
  std::string after;

  template <class V>
  static void describe(V& v) {
    v.number("limit", &ListDoubtfulReplies::limit, kPageLimit);
    v.text("after", &ListDoubtfulReplies::after, kCursor);
  }

  Result<Page<DoubtfulReply>> run(Desk& desk, const Asked& asked) {
    OutboxId from;
    if (!after.empty()) {
      const auto parsed = parse_id<OutboxId>(after);
      if (!parsed) return bad_cursor();
      from = *parsed;
    }
    const Micros now = desk.context.clock.now();
    return desk.context.store.read([&](storage::ReadTx& tx) -> Result<Page<DoubtfulReply>> {
      auto rows = storage::outbox_in_doubt(tx, from, limit + 1);
      if (!rows) return std::move(rows).error();
      Page<DoubtfulReply> page;
      if (rows->size() > limit) {
        rows->pop_back();
        page.next = to_text(rows->back().id);
      }
      for (const storage::OutboxRecord& row : *rows) {
        auto message = desk.tickets.message(row.message);
        if (!message) return std::move(message).error();
        auto listing = storage::load_ticket_listing(tx, message->ticket, asked.actor.user);
        if (!listing) return std::move(listing).error();
        message->text = message->text.preview(kExcerptLength);
        page.items.push_back({to_row(std::move(*listing), now), std::move(*message)});
      }
      return page;
    });
  }
};

struct SettleReplies {
  static constexpr UseCase kUseCase{.name = "message.settle",
                                    .route = {Method::kPost, "/messages/settle"},
                                    .right = Right::kAnswer,
                                    .scope = ScopeCheck::kByAct,
                                    .body_schema = "Settlement"};
  std::vector<MessageId> messages;
  bool arrived = false;  ///< false: not sent; they go on their way again

  template <class V>
  static void describe(V& v) {
    v.ids("messages", &SettleReplies::messages, {.most = kMostSettled});
    v.flag("arrived", &SettleReplies::arrived);
  }

  /// Each reply has its own record, so the act as a whole has none.
  Result<SettledReplies> run(Act& act) {
    act.nothing_changed();
    SettledReplies counted;
    for (const MessageId id : messages) {
      auto settled = settle(act, id);
      if (!settled) return std::move(settled).error();
      ++(*settled ? counted.settled : counted.left);
    }
    return counted;
  }

 private:
  /// False: nothing is left to decide, or not for this person.
  Result<bool> settle(Act& act, MessageId id) const {
    auto message = storage::load_message(act.tx, id);
    if (!message) return std::move(message).error();
    auto ticket = storage::load_ticket(act.tx, message->ticket);
    if (!ticket) return std::move(ticket).error();
    auto reached = reaches(act.tx, act.actor, act.use_case.right, ticket->owner);
    if (!reached || !*reached) return reached;
    auto row = storage::find_outbox_by_message(act.tx, id);
    if (!row && row.error().code == ErrorCode::kNotFound) return false;
    if (!row) return std::move(row).error();
    if (row->state != domain::Delivery::kUnknown) return false;
    FD_TRY(arrived ? record_outcome(act.context, act.tx, *row,
                                    {.status = SendStatus::kSent, .remote_key = {}, .reason = {}, .retry_at = {}})
                   : resend(act, *message, *row));
    FD_TRY(tell(act, message->ticket));
    TicketBook book(act.context, act.tx, act.actor);
    FD_TRY(book.record({.action = std::string(kUseCase.name),
                        .object_id = message->ticket.raw(),
                        .reason = {},
                        .before = {},
                        .after = audited_message(id)}));
    return true;
  }

  Result<void> tell(Act& act, TicketId id) const {
    TicketBook book(act.context, act.tx, act.actor);
    auto ticket = book.open(id);
    if (!ticket) return std::move(ticket).error();
    FD_TRY(book.tell(*ticket, arrived ? "settled_arrived" : "settled_again", "", ""));
    return book.save(*ticket, "message");
  }
};

FD_USE_CASE(ListDoubtfulReplies)
FD_USE_CASE(SettleReplies)

}  // namespace frontdesk::desk
