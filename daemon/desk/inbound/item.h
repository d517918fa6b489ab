// InboundItem: what a plugin submits, in the daemon's own terms. The channels room translates from the wire.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/time.h"

namespace frontdesk::desk {

enum class ItemKind : std::int64_t { kMessage = 1, kReceipt = 2 };

/// What a receipt says about one of our own messages.
enum class ReceiptStatus : std::int64_t { kDelivered = 1, kDelayed = 2, kFailed = 3 };

/// A text or a quote is kept up to here, HTML up to twice as much: nobody reads more than that on a page.
inline constexpr std::size_t kMostItemTextBytes = 1U << 20;
inline constexpr std::size_t kMostItemHtmlBytes = 2U << 20;

struct InboundAttachment {
  std::string name;
  std::string mime;
  std::string content_id;
  bool is_inline = false;
  std::string bytes;
};

struct InboundItem {
  ItemKind kind = ItemKind::kMessage;
  std::string dedup_key;                 ///< stable over re-reads, ≤ 200 bytes
  std::string conversation_key;          ///< thread on the customer's side
  std::string message_key;               ///< the platform's id of this message, e.g. RFC 5322 Message-ID
  std::vector<std::string> parent_keys;  ///< ids of messages this one answers, nearest first
  std::string thread_token;              ///< our own token, when one was found; verified here
  std::string author_key;                ///< address or open id of the customer; empty: not known, cannot be answered
  std::string author_name;
  std::string author_kind = "email";  ///< word of domain::IdentityKind
  Micros sent_at;
  Micros received_at;
  std::string subject;
  std::string text;    ///< what the customer wrote anew
  std::string quoted;  ///< the quoted remainder
  std::string html;
  std::vector<InboundAttachment> attachments;
  std::vector<std::string> order_numbers;  ///< structured references, kept readable, found by search
  bool automatic = false;      ///< machine mail: never changes a state or a clock, never answered automatically
  bool no_auto_reply = false;  ///< by a person, but a machine must not answer it (mailing lists)
  bool truncated = false;      ///< a limit cut something off
  bool historical = false;     ///< from before the channel was opened: owes nobody an answer
  std::string attributes;      ///< a JSON object of the channel (see mail_facts.h), or empty
  bool unreadable = false;     ///< the plugin could not parse it; `reason` says why in words
  std::string reason;  ///< a plugin's words: may quote the message, masked before it is shown or stored in the clear
  ReceiptStatus receipt = ReceiptStatus::kDelivered;  ///< kind kReceipt: about `receipt_for`, with `reason`
  std::string receipt_for;                            ///< message_key of our outbound message
  std::string raw;                                    ///< original bytes, kept as evidence

  /// Neither machine mail nor old mail starts a clock, opens a ticket again or makes it anybody's turn.
  [[nodiscard]] bool owes_nothing() const { return automatic || historical; }
};

enum class ItemOutcome : std::uint8_t { kAccepted = 1, kDuplicate = 2, kConflict = 3, kRejected = 4 };

}  // namespace frontdesk::desk
