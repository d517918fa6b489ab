// A reply that failed is sent again; one that may have been sent already only when a human confirms it.
#include "desk/ticket/reply/resend.h"
#include "desk/ticket/staff_message.h"
#include "desk/use_case/entry.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {

struct RetryMessage {
  static constexpr UseCase kUseCase{.name = "message.retry",
                                    .route = {Method::kPost, "/messages/{message}/retry"},
                                    .right = Right::kAnswer,
                                    .body_schema = "RetryRequest"};
  MessageId message;
  bool confirm = false;

  template <class V>
  static void describe(V& v) {
    v.path("message", &RetryMessage::message);
    v.flag("confirm", &RetryMessage::confirm);
  }

  Result<MessageId> run(Act& act) {
    auto stored = storage::load_message(act.tx, message);
    if (!stored) return std::move(stored).error();
    FD_TRY(check_reach(act, stored->ticket));
    auto row = storage::find_outbox_by_message(act.tx, message);
    if (!row) return std::move(row).error();
    if (row->state != domain::Delivery::kFailed && row->state != domain::Delivery::kUnknown)
      return Error{ErrorCode::kConflict, "the message is not waiting for a decision", "error.not_failed"};
    if (row->state == domain::Delivery::kUnknown && !confirm)
      return Error{ErrorCode::kConflict, "the message may have been sent already; confirm to send it again",
                   "error.confirm_resend"};
    FD_TRY(resend(act, *stored, *row));
    act.about(stored->ticket.raw(), "ticket");
    act.changed({}, audited_message(message));
    return message;
  }
};

FD_USE_CASE(RetryMessage)

}  // namespace frontdesk::desk
