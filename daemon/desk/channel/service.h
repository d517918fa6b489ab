// ChannelService: what administrators do to channels: add, change, remove, test, look for news now.
//
// Secrets given in a configuration are sealed at once; what comes back shows only whether one is set:
// {"set": true}. A secret left as {"set": true} in a change or a test keeps its stored value as long as the settings
// that it is bound to stay (binding.h); else it is asked for anew. Every change and every test is on record. Rights
// were checked before (use_case/table.h). Thread rule: any thread but the store's writer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <frontdesk/json.h>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "desk/actor.h"
#include "desk/channel/query.h"
#include "desk/channel/read_again.h"
#include "desk/channel/secrets.h"
#include "desk/context.h"
#include "desk/ports.h"

namespace frontdesk::storage {
class ReadTx;
class Tx;
struct ChannelRecord;
}  // namespace frontdesk::storage

namespace frontdesk::desk {

struct ChannelChange {
  std::optional<std::string> name;
  std::optional<json::Value> config;
  std::optional<bool> enabled;
};

class ChannelService {
 public:
  /// Without `intake`, what is to be worked on again waits for the next start.
  ChannelService(Context& context, ChannelRuntime& runtime, InboundPort* intake = nullptr)
      : context_(context), runtime_(runtime), intake_(intake) {}

  /// The first channel of a plugin approves its files. A removed channel of the same plugin and account comes back with
  /// its id, and so with its tickets, conversations and the mails it knows, reads anew as its settings say. Errors:
  /// kInvalid for the name or the configuration; kConflict (key "error.plugin_changed") when other files were approved.
  Result<ChannelView> add(const Actor& actor, const std::string& plugin, const std::string& name,
                          const json::Value& config);
  /// Errors: those of add(); kNotFound; kConflict (key "error.version"; "error.row_changed" when the row was changed
  /// past the desk and the change brings no configuration); kInvalid (key "error.secret_anew").
  Result<ChannelView> change(const Actor& actor, ChannelId id, std::optional<std::int64_t> seen_version,
                             const ChannelChange& change);
  /// The channel stops for good; its tickets stay, replies that still wait fail. kConflict (key "error.version").
  Result<void> remove(const Actor& actor, ChannelId id, std::optional<std::int64_t> seen_version);
  /// Connection test of a configuration; `existing` supplies the secrets that are left as {"set": true}. On record
  /// before anything is told to anybody, also when it is refused. Errors: kInvalid (key "error.secret_anew").
  Result<CheckOutcome> check(const Actor& actor, const std::string& plugin, const json::Value& config,
                             std::optional<ChannelId> existing);
  Result<void> poll_now(ChannelId id);
  /// One item of the ledger, or all that could not be read. A channel that runs begins anew, one that rests reads them
  /// when it starts. Errors: those of request_again(); kNotFound.
  Result<ReadAgainRequest> read_again(const Actor& actor, ChannelId id, std::optional<JournalId> only);

 private:
  /// A configuration that fits the plugin's schema.
  struct CheckedConfig {
    json::Value shown;  ///< with marks instead of secrets
    SecretMap secrets;
    std::string account;  ///< whose messages the channel carries; empty: not said
  };
  struct Edited {
    std::optional<Bytes> secrets_sealed;   ///< nullopt: those that are stored stay
    std::vector<std::string> new_secrets;  ///< paths
  };

  /// What the desk has of a channel: secrets may be kept for the settings that they were given for.
  struct Kept {
    std::string plugin;
    json::Value config;
    SecretMap secrets;
  };

  Result<CheckedConfig> check_config(const std::string& plugin, const json::Value& config, const Kept& kept) const;
  /// Errors: kInvalid (key "error.secret_anew") when a kept secret would meet other settings.
  Result<void> check_binding(const std::string& plugin, const json::Value& config, const Kept& kept,
                             const json::Value& checked, const std::vector<std::string>& free_paths) const;
  Result<Kept> load_kept(storage::ReadTx& tx, ChannelId id) const;
  Result<void> note_account(storage::Tx& tx, const storage::ChannelRecord& row) const;
  Result<void> record_check(const Actor& actor, const std::string& plugin, std::optional<ChannelId> existing,
                            const Result<CheckedConfig>& checked);
  /// Carries the change over to the row.
  Result<Edited> edit(storage::Tx& tx, const Actor& actor, storage::ChannelRecord& row, const ChannelChange& change);
  Result<ChannelView> find(ChannelId id) const { return ChannelQuery(context_, runtime_).find(id); }

  Context& context_;
  ChannelRuntime& runtime_;
  InboundPort* intake_;
};

}  // namespace frontdesk::desk
