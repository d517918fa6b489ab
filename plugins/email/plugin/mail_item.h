// From a raw mail to what the desk takes in. Pure functions.
#pragma once

#include <frontdesk/sdk/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/settings.h"

namespace frontdesk::email {

struct RawMail {
  std::string raw;
  std::int64_t received_at = 0;        ///< µs, as the server says; 0: not said
  bool truncated = false;              ///< only the beginning was fetched
  std::uint64_t full_size = 0;         ///< of the mail at the server
  std::int64_t historical_before = 0;  ///< µs; what arrived earlier is from before the channel was opened
  std::string unreadable_reason;       ///< not empty: the parser shall not see `raw`, which may be empty or a part
  std::string source_key;  ///< its place at the source, see source_key.h: the item's identity; empty: its content is
  bool is_ours = false;    ///< from the folder for what was sent
  bool relisted = false;   ///< may have been taken under another source key: its content tells
};

struct ItemContext {
  std::string account;                     ///< part of the dedup key: the mailbox's address
  std::vector<std::string> own_addresses;  ///< mail from these is never answered by a machine
  std::string authserv_id;
  std::uint64_t max_item_bytes = 64U << 20;
  std::uint64_t max_mail_bytes = kMaxMailBytes;  ///< of its files: those beyond go without their content
  std::string loop_id;                           ///< of our own mails, see kLoopHeader
};

/// What our side sent from another program (`is_ours`) becomes one item of ours; a copy of what the desk sent is told
/// with its keys alone, for the desk has its words.
///
/// One item for the mail itself and, for a delivery report, one receipt for each recipient it tells about (at most 20).
/// A mail that cannot be read becomes an item that says so and carries the raw bytes. Takes `mail.raw`.
std::vector<sdk::Item> items_of(RawMail mail, const ItemContext& context);

}  // namespace frontdesk::email
