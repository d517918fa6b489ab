// ThreadFinder: which ticket an inbound message belongs to (channels.md 1.3, "thread match order").
//
// 1 our own token, whose keyed hash proves it; 2 ids of messages (In-Reply-To, References) that we gave, or whose
// ticket the sender belongs to; 3 the platform's conversation, for the same customer; 4 a ticket number in the subject,
// only when the sender is that ticket's customer. Never the subject alone: a stranger could read along. Whoever only
// knows the id of a customer's message gets a ticket of his own, which names the other.
#pragma once

#include <optional>

#include "base/id.h"
#include "base/result.h"
#include "desk/context.h"
#include "desk/inbound/item.h"
#include "domain/ticket/state.h"
#include "storage/sql/transaction.h"
#include "storage/tables/customer.h"
#include "storage/tables/message.h"

namespace frontdesk::desk {

struct FoundThread {
  TicketId ticket;  ///< not set: a new ticket
  domain::TicketState state = domain::TicketState::kNew;
  TicketId quoted;  ///< with a new ticket: the one whose message somebody else quotes
  /// The conversation the message continues, when the customer already has it.
  std::optional<storage::ConversationRecord> conversation;
};

Result<FoundThread> find_thread(Context& context, storage::ReadTx& tx, ChannelId channel, CustomerId sender,
                                const InboundItem& item);

/// The ticket that our own token in it names, or the one that this became part of; nullopt: no token of ours, or no
/// such ticket any more.
Result<std::optional<TicketId>> proven_ticket(Context& context, storage::ReadTx& tx, const InboundItem& item);

/// One of our messages, by the id it carries outside; with or without angle brackets and domain.
Result<std::optional<storage::Reference>> find_message(Context& context, storage::ReadTx& tx, ChannelId channel,
                                                       const std::string& key);

/// The conversation that our own side wrote in, or the one of a message that it answers; not set: none that is known.
Result<std::optional<storage::ConversationRecord>> find_own_conversation(Context& context, storage::ReadTx& tx,
                                                                         ChannelId channel, const InboundItem& item);

Bytes reference_index(const privacy::Vault& vault, const std::string& message_key);
/// A conversation is one customer's: the same key from another sender is another conversation.
Bytes conversation_index(const privacy::Vault& vault, const InboundItem& item, CustomerId customer);
/// The same key, whoever the customer is; empty when the platform names no conversation.
Bytes platform_index(const privacy::Vault& vault, const InboundItem& item);

}  // namespace frontdesk::desk
