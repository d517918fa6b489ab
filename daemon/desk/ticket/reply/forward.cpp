// A message of the ticket goes on to somebody else — a colleague elsewhere, the maker, the carrier. It answers nobody:
// the customer's clocks go on. What leaves is what the person writes, who sees masked text, and files as people see
// them; whatever comes back joins the ticket by the id that the message carries.
#include <array>
#include <string_view>

#include "desk/limits.h"
#include "desk/ticket/reply/outgoing.h"
#include "desk/use_case/entry.h"

namespace frontdesk::desk {
namespace {

constexpr auto kForwards = std::to_array<std::string_view>({"Fwd:", "FW:", "转发:", "转发："});

}  // namespace

struct ForwardMessage {
  static constexpr UseCase kUseCase{.name = "ticket.forward",
                                    .route = {Method::kPost, "/tickets/{ticket}/forwards"},
                                    .right = Right::kAnswer,
                                    .from = kOpenStates | kSolvedStates,
                                    .needs_version = true,
                                    .once = true,
                                    .status = 201,
                                    .most_bytes = kMostTextBytes,
                                    .body_schema = "NewForward"};
  TicketId ticket;
  std::string text;
  std::vector<std::string> to;  ///< people (recipients.h), one at least
  std::vector<std::string> cc;
  std::vector<std::string> bcc;
  std::vector<AttachmentId> files;        ///< of the ticket's messages
  std::vector<AttachmentId> attachments;  ///< uploads of the same person, not used yet
  std::optional<StaffMessage> message;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &ForwardMessage::ticket);
    v.text("text", &ForwardMessage::text, {.most = kMostTextCharacters});
    v.texts("to", &ForwardMessage::to, {.most = kMostRecipients});
    v.texts("cc", &ForwardMessage::cc, kChosenPeople);
    v.texts("bcc", &ForwardMessage::bcc, kChosenPeople);
    v.ids("files", &ForwardMessage::files, {.most = kMostAttachments, .optional = true});
    v.ids("attachments", &ForwardMessage::attachments, {.most = kMostAttachments, .optional = true});
  }

  static bool offered(const Offer& offer) { return offer.has_recipient; }

  Result<void> prepare(Desk& desk, const Actor& actor) {
    if (to.empty()) return Error{ErrorCode::kInvalid, "to: nobody to forward to", "error.no_one_chosen"};
    auto composed = compose_message(desk.context, actor, ticket, domain::MessageKind::kOutbound, text);
    if (!composed) return std::move(composed).error();
    message = std::move(*composed);
    return {};
  }

  Result<MessageId> run(TicketAct& act) {
    auto way = find_way(act, {});
    if (!way) return std::move(way).error();
    auto recipients = find_recipients(act, way->routing, {to, cc, bcc});
    if (!recipients) return std::move(recipients).error();
    recipients->answers = false;
    OutgoingMessage outgoing(act, *message, *way);
    outgoing.content().subject = marked_subject(kForwards, act.before().subject_masked, act.before().number);
    outgoing.content().text = text;
    FD_TRY(outgoing.add_files_of_ticket(files));
    outgoing.add_uploads(attachments);
    FD_TRY(outgoing.put_on_its_way(*std::move(recipients)));
    FD_TRY(act.take_if_free());
    act.changed({}, outgoing.audited());
    return message->row.id;
  }
};

FD_USE_CASE(ForwardMessage)

}  // namespace frontdesk::desk
