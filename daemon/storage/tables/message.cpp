#include "storage/tables/message.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

#define FRONTDESK_MESSAGE_COLUMNS                                                                                \
  "m.id, m.ticket_id, m.kind, m.conversation_id, m.author_id, m.author_masked, m.text_masked, m.quoted_masked, " \
  "m.html_masked <> '', m.has_remote_images, m.raw_blob_id, m.key_id, m.automatic, m.unreadable, m.event_json, " \
  "m.delivery, m.delivery_reason, m.sent_at, m.created_at, m.journal_id, coalesce(o.attempts, 0), "              \
  "coalesce(o.next_attempt_at, 0), m.author_address_masked, m.author_kind, m.aside, "                            \
  "EXISTS (SELECT 1 FROM message_page_text p WHERE p.message_id = m.id) FROM message m LEFT JOIN outbox o ON "   \
  "o.message_id = m.id "

MessageRecord read_message(const Statement& row) {
  MessageRecord message;
  message.id = row.id<MessageId>(0);
  message.ticket = row.id<TicketId>(1);
  message.kind = static_cast<domain::MessageKind>(row.integer(2));
  message.conversation = row.id<ConversationId>(3);
  message.author = row.id<UserId>(4);
  message.author_masked = row.text(5);
  message.text_masked = row.text(6);
  message.quoted_masked = row.text(7);
  message.has_html = row.flag(8);
  message.has_remote_images = row.flag(9);
  message.raw_blob = row.id<BlobId>(10);
  message.key = row.id<DataKeyId>(11);
  message.automatic = row.flag(12);
  message.unreadable = row.flag(13);
  message.event_json = row.text(14);
  message.delivery = static_cast<domain::Delivery>(row.integer(15));
  message.delivery_reason = row.text(16);
  message.sent_at = row.time(17);
  message.created_at = row.time(18);
  message.journal = row.id<JournalId>(19);
  message.delivery_attempts = row.integer(20);
  message.delivery_next_at = row.time(21);
  message.author_address_masked = row.text(22);
  message.author_kind = row.enumerator<AuthorKind>(23);
  message.aside = row.flag(24);
  message.html_holds_more = row.flag(25);
  return message;
}

#define FRONTDESK_ATTACHMENT_COLUMNS \
  "id, message_id, owner_id, name_masked, name_sealed, mime, size, content_id, inline, blob_id, key_id, created_at"

AttachmentRecord read_attachment(const Statement& row) {
  AttachmentRecord attachment;
  attachment.id = row.id<AttachmentId>(0);
  attachment.message = row.id<MessageId>(1);
  attachment.owner = row.id<UserId>(2);
  attachment.name_masked = row.text(3);
  attachment.name_sealed = row.blob(4);
  attachment.mime = row.text(5);
  attachment.size = row.integer(6);
  attachment.content_id = row.text(7);
  attachment.is_inline = row.flag(8);
  attachment.blob = row.id<BlobId>(9);
  attachment.key = row.id<DataKeyId>(10);
  attachment.created_at = row.time(11);
  return attachment;
}

}  // namespace

Result<void> insert_message(Tx& tx, const MessageRecord& message) {
  return tx.execute(
      "INSERT INTO message (id, ticket_id, kind, conversation_id, author_id, author_masked, text_masked, text_sealed, "
      "quoted_masked, html_masked, has_remote_images, raw_blob_id, key_id, automatic, unreadable, event_json, "
      "delivery, delivery_reason, sent_at, created_at, journal_id, ruleset, author_address_masked, author_kind, aside) "
      "VALUES "
      "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, "
      "?24, ?25)",
      message.id, message.ticket, static_cast<std::int64_t>(message.kind), message.conversation, message.author,
      message.author_masked, message.text_masked, message.text_sealed, message.quoted_masked, message.html_masked,
      message.has_remote_images, message.raw_blob, message.key, message.automatic, message.unreadable,
      message.event_json, static_cast<std::int64_t>(message.delivery), message.delivery_reason, message.sent_at,
      message.created_at, message.journal, message.ruleset, message.author_address_masked, message.author_kind,
      message.aside);
}

Result<void> set_delivery(Tx& tx, MessageId id, domain::Delivery delivery, const std::string& reason, Micros sent_at) {
  return tx.execute("UPDATE message SET delivery = ?2, delivery_reason = ?3, sent_at = ?4 WHERE id = ?1", id,
                    static_cast<std::int64_t>(delivery), reason, sent_at);
}

