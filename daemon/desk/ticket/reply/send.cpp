// A reply to the customer: queued with its row, its place in the outbox and its record; sent by the channel.
#include <array>
#include <string_view>

#include "desk/limits.h"
#include "desk/ticket/reply/outgoing.h"
#include "desk/ticket/resolve.h"
#include "desk/use_case/entry.h"
#include "storage/tables/account.h"

namespace frontdesk::desk {
namespace {

constexpr auto kReplies = std::to_array<std::string_view>({"Re:", "回复:", "回复：", "答复:", "答复："});

}  // namespace

struct ReplyToTicket {
  static constexpr UseCase kUseCase{.name = "ticket.reply",
                                    .route = {Method::kPost, "/tickets/{ticket}/replies"},
                                    .right = Right::kAnswer,
                                    .from = kOpenStates | kSolvedStates,
                                    .needs_version = true,
                                    .once = true,
                                    .status = 201,
                                    .most_bytes = kMostTextBytes,
                                    .body_schema = "NewReply"};
  TicketId ticket;
  std::string text;
  std::vector<AttachmentId> attachments;  ///< uploads of the same person, not used yet
  bool resolve = false;                   ///< send and resolve in one act
  std::optional<MessageId> answers;  ///< into whose conversation; not set: that of the first in `to`, or the customer's
  std::vector<std::string> to;       ///< people (recipients.h) instead of that one
  std::vector<std::string> cc;
  std::vector<std::string> bcc;
  std::optional<StaffMessage> message;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &ReplyToTicket::ticket);
    v.text("text", &ReplyToTicket::text, {.most = kMostTextCharacters});
    v.ids("attachments", &ReplyToTicket::attachments, {.most = kMostAttachments, .optional = true});
    v.flag("resolve", &ReplyToTicket::resolve);
    v.id("answers", &ReplyToTicket::answers, true);
    v.texts("to", &ReplyToTicket::to, kChosenPeople);
    v.texts("cc", &ReplyToTicket::cc, kChosenPeople);
    v.texts("bcc", &ReplyToTicket::bcc, kChosenPeople);
  }

  static bool offered(const Offer& offer) { return offer.has_recipient; }

  Result<void> prepare(Desk& desk, const Actor& actor) {
    auto composed = compose_message(desk.context, actor, ticket, domain::MessageKind::kOutbound, text);
    if (!composed) return std::move(composed).error();
    message = std::move(*composed);
    return {};
  }

  Result<MessageId> run(TicketAct& act) {
    auto way = find_way(act, answers ? answers : first_answered(act, to));
    if (!way) return std::move(way).error();
    auto recipients = find_recipients(act, way->routing, {to, cc, bcc});
    if (!recipients) return std::move(recipients).error();
    OutgoingMessage outgoing(act, *message, *way);
    fill(outgoing.content(), act.before().number, *std::move(way));
    outgoing.add_uploads(attachments);
    FD_TRY(outgoing.put_on_its_way(*std::move(recipients)));
    FD_TRY(take_or_tell(act));
    act.changed({}, outgoing.audited());
    if (resolve) act.then(resolving(), [](TicketAct& next) { return desk::resolve(next); });
    return message->row.id;
  }

 private:
  /// Who answers for a colleague leaves a line that the owner sees.
  static Result<void> take_or_tell(TicketAct& act) {
    const UserId owner = act.now().owner;
    if (!owner.is_set() || owner == act.actor.user) return act.take_if_free();
    auto colleague = storage::load_user(act.tx, owner);
    return act.tell("answered_for", "", colleague ? colleague->display_name : std::string());
  }

  void fill(OutboundMessage& content, const std::string& number, Way way) const {
    content.conversation_key = std::move(way.routing.conversation_key);
    content.parent_keys = std::move(way.routing.references);
    content.subject = marked_subject(kReplies, way.routing.subject, number);
    content.text = text;
  }
};

FD_USE_CASE(ReplyToTicket)

}  // namespace frontdesk::desk
