// A note for colleagues; customers never see it.
#include "desk/limits.h"
#include "desk/ticket/staff_message.h"
#include "desk/use_case/entry.h"

namespace frontdesk::desk {

struct NoteOnTicket {
  static constexpr UseCase kUseCase{.name = "ticket.note",
                                    .route = {Method::kPost, "/tickets/{ticket}/notes"},
                                    .right = Right::kNote,
                                    .from = kOpenStates | kSolvedStates | States{domain::TicketState::kClosed},
                                    .once = true,
                                    .status = 201,
                                    .most_bytes = kMostTextBytes,
                                    .body_schema = "NewNote"};
  TicketId ticket;
  std::string text;
  std::optional<StaffMessage> message;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &NoteOnTicket::ticket);
    v.text("text", &NoteOnTicket::text, {.most = kMostTextCharacters});
  }

  Result<void> prepare(Desk& desk, const Actor& actor) {
    auto composed = compose_message(desk.context, actor, ticket, domain::MessageKind::kNote, text);
    if (!composed) return std::move(composed).error();
    message = std::move(*composed);
    return {};
  }

  Result<MessageId> run(TicketAct& act) {
    FD_TRY(store_message(act.context, act.tx, *message));
    act.now().message_count += 1;
    act.changed({}, audited_message(message->row.id));
    return message->row.id;
  }
};

FD_USE_CASE(NoteOnTicket)

}  // namespace frontdesk::desk
