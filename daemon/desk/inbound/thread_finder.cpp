#include "desk/inbound/thread_finder.h"

#include "base/text.h"
#include "desk/inbound/thread_token.h"
#include "privacy/seal/vault.h"
#include "storage/tables/ticket.h"
#include "storage/tables/ticket_merge.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kMostParents = 20;

std::string_view without_brackets(std::string_view key) {
  key = text::trim(key);
  if (key.starts_with('<')) key.remove_prefix(1);
  if (key.ends_with('>')) key.remove_suffix(1);
  return key;
}

/// A missing object means "not this way"; other errors are passed on.
template <class T>
Result<std::optional<T>> if_found(Result<T> result) {
  if (result) return std::optional<T>(std::move(*result));
  if (result.error().code == ErrorCode::kNotFound) return std::optional<T>{};
  return std::move(result).error();
}

/// Sets `ticket`, or only `quoted`.
Result<void> by_references(Context& context, storage::ReadTx& tx, ChannelId channel, CustomerId sender,
                           const InboundItem& item, FoundThread& thread) {
  std::size_t tried = 0;
  for (const std::string& parent : item.parent_keys) {
    if (++tried > kMostParents) break;
    auto found = find_message(context, tx, channel, parent);
    if (!found) return std::move(found).error();
    if (!*found) continue;
    auto may_join = (*found)->is_ours ? Result<bool>(true) : storage::is_of_ticket(tx, (*found)->ticket, sender);
    if (!may_join) return std::move(may_join).error();
    if (*may_join) {
      thread.ticket = (*found)->ticket;
      return {};
    }
    if (!thread.quoted.is_set()) thread.quoted = (*found)->ticket;
  }
  return {};
}

/// "[#P20240315001]" counts only for the ticket's own customer.
Result<TicketId> by_number(storage::ReadTx& tx, CustomerId sender, std::string_view token) {
  if (token.starts_with('#')) token.remove_prefix(1);
  auto id = if_found(storage::find_ticket_by_number(tx, std::string(token)));
  if (!id) return std::move(id).error();
  if (!*id) return TicketId{};
  auto ticket = storage::load_ticket(tx, **id);
  if (!ticket) return std::move(ticket).error();
  if (ticket->customer != sender) return TicketId{};
  return storage::current_ticket(tx, ticket->id);
}

}  // namespace

Result<std::optional<TicketId>> proven_ticket(Context& context, storage::ReadTx& tx, const InboundItem& item) {
  const auto proven = verify_thread_token(context.vault, item.thread_token);
  if (!proven) return std::optional<TicketId>();
  return if_found(storage::current_ticket(tx, *proven));
}

Bytes reference_index(const privacy::Vault& vault, const std::string& message_key) {
  return vault.blind_index(privacy::IndexPurpose::kReference, without_brackets(message_key));
}

Bytes conversation_index(const privacy::Vault& vault, const InboundItem& item, CustomerId customer) {
  const std::string key = item.conversation_key.empty() ? item.ledger_key() : item.conversation_key;
  return vault.blind_index(privacy::IndexPurpose::kConversation, to_text(customer) + ":" + key);
}

Bytes platform_index(const privacy::Vault& vault, const InboundItem& item) {
  if (item.conversation_key.empty()) return {};
  return vault.blind_index(privacy::IndexPurpose::kConversation, "platform:" + item.conversation_key);
}

Result<std::optional<storage::ConversationRecord>> find_own_conversation(Context& context, storage::ReadTx& tx,
                                                                         ChannelId channel, const InboundItem& item) {
  const Bytes index = platform_index(context.vault, item);
  if (!index.empty()) {
    auto conversation = storage::find_platform_conversation(tx, channel, index);
    if (!conversation || *conversation) return conversation;
  }
  TicketId ticket;
  auto proven = proven_ticket(context, tx, item);
  if (!proven) return std::move(proven).error();
  if (*proven) ticket = **proven;
  for (std::size_t i = 0; i < item.parent_keys.size() && i < kMostParents && !ticket.is_set(); ++i) {
    auto found = find_message(context, tx, channel, item.parent_keys[i]);
    if (!found) return std::move(found).error();
    if (*found) ticket = (*found)->ticket;
  }
  if (!ticket.is_set()) return std::optional<storage::ConversationRecord>();
  return storage::reply_conversation(tx, ticket);
}

Result<std::optional<storage::Reference>> find_message(Context& context, storage::ReadTx& tx, ChannelId channel,
                                                       const std::string& key) {
  auto found = storage::find_reference(tx, channel, reference_index(context.vault, key));
  if (!found || *found) return found;
  // Ids we make are known before the plugin adds its domain.
  const std::string_view bare = without_brackets(key);
  const auto at = bare.find('@');
  if (at == std::string_view::npos) return found;
  return storage::find_reference(tx, channel, reference_index(context.vault, std::string(bare.substr(0, at))));
}

Result<FoundThread> find_thread(Context& context, storage::ReadTx& tx, ChannelId channel, CustomerId sender,
                                const InboundItem& item) {
  FoundThread thread;
  auto proven = proven_ticket(context, tx, item);
  if (!proven) return std::move(proven).error();
  if (*proven) thread.ticket = **proven;
  if (!thread.ticket.is_set()) FD_TRY(by_references(context, tx, channel, sender, item, thread));
  auto conversation = storage::find_conversation(tx, channel, conversation_index(context.vault, item, sender));
  if (!conversation) return std::move(conversation).error();
  thread.conversation = std::move(*conversation);
  if (!thread.ticket.is_set() && thread.conversation) thread.ticket = thread.conversation->ticket;
  if (!thread.ticket.is_set() && !item.thread_token.empty()) {
    auto numbered = by_number(tx, sender, item.thread_token);
    if (!numbered) return std::move(numbered).error();
    thread.ticket = *numbered;
  }
  if (!thread.ticket.is_set()) return thread;
  auto ticket = if_found(storage::load_ticket(tx, thread.ticket));
  if (!ticket) return std::move(ticket).error();
  thread.ticket = *ticket ? (*ticket)->id : TicketId{};
  if (*ticket) thread.state = (*ticket)->state;
  return thread;
}

}  // namespace frontdesk::desk
