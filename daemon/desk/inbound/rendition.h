// Rendition: an item worked out — masked, sealed, classified — ready to be filed in one transaction (step 3 of the
// message's path). Pure apart from random nonces; runs on the intake workers.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "desk/context.h"
#include "desk/inbound/item_codec.h"
#include "domain/ticket/state.h"
#include "privacy/seal/data_key.h"
#include "privacy/text_types.h"
#include "storage/tables/message.h"
#include "storage/traffic/message_people.h"

namespace frontdesk::desk {

/// What the identifier index holds; numbers are stored.
enum class IdentifierKind : int { kPhone = 1, kEmail = 2, kOrder = 3, kTracking = 4, kPhoneTail = 5, kName = 6 };

struct Rendition {
  JournalId journal;
  ChannelId channel;
  MessageId message;
  privacy::DataKey key;        ///< seals everything of this message
  JournalItem source;          ///< keys and routing; subject, text and HTML are moved out
  bool is_incomplete = false;  ///< the message does not hold the item's content: the journal keeps it sealed

  privacy::MaskedText subject;
  privacy::MaskedText preview;
  privacy::MaskedText text;
  privacy::MaskedText quoted;
  privacy::MaskedText html;
  privacy::MaskedText page_text;  ///< what the HTML says and the text does not (its words)
  bool has_remote_images = false;
  privacy::MaskedText author;  ///< the name that the sender gave, or the address
  privacy::MaskedText reason;  ///< why it could not be read; a plugin's words may quote the message
  Bytes text_sealed;           ///< JSON {"subject","text","quoted"}
  std::string subject_clear;   ///< for the routing of replies; sealed with the conversation
  std::vector<storage::AttachmentRecord> attachments;
  std::vector<std::pair<IdentifierKind, Bytes>> identifiers;

  std::string sender;  ///< InboundItem::sender, safe to keep: for the customer and the routing of replies
  domain::IdentityKind identity_kind = domain::IdentityKind::kEmail;
  Bytes identity_index;  ///< empty: the sender is not known, the customer is nobody's but this conversation's
  privacy::MaskedText identity_masked;
  std::optional<storage::MessagePeople> people;  ///< whom it names beside its sender
  domain::TicketType type{};
};

/// Never fails: what cannot be worked out becomes an unreadable message with its reason; the raw bytes are kept anyway.
Rendition work_out(const Context& context, JournalId journal, ChannelId channel, privacy::DataKey key,
                   JournalItem source);

/// How an address of this kind is compared, hashed and shown. Addresses and phones are one person's on every channel;
/// open ids and account names only on theirs: "10001" is somebody else on every platform.
Bytes identity_index(const privacy::Vault& vault, ChannelId channel, domain::IdentityKind kind,
                     const std::string& value);
privacy::MaskedText identity_masked(const privacy::Masker& masker, domain::IdentityKind kind, const std::string& value);

}  // namespace frontdesk::desk
