// StaffMessage: a reply or a note, masked and sealed, before it is tied to anything.
#pragma once

#include <string>

#include "base/id.h"
#include "base/result.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "domain/ticket.h"
#include "privacy/data_key.h"
#include "storage/message_repository.h"
#include "storage/transaction.h"

namespace frontdesk::desk {

struct StaffMessage {
  privacy::DataKey key;
  storage::MessageRecord row;
};

/// What people may write: valid UTF-8 without control characters. Errors: kLimit (key "error.text_too_long"), kInvalid
/// (key "error.text_empty").
Result<std::string> checked_text(const std::string& text);

/// `text` as checked_text() gives it.
StaffMessage compose(Context& context, const Actor& actor, TicketId ticket, domain::MessageKind kind,
                     const std::string& text);

/// The message with its key and its place in the search index.
Result<void> insert(Context& context, storage::Tx& tx, const StaffMessage& message);

/// What the audit trail says of an act on a message.
std::string message_json(MessageId id);

}  // namespace frontdesk::desk
