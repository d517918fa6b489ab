// ChannelQuery: what people see of channels: their state, their configuration without secrets, and the ledger of all
// that came in. Rights were checked before (use_case/table.h). Thread rule: any thread but the store's writer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <frontdesk/json.h>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "desk/page.h"
#include "desk/ports.h"

namespace frontdesk::desk {

struct ChannelLink {
  ChannelId id;
  std::string name;
};

struct ChannelView {
  ChannelId id;
  std::string plugin;
  std::string name;
  bool enabled = false;
  ChannelState state = ChannelState::kStopped;
  std::string reason_code;
  std::string reason_text;
  Micros last_success_at;
  Micros next_poll_at;  ///< 0: none planned, or the channels are not running
  Micros activated_at;
  json::Value config;  ///< secrets as {"set": bool}
  std::int64_t version = 0;
  std::int64_t received = 0, pending = 0, failed = 0, outbox = 0;
  std::int64_t unread = 0;                ///< may be read again; counted up to 1,000
  std::vector<ChannelLink> same_account;  ///< other channels of the plugin that read what this one reads
};

/// One source item and what became of it.
struct LedgerRow {
  JournalId id;
  std::string dedup_key;  ///< keyed hash in hexadecimal: the source id itself may be personal
  Micros received_at;
  std::string fate;  ///< pending, ticket, follow_up, duplicate, quarantined, rejected, nothing_to_do
  TicketId ticket;
  std::string ticket_number;
  std::string reason;
  bool can_be_read_again = false;
  Micros asked_again_at;  ///< 0: nobody waits for it to be read again
  Micros tried_again_at;  ///< 0: never
};
using LedgerPage = Page<LedgerRow>;

class ChannelQuery {
 public:
  ChannelQuery(Context& context, const ChannelRuntime& runtime) : context_(context), runtime_(runtime) {}

  Result<std::vector<ChannelView>> list() const;
  Result<ChannelView> find(ChannelId id) const;
  /// Newest first. `fate`: one of LedgerRow's, empty: all. `limit`: 1 to 200. `after`: LedgerPage::next, empty: from
  /// the start. Errors: kInvalid.
  Result<LedgerPage> ledger(ChannelId id, const std::string& fate, std::size_t limit, const std::string& after) const;

 private:
  Context& context_;
  const ChannelRuntime& runtime_;
};

}  // namespace frontdesk::desk
