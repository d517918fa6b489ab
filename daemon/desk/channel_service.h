// ChannelService: adding, changing, testing and watching channels; the door between the admin and the running plugins.
//
// Secrets given in a configuration are sealed at once; what comes back shows only whether one is set:
// {"set": true}. A secret left as {"set": true} in a change keeps its stored value. Thread rule: any thread but the
// store's writer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <frontdesk/json.h>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "desk/actor.h"
#include "desk/channel_secrets.h"
#include "desk/context.h"
#include "desk/plugin_approval.h"
#include "desk/ports.h"

namespace frontdesk::storage {
class ReadTx;
class Tx;
}  // namespace frontdesk::storage

namespace frontdesk::desk {

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
};

struct ChannelChange {
  std::optional<std::string> name;
  std::optional<json::Value> config;
  std::optional<bool> enabled;
};

struct LedgerRow {
  JournalId id;
  std::string dedup_key;  ///< keyed hash in hexadecimal: the source id itself may be personal
  Micros received_at;
  std::string fate;  ///< pending, ticket, follow_up, duplicate, quarantined
  TicketId ticket;
  std::string ticket_number;
  std::string reason;
};
struct LedgerPage {
  std::vector<LedgerRow> items;
  std::string next;
};

class ChannelService final : public ChannelPort {
 public:
  explicit ChannelService(Context& context) : context_(context) {}
  void connect(ChannelRuntime& runtime) { runtime_ = &runtime; }

  Result<std::vector<PluginView>> plugins(const Actor& actor) const;
  /// Approves the files that are installed now and starts the channels of the plugin anew. `expected_sha256`: of the
  /// library, as the caller saw it; empty: whatever is there. Errors: kNotFound; kConflict "error.plugin_hash".
  Result<PluginView> approve_plugin(const Actor& actor, const std::string& plugin, const std::string& expected_sha256);
  /// At start: enabled channels of a plugin that was never approved pin it, so that a desk older than approvals goes
  /// on.
  Result<void> pin_plugins();
  Result<std::vector<ChannelView>> list(const Actor& actor);
  Result<ChannelView> find(const Actor& actor, ChannelId id);
  Result<ChannelView> add(const Actor& actor, const std::string& plugin, const std::string& name,
                          const json::Value& config);
  Result<ChannelView> change(const Actor& actor, ChannelId id, std::int64_t seen_version, const ChannelChange& change);
  /// The channel stops for good; its tickets stay, replies that still wait fail. kConflict (key "error.version").
  Result<void> remove(const Actor& actor, ChannelId id, std::int64_t seen_version);
  /// Connection test of a configuration; `existing` supplies the secrets that are left as {"set": true}.
  Result<CheckOutcome> check(const Actor& actor, const std::string& plugin, const json::Value& config,
                             std::optional<ChannelId> existing);
  Result<void> poll_now(const Actor& actor, ChannelId id);
  Result<LedgerPage> ledger(const Actor& actor, ChannelId id, const std::string& fate, std::size_t limit,
                            const std::string& after);

  // ChannelPort, for the supervisor.
  Result<std::vector<ChannelSetup>> load_all() override;
  Result<ChannelSetup> load(ChannelId id) override;
  Result<Secret> secret(ChannelId id, const std::string& path) override;
  Result<void> put_secret(ChannelId id, const std::string& path, Secret value) override;
  Result<void> save_health(ChannelId id, const ChannelHealth& health) override;

 private:
  std::optional<PluginDescription> installed(const std::string& plugin, bool look_again) const;
  struct CheckedChannel {
    json::Value config;  ///< with marks
    SecretMap secrets;
  };
  Result<CheckedChannel> check_input(const std::string& plugin, const json::Value& config, const SecretMap& kept) const;
  Result<SecretMap> stored_secrets(storage::ReadTx& tx, ChannelId id) const;
  Result<Bytes> seal_secrets(storage::Tx& tx, ChannelId id, const SecretMap& secrets);

  Context& context_;
  ChannelRuntime* runtime_ = nullptr;
};

}  // namespace frontdesk::desk
