// InboundItem: what a plugin submitted, read in the desk's terms. The members are those of plugin_api/item, so that a
// new one arrives here without a line of its own.
#pragma once

#include <frontdesk/sdk/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "domain/ticket/state.h"

namespace frontdesk::desk {

using ItemKind = sdk::ItemKind;
using ItemOutcome = sdk::Outcome;
using PartRole = sdk::PartRole;
using ReceiptStatus = sdk::ReceiptStatus;

/// What a plugin gives as the author's key when the source does not name a sender (a mail without From): the contract
/// wants some key. All such senders are strangers to each other, and none can be answered.
inline constexpr std::string_view kUnknownAuthor = "unknown";

/// A text or a quote is kept up to here, HTML up to twice as much: nobody reads more than that on a page.
inline constexpr std::size_t kMostItemTextBytes = 1U << 20;
inline constexpr std::size_t kMostItemHtmlBytes = 2U << 20;

struct InboundItem : sdk::Item {
  InboundItem() = default;
  explicit InboundItem(sdk::Item submitted) : sdk::Item(std::move(submitted)) {
    automatic |= author.role == sdk::AuthorRole::kRobot;
  }

  /// What it is in the ledger: a changed message is an item of its own, the desk keeps what was there before.
  [[nodiscard]] std::string ledger_key() const;
  /// Where the author can be answered, or how the platform knows it; empty for a sender that nobody knows.
  [[nodiscard]] std::string sender() const;
  [[nodiscard]] domain::IdentityKind sender_kind() const;
  /// The part of that role, empty when there is none. Precondition: join_parts() was called.
  [[nodiscard]] std::string_view text(PartRole role) const;
  /// The same, moved out.
  std::string take_text(PartRole role);
  /// Puts the texts of one role together, a line break between them: at most one part of each is left.
  void join_parts();
  /// Structured references, kept readable, found by search.
  [[nodiscard]] std::vector<std::string> order_numbers() const;
  /// Why it could not be read, or what the outside says of our message: a plugin's words, may quote the message.
  [[nodiscard]] const std::string& reason() const { return receipt ? receipt->diagnostic : unreadable_reason; }
  /// Why the desk does not take it, although it breaks no rule: it would be filed as what it is not. Empty: it does.
  [[nodiscard]] std::string_view unsupported() const;
  /// Our side wrote it, in another program than the desk.
  [[nodiscard]] bool is_ours() const {
    return direction == sdk::Direction::kOutbound || author.role == sdk::AuthorRole::kStaff;
  }
  /// It is a reply that the desk sent, found where our side keeps what it sends: the channel knows it by its mark.
  [[nodiscard]] bool is_copy_of_ours() const;
  /// A server reports on a message of ours (a bounce): it writes of itself, the customer does not.
  [[nodiscard]] bool is_server_report() const;
  /// Neither machine mail nor old mail starts a clock, opens a ticket again or makes it anybody's turn.
  [[nodiscard]] bool owes_nothing() const { return automatic || historical; }
};

}  // namespace frontdesk::desk
