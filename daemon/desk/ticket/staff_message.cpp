#include "desk/ticket/staff_message.h"

#include <frontdesk/json.h>

#include "base/text.h"
#include "desk/limits.h"
#include "privacy/masker.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/search/index.h"
#include "storage/store.h"

namespace frontdesk::desk {

Result<StaffMessage> compose_message(Context& context, const Actor& actor, TicketId ticket, domain::MessageKind kind,
                                     std::string& text) {
  text = text::without_controls(text::repair_utf8(text));
  if (text::length(text) > kMostTextCharacters)
    return Error{ErrorCode::kLimit, "the text is longer than 100,000 characters", "error.text_too_long"};
  if (text::trim(text).empty()) return Error{ErrorCode::kInvalid, "the text is empty", "error.text_empty"};
  const auto id = context.ids.next<MessageId>();
  StaffMessage message{.key = context.vault.new_key(privacy::KeyScope::kMessage, id.raw()), .row = {}};
  json::Writer original;
  original.begin_object().member("text", text).end_object();
  message.row.id = id;
  message.row.ticket = ticket;
  message.row.kind = kind;
  message.row.author = actor.user;
  message.row.author_masked = actor.display_name;
  message.row.text_masked = context.masker.mask(text).text.text();
  message.row.text_sealed =
      context.vault.seal(message.key, {"message", "text_sealed", id.raw()}, as_bytes(original.text()));
  message.row.key = message.key.id();
  message.row.ruleset = privacy::kRuleset;
  message.row.created_at = context.clock.now();
  return message;
}

Result<void> store_message(Context& context, storage::Tx& tx, const StaffMessage& message) {
  FD_TRY(context.keys.store(tx, message.key, message.row.created_at));
  FD_TRY(storage::insert_message(tx, message.row));
  return storage::index_message(tx, message.row.id, {.subject = {}, .text = message.row.text_masked, .page_text = {}});
}

std::string audited_message(MessageId id) {
  json::Writer out;
  out.begin_object().member("message", to_text(id)).end_object();
  return out.take();
}

}  // namespace frontdesk::desk
