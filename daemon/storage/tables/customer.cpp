#include "storage/tables/customer.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

#define FRONTDESK_CONVERSATION_COLUMNS "id, channel_id, key_index, key_sealed, ticket_id, customer_id, created_at"

ConversationRecord read_conversation(const Statement& row) {
  ConversationRecord conversation;
  conversation.id = row.id<ConversationId>(0);
  conversation.channel = row.id<ChannelId>(1);
  conversation.key_index = row.blob(2);
  conversation.key_sealed = row.blob(3);
  conversation.ticket = row.id<TicketId>(4);
  conversation.customer = row.id<CustomerId>(5);
  conversation.created_at = row.time(6);
  return conversation;
}

Result<std::optional<ConversationRecord>> first_conversation(Statement row) {
  auto more = row.step();
  if (!more) return std::move(more).error();
  if (!*more) return std::optional<ConversationRecord>{};
  return std::optional<ConversationRecord>{read_conversation(row)};
}

}  // namespace

Result<void> insert_customer(Tx& tx, const CustomerRecord& customer) {
  return tx.execute(
      "INSERT INTO customer (id, number, name_masked, name_sealed, language, created_at) VALUES (?1, ?2, ?3, ?4, ?5, "
      "?6)",
      customer.id, customer.number, customer.name_masked, customer.name_sealed, customer.language, customer.created_at);
}

Result<void> insert_identity(Tx& tx, const IdentityRecord& identity) {
  return tx.execute(
      "INSERT INTO identity (id, customer_id, kind, value_masked, value_sealed, value_index, created_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      identity.id, identity.customer, static_cast<std::int64_t>(identity.kind), identity.value_masked,
      identity.value_sealed, identity.value_index, identity.created_at);
}

Result<std::optional<CustomerId>> find_customer_by_identity(ReadTx& tx, domain::IdentityKind kind, ByteView index) {
  auto row = tx.query("SELECT customer_id FROM identity WHERE kind = ?1 AND value_index = ?2",
                      static_cast<std::int64_t>(kind), index);
  auto more = row.step();
  if (!more) return std::move(more).error();
  return *more ? std::optional<CustomerId>{row.id<CustomerId>(0)} : std::optional<CustomerId>{};
}

Result<std::vector<IdentityRecord>> list_identities(ReadTx& tx, CustomerId customer) {
  auto row = tx.query(
      "SELECT id, customer_id, kind, value_masked, value_sealed, created_at FROM identity WHERE customer_id = ?1 ORDER "
      "BY id",
      customer);
  std::vector<IdentityRecord> all;
  while (true) {
    auto more = row.step();
    if (!more) return std::move(more).error();
    if (!*more) return all;
    IdentityRecord& identity = all.emplace_back();
    identity.id = row.id<IdentityId>(0);
    identity.customer = row.id<CustomerId>(1);
    identity.kind = static_cast<domain::IdentityKind>(row.integer(2));
    identity.value_masked = row.text(3);
    identity.value_sealed = row.blob(4);
    identity.created_at = row.time(5);
  }
}

Result<void> insert_conversation(Tx& tx, const ConversationRecord& conversation) {
  return tx.execute("INSERT INTO conversation (" FRONTDESK_CONVERSATION_COLUMNS
                    ", platform_index) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    conversation.id, conversation.channel, conversation.key_index, conversation.key_sealed,
                    conversation.ticket, conversation.customer, conversation.created_at, conversation.platform_index);
}

Result<std::optional<ConversationRecord>> find_conversation(ReadTx& tx, ChannelId channel, ByteView key_index) {
  return first_conversation(tx.query("SELECT " FRONTDESK_CONVERSATION_COLUMNS
                                     " FROM conversation WHERE channel_id = ?1 AND key_index = ?2",
                                     channel, key_index));
}

Result<std::optional<ConversationRecord>> find_platform_conversation(ReadTx& tx, ChannelId channel,
                                                                     ByteView platform_index) {
  // The condition of the partial index is repeated, which the engine needs to see to use it.
  return first_conversation(tx.query("SELECT " FRONTDESK_CONVERSATION_COLUMNS
                                     " FROM conversation WHERE channel_id = ?1 AND platform_index = ?2 "
                                     "AND platform_index <> x'' ORDER BY id DESC LIMIT 1",
                                     channel, platform_index));
}

Result<ConversationRecord> load_conversation(ReadTx& tx, ConversationId id) {
  auto found =
      first_conversation(tx.query("SELECT " FRONTDESK_CONVERSATION_COLUMNS " FROM conversation WHERE id = ?1", id));
  if (!found) return std::move(found).error();
  if (!*found) return Error{ErrorCode::kNotFound, "there is no such conversation"};
  return std::move(**found);
}

Result<bool> is_of_ticket(ReadTx& tx, TicketId ticket, CustomerId customer) {
  return read_one(
      tx.query("SELECT EXISTS (SELECT 1 FROM ticket WHERE id = ?1 AND customer_id = ?2) OR "
               "EXISTS (SELECT 1 FROM conversation WHERE ticket_id = ?1 AND customer_id = ?2)",
               ticket, customer),
      [](const Statement& row) { return row.flag(0); }, "people of a ticket");
}

Result<std::optional<ConversationRecord>> reply_conversation(ReadTx& tx, TicketId ticket) {
  return first_conversation(
      tx.query("SELECT " FRONTDESK_CONVERSATION_COLUMNS " FROM conversation WHERE ticket_id = ?1 "
               "ORDER BY customer_id = (SELECT customer_id FROM ticket WHERE id = ?1) DESC, id DESC LIMIT 1",
               ticket));
}

Result<void> set_conversation_key(Tx& tx, ConversationId id, const Bytes& key_sealed) {
  return tx.execute("UPDATE conversation SET key_sealed = ?2 WHERE id = ?1", id, key_sealed);
}

Result<void> move_conversation(Tx& tx, ConversationId id, TicketId ticket) {
  return tx.execute("UPDATE conversation SET ticket_id = ?2 WHERE id = ?1", id, ticket);
}

}  // namespace frontdesk::storage