Result<MessageRecord> load_message(ReadTx& tx, MessageId id) {
  return read_one(tx.query("SELECT " FRONTDESK_MESSAGE_COLUMNS "WHERE m.id = ?1", id), read_message, "such message",
                  "error.message_not_found");
}

Result<TicketId> ticket_of_message(ReadTx& tx, MessageId id) {
  return read_one(
      tx.query("SELECT ticket_id FROM message WHERE id = ?1", id),
      [](const Statement& row) { return row.id<TicketId>(0); }, "such message", "error.message_not_found");
}

Result<std::vector<MessageRecord>> list_messages(ReadTx& tx, TicketId ticket, MessageId after, std::size_t limit) {
  return read_all(
      tx.query("SELECT " FRONTDESK_MESSAGE_COLUMNS "WHERE m.ticket_id = ?1 AND m.id > ?2 ORDER BY m.id LIMIT ?3",
               ticket, after, limit),
      read_message);
}

Result<bool> has_reply_on_its_way(ReadTx& tx, TicketId ticket) {
  auto found = read_first(tx.query("SELECT 1 FROM message WHERE ticket_id = ?1 AND delivery IN (?2, ?3) LIMIT 1",
                                   ticket, domain::Delivery::kQueued, domain::Delivery::kSending),
                          [](const Statement&) { return true; });
  if (!found) return std::move(found).error();
  return found->has_value();
}

Result<bool> is_first_inbound(ReadTx& tx, TicketId ticket, MessageId message) {
  auto first = read_first(
      tx.query("SELECT min(id) FROM message WHERE ticket_id = ?1 AND kind = ?2", ticket, domain::MessageKind::kInbound),
      [](const Statement& row) { return row.id<MessageId>(0); });
  if (!first) return std::move(first).error();
  return *first == message;
}

Result<Micros> first_reply_sent_at(ReadTx& tx, TicketId ticket, Micros since) {
  auto first =
      read_first(tx.query("SELECT min(sent_at) FROM message WHERE ticket_id = ?1 AND kind = ?2 AND automatic = 0 "
                          "AND aside = 0 AND sent_at > 0 AND sent_at >= ?3",
                          ticket, domain::MessageKind::kOutbound, since),
                 [](const Statement& row) { return row.time(0); });
  if (!first) return std::move(first).error();
  return first->value_or(Micros{});
}

Result<std::string> load_message_html(ReadTx& tx, MessageId id) {
  return read_one(
      tx.query("SELECT html_masked FROM message WHERE id = ?1 AND html_masked <> ''", id),
      [](const Statement& row) { return row.text(0); }, "HTML body of the message");
}

Result<void> insert_page_text(Tx& tx, MessageId id, const std::string& text_masked) {
  return tx.execute("INSERT INTO message_page_text (message_id, text_masked) VALUES (?1, ?2)", id, text_masked);
}

Result<MessageTexts> load_message_texts(ReadTx& tx, MessageId id) {
  return read_one(
      tx.query("SELECT m.text_masked, coalesce(p.text_masked, '') FROM message m "
               "LEFT JOIN message_page_text p ON p.message_id = m.id WHERE m.id = ?1",
               id),
      [](const Statement& row) {
        return MessageTexts{row.text(0), row.text(1)};
      },
      "such message", "error.message_not_found");
}

Result<void> insert_attachment(Tx& tx, const AttachmentRecord& attachment) {
  return tx.execute("INSERT INTO attachment (" FRONTDESK_ATTACHMENT_COLUMNS
                    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                    attachment.id, attachment.message, attachment.owner, attachment.name_masked, attachment.name_sealed,
                    attachment.mime, attachment.size, attachment.content_id, attachment.is_inline, attachment.blob,
                    attachment.key, attachment.created_at);
}

Result<AttachmentRecord> load_attachment(ReadTx& tx, AttachmentId id) {
  return read_one(tx.query("SELECT " FRONTDESK_ATTACHMENT_COLUMNS " FROM attachment WHERE id = ?1", id),
                  read_attachment, "such attachment", "error.attachment_not_found");
}

Result<std::vector<AttachmentRecord>> list_attachments(ReadTx& tx, MessageId message) {
  return read_all(
      tx.query("SELECT " FRONTDESK_ATTACHMENT_COLUMNS " FROM attachment WHERE message_id = ?1 ORDER BY id", message),
      read_attachment);
}

