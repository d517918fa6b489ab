// Message rows, their attachments, and the references under which they are known outside.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/ticket/state.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// Who wrote a message, where its kind alone does not say it. The numbers are stored.
enum class AuthorKind : std::int64_t {
  kByKind = 0,     ///< inbound: the customer; outbound, note: the colleague; system: the desk
  kServer = 1,     ///< inbound: a server that reports on a message of ours
  kElsewhere = 2,  ///< outbound: our side, in another program than the desk
};

struct MessageRecord {
  MessageId id;
  TicketId ticket;
  domain::MessageKind kind = domain::MessageKind::kInbound;
  ConversationId conversation;
  UserId author;  ///< not set for customers and the system
  std::string author_masked;
  std::string author_address_masked;  ///< empty for staff and the system
  AuthorKind author_kind = AuthorKind::kByKind;
  std::string text_masked;
  Bytes text_sealed;
  std::string quoted_masked;
  std::string html_masked;
  bool has_html = false;
  bool html_holds_more = false;  ///< there is a page text; not written with the message
  bool has_remote_images = false;
  BlobId raw_blob;
  DataKeyId key;
  bool automatic = false;
  bool aside = false;  ///< outbound: to others than the customer, so it answers nothing
  bool unreadable = false;
  std::string event_json;
  domain::Delivery delivery = domain::Delivery::kNone;
  std::string delivery_reason;
  std::int64_t delivery_attempts = 0;
  Micros delivery_next_at;
  Micros sent_at;
  Micros created_at;
  JournalId journal;
  /// Of ours: whether it is a person's answer to the customer.
  [[nodiscard]] bool answers() const { return !automatic && !aside; }
  int ruleset = 0;  ///< version of the rules that masked it (privacy/masker.h); not read back with the message
};

Result<void> insert_message(Tx& tx, const MessageRecord& message);
Result<void> set_delivery(Tx& tx, MessageId id, domain::Delivery delivery, const std::string& reason, Micros sent_at);

/// Without sealed columns and HTML; kNotFound when there is none.
Result<MessageRecord> load_message(ReadTx& tx, MessageId id);
Result<TicketId> ticket_of_message(ReadTx& tx, MessageId id);
/// Oldest first, after `after`.
Result<std::vector<MessageRecord>> list_messages(ReadTx& tx, TicketId ticket, MessageId after, std::size_t limit);
/// True while a reply of the ticket is queued or being sent.
Result<bool> has_reply_on_its_way(ReadTx& tx, TicketId ticket);
/// Whether it is what the customer's side said first in that ticket.
Result<bool> is_first_inbound(ReadTx& tx, TicketId ticket, MessageId message);
/// When the ticket's first human reply at or after `since` was sent; not set when there is none.
Result<Micros> first_reply_sent_at(ReadTx& tx, TicketId ticket, Micros since);
struct Reference;
/// Answers to this customer through this channel since `since` that may still come back (sending, sent or unknown), the
/// youngest first, at most `limit`.
Result<std::vector<Reference>> replies_that_may_come_back(ReadTx& tx, CustomerId customer, ChannelId channel,
                                                          Micros since, std::size_t limit);
Result<std::string> load_message_html(ReadTx& tx, MessageId id);

/// What the message's HTML says and its text does not, masked.
Result<void> insert_page_text(Tx& tx, MessageId id, const std::string& text_masked);
/// What of a message is searched.
struct MessageTexts {
  std::string text_masked;
  std::string page_text_masked;
};
Result<MessageTexts> load_message_texts(ReadTx& tx, MessageId id);

struct AttachmentRecord {
  AttachmentId id;
  MessageId message;  ///< not set: uploaded, not sent yet
  UserId owner;       ///< of an upload
  std::string name_masked;
  Bytes name_sealed;
  std::string mime;
  std::int64_t size = 0;
  std::string content_id;
  bool is_inline = false;
  BlobId blob;
  DataKeyId key;
  Micros created_at;
};
Result<void> insert_attachment(Tx& tx, const AttachmentRecord& attachment);
Result<AttachmentRecord> load_attachment(ReadTx& tx, AttachmentId id);
Result<std::vector<AttachmentRecord>> list_attachments(ReadTx& tx, MessageId message);
/// Ties an upload of `owner` to its message; kNotFound when it is not theirs or already used.
Result<void> adopt_attachment(Tx& tx, AttachmentId id, UserId owner, MessageId message);

struct UploadSum {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
};
/// Of the uploads of `owner` that are in no message yet.
Result<UploadSum> sum_unsent_uploads(ReadTx& tx, UserId owner);
/// Uploads made before `before` that are in no message, oldest first.
Result<std::vector<AttachmentId>> list_unsent_uploads(ReadTx& tx, Micros before, std::size_t limit);
/// Its row and that of its bytes; an attachment of a message stays.
Result<void> delete_unsent_upload(Tx& tx, AttachmentId id);

struct Reference {
  MessageId message;
  TicketId ticket;       ///< the message's, today
  bool is_ours = false;  ///< the message is one that we sent
};
/// A reference that is known already keeps its first message.
Result<void> add_reference(Tx& tx, ChannelId channel, ByteView index, MessageId message, TicketId ticket);
/// Of any channel of the same plugin, removed ones as well; this channel's first: an answer may come in where another
/// channel wrote.
Result<std::optional<Reference>> find_reference(ReadTx& tx, ChannelId channel, ByteView index);
/// The same id in another channel, of the same customer's ticket: one mail that came in twice.
Result<std::optional<Reference>> find_reference_elsewhere(ReadTx& tx, ChannelId channel, ByteView index,
                                                          CustomerId customer);

}  // namespace frontdesk::storage
