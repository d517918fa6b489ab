// Customers, the identities they are known by, and their conversations.
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

struct CustomerRecord {
  CustomerId id;
  std::string number;
  std::string name_masked;
  Bytes name_sealed;
  std::string language;
  Micros created_at;
};

struct IdentityRecord {
  IdentityId id;
  CustomerId customer;
  domain::IdentityKind kind = domain::IdentityKind::kEmail;
  std::string value_masked;
  Bytes value_sealed;
  Bytes value_index;
  Micros created_at;
};

struct ConversationRecord {
  ConversationId id;
  ChannelId channel;
  Bytes key_index;            ///< of the platform's key and the customer
  Bytes platform_index = {};  ///< of the platform's key alone; not read back
  Bytes key_sealed;
  TicketId ticket;
  CustomerId customer;
  Micros created_at;
};

Result<void> insert_customer(Tx& tx, const CustomerRecord& customer);
Result<void> insert_identity(Tx& tx, const IdentityRecord& identity);
Result<std::optional<CustomerId>> find_customer_by_identity(ReadTx& tx, domain::IdentityKind kind, ByteView index);
/// Oldest first.
Result<std::vector<IdentityRecord>> list_identities(ReadTx& tx, CustomerId customer);

Result<void> insert_conversation(Tx& tx, const ConversationRecord& conversation);
Result<std::optional<ConversationRecord>> find_conversation(ReadTx& tx, ChannelId channel, ByteView key_index);
/// The youngest one of this platform key, whoever the customer is: for what our own side writes in it.
Result<std::optional<ConversationRecord>> find_platform_conversation(ReadTx& tx, ChannelId channel,
                                                                     ByteView platform_index);
Result<ConversationRecord> load_conversation(ReadTx& tx, ConversationId id);
/// Where a reply goes: the newest conversation with the ticket's own customer. Only a ticket without one is answered in
/// another: whoever else writes into a ticket (a mail server's report, a colleague of the customer) gets no answers.
/// The customer of the ticket, or one who has a conversation in it.
Result<bool> is_of_ticket(ReadTx& tx, TicketId ticket, CustomerId customer);
Result<std::optional<ConversationRecord>> reply_conversation(ReadTx& tx, TicketId ticket);
/// The conversation gets new routing.
Result<void> set_conversation_key(Tx& tx, ConversationId id, const Bytes& key_sealed);
/// The conversation belongs to `ticket` from now on.
Result<void> move_conversation(Tx& tx, ConversationId id, TicketId ticket);

}  // namespace frontdesk::storage
