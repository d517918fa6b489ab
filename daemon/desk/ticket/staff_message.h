// StaffMessage: a message that a person of the shop writes — a reply or an internal note — from the typed text to its
// rows.
#pragma once

#include <string>

#include "base/result.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "domain/ticket/state.h"
#include "privacy/seal/data_key.h"
#include "storage/tables/message.h"

namespace frontdesk::storage {
class Tx;
}

namespace frontdesk::desk {

/// Masked and sealed under a key of its own, before it is tied to anything.
struct StaffMessage {
  privacy::DataKey key;
  storage::MessageRecord row;
};

/// `text` becomes what will be kept: valid UTF-8, no control characters. kInvalid when nothing is left, kLimit above
/// kMostTextCharacters.
Result<StaffMessage> compose_message(Context& context, const Actor& actor, TicketId ticket, domain::MessageKind kind,
                                     std::string& text);
/// Key, row and search index.
Result<void> store_message(Context& context, storage::Tx& tx, const StaffMessage& message);

/// What the audit record of an act on a message says after it.
std::string audited_message(MessageId id);

}  // namespace frontdesk::desk
