// TicketService: what agents do to tickets. Each call is one transaction with its audit record and its event.
//
// `seen_version` is the ticket version the caller looked at; a newer one in the store is kConflict (key
// "error.version"), and nothing changes. Every call needs Right::kWorkTickets. Thread rule: any thread but the
// store's writer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "desk/ports.h"
#include "domain/ticket/state.h"
#include "privacy/text_types.h"

namespace frontdesk::storage {
class Tx;
}

namespace frontdesk::desk {

struct ReplyRequest {
  TicketId ticket;
  std::int64_t seen_version = 0;
  std::string text;                       ///< UTF-8, 1..100,000 characters
  std::vector<AttachmentId> attachments;  ///< uploads of the same actor, not used yet
  bool resolve = false;                   ///< send and resolve in one act
  std::string request_key;                ///< Idempotency-Key, 8..200 bytes: the same request never replies twice
};

/// For colleagues only.
struct NoteRequest {
  TicketId ticket;
  std::string text;         ///< as in ReplyRequest
  std::string request_key;  ///< as in ReplyRequest
};

struct ClassifyRequest {
  TicketId ticket;
  std::int64_t seen_version = 0;
  std::optional<domain::Priority> priority;
  std::optional<domain::TicketType> type;
  std::optional<domain::Phase> phase;
  std::optional<std::string> topic;  ///< kept masked, like everything that people type
  std::string reason;                ///< required (M-25)
};

/// Bytes of an attachment and how to show them; the look is on record.
struct AttachmentContent {
  privacy::MaskedText name;  ///< a saved file keeps the name that the page shows
  std::string mime;
  Bytes bytes;
};

struct UploadedFile {
  AttachmentId id;
  std::string name;
  std::string mime;
  std::int64_t size = 0;
};

class TicketService {
 public:
  explicit TicketService(Context& context) : context_(context) {}
  /// Where queued replies are announced; set once before the first reply.
  void connect(ChannelRuntime& channels) { channels_ = &channels; }

  Result<MessageId> reply(const Actor& actor, const ReplyRequest& request);
  Result<MessageId> note(const Actor& actor, const NoteRequest& request);
  /// Takes an unowned ticket; kConflict with key "error.claim_taken" when somebody else has it, whatever version was
  /// seen.
  Result<void> claim(const Actor& actor, TicketId ticket, std::int64_t seen_version);
  /// nullopt gives the ticket back to the queue. Without Right::kAssignOthers only to oneself when nobody else has it,
  /// and back only one's own; kForbidden otherwise.
  Result<void> assign(const Actor& actor, TicketId ticket, std::int64_t seen_version, std::optional<UserId> owner);
  Result<void> resolve(const Actor& actor, TicketId ticket, std::int64_t seen_version);
  Result<void> reopen(const Actor& actor, TicketId ticket, std::int64_t seen_version);
  Result<void> classify(const Actor& actor, const ClassifyRequest& request);
  Result<void> mark_read(const Actor& actor, TicketId ticket);

  /// Sends a failed message again; one whose outcome is unknown only with `confirmed`.
  Result<void> retry(const Actor& actor, MessageId message, bool confirmed);

  /// kLimit when the actor holds too much that was not sent (desk/limits.h).
  Result<UploadedFile> upload(const Actor& actor, const std::string& name, const std::string& mime, ByteView bytes);
  Result<AttachmentContent> open_attachment(const Actor& actor, AttachmentId id);

 private:
  Result<void> resolve_in(const Actor& actor, storage::Tx& tx, TicketId ticket,
                          std::optional<std::int64_t> seen_version);

  Context& context_;
  ChannelRuntime* channels_ = nullptr;
};

}  // namespace frontdesk::desk