Result<void> adopt_attachment(Tx& tx, AttachmentId id, UserId owner, MessageId message) {
  auto adopted = tx.execute("UPDATE attachment SET message_id = ?3 WHERE id = ?1 AND owner_id = ?2 AND message_id = 0",
                            id, owner, message);
  if (!adopted) return adopted;
  if (tx.changes() == 1) return {};
  return Error{ErrorCode::kNotFound, "attachment " + to_text(id) + " is not an unused upload of yours",
               "error.attachment_not_found"};
}

Result<UploadSum> sum_unsent_uploads(ReadTx& tx, UserId owner) {
  auto row =
      tx.query("SELECT count(*), coalesce(sum(size), 0) FROM attachment WHERE message_id = 0 AND owner_id = ?1", owner);
  auto more = row.step();
  if (!more) return std::move(more).error();
  return UploadSum{row.integer(0), row.integer(1)};
}

Result<std::vector<AttachmentId>> list_unsent_uploads(ReadTx& tx, Micros before, std::size_t limit) {
  return read_all(tx.query("SELECT id FROM attachment WHERE message_id = 0 AND created_at < ?1 ORDER BY id LIMIT ?2",
                           before, limit),
                  [](const Statement& row) { return row.id<AttachmentId>(0); });
}

Result<void> delete_unsent_upload(Tx& tx, AttachmentId id) {
  auto done =
      tx.execute("DELETE FROM blob WHERE id = (SELECT blob_id FROM attachment WHERE id = ?1 AND message_id = 0)", id);
  if (!done) return done;
  return tx.execute("DELETE FROM attachment WHERE id = ?1 AND message_id = 0", id);
}

Result<void> add_reference(Tx& tx, ChannelId channel, ByteView index, MessageId message, TicketId ticket) {
  return tx.execute(
      "INSERT INTO message_reference (channel_id, reference_index, message_id, ticket_id) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT DO NOTHING",
      channel, index, message, ticket);
}

Result<std::optional<Reference>> find_reference_elsewhere(ReadTx& tx, ChannelId channel, ByteView index,
                                                          CustomerId customer) {
  return read_first(tx.query("SELECT r.message_id, m.ticket_id, m.kind = 2 FROM channel c "
                             "JOIN message_reference r ON r.channel_id = c.id AND r.reference_index = ?2 "
                             "JOIN message m ON m.id = r.message_id JOIN ticket t ON t.id = m.ticket_id "
                             "WHERE c.id <> ?1 AND t.customer_id = ?3 ORDER BY r.message_id LIMIT 1",
                             channel, index, customer),
                    [](const Statement& row) {
                      return Reference{row.id<MessageId>(0), row.id<TicketId>(1), row.flag(2)};
                    });
}

Result<std::optional<Reference>> find_reference(ReadTx& tx, ChannelId channel, ByteView index) {
  return read_first(tx.query("SELECT r.message_id, m.ticket_id, m.kind = 2 FROM message_reference r "
                             "JOIN message m ON m.id = r.message_id WHERE r.reference_index = ?2 AND r.channel_id IN "
                             "(SELECT id FROM channel WHERE plugin = (SELECT plugin FROM channel WHERE id = ?1)) "
                             "ORDER BY r.channel_id <> ?1, r.message_id DESC LIMIT 1",
                             channel, index),
                    [](const Statement& row) {
                      return Reference{row.id<MessageId>(0), row.id<TicketId>(1), row.flag(2)};
                    });
}

Result<std::vector<Reference>> replies_that_may_come_back(ReadTx& tx, CustomerId customer, ChannelId channel,
                                                          Micros since, std::size_t limit) {
  return read_all(tx.query("SELECT m.id, m.ticket_id FROM ticket t JOIN message m ON m.ticket_id = t.id "
                           "JOIN conversation c ON c.id = m.conversation_id WHERE t.customer_id = ?1 AND m.kind = 2 "
                           "AND m.aside = 0 AND m.delivery IN (2, 3, 6) AND m.created_at >= ?3 AND c.channel_id = ?2 "
                           "AND c.customer_id = ?1 "
                           "ORDER BY m.id DESC LIMIT ?4",
                           customer, channel, since, limit),
                  [](const Statement& row) {
                    return Reference{row.id<MessageId>(0), row.id<TicketId>(1), true};
                  });
}

}  // namespace frontdesk::storage
