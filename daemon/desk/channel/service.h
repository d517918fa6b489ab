// ChannelService: what administrators do to channels: add, change, remove, test, look for news now.
//
// Secrets given in a configuration are sealed at once; what comes back shows only whether one is set:
// {"set": true}. A secret left as {"set": true} in a change keeps its stored value. Rights were
// checked before (use_case/table.h). Thread rule: any thread but the store's writer.
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
#include "desk/channel/secrets.h"
#include "desk/context.h"
#include "desk/ports.h"

namespace frontdesk::storage {
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
  ChannelService(Context& context, ChannelRuntime& runtime) : context_(context), runtime_(runtime) {}

  /// The first channel of a plugin approves its files. Errors: kInvalid for the name or the configuration; kConflict
  /// (key "error.plugin_changed") when other files were approved.
  Result<ChannelView> add(const Actor& actor, const std::string& plugin, const std::string& name,
                          const json::Value& config);
  /// Errors: those of add(); kNotFound; kConflict (key "error.version").
  Result<ChannelView> change(const Actor& actor, ChannelId id, std::optional<std::int64_t> seen_version,
                             const ChannelChange& change);
  /// The channel stops for good; its tickets stay, replies that still wait fail. kConflict (key "error.version").
  Result<void> remove(const Actor& actor, ChannelId id, std::optional<std::int64_t> seen_version);
  /// Connection test of a configuration; `existing` supplies the secrets that are left as {"set": true}.
  Result<CheckOutcome> check(const Actor& actor, const std::string& plugin, const json::Value& config,
                             std::optional<ChannelId> existing);
  Result<void> poll_now(ChannelId id);

 private:
  /// A configuration that fits the plugin's schema.
  struct CheckedConfig {
    json::Value shown;  ///< with marks instead of secrets
    SecretMap secrets;
  };
  struct Edited {
    std::optional<Bytes> secrets_sealed;   ///< nullopt: those that are stored stay
    std::vector<std::string> new_secrets;  ///< paths
  };

  Result<CheckedConfig> check_config(const std::string& plugin, const json::Value& config, const SecretMap& kept) const;
  /// Carries the change over to the row.
  Result<Edited> edit(storage::Tx& tx, const Actor& actor, storage::ChannelRecord& row, const ChannelChange& change);
  Result<ChannelView> find(ChannelId id) const { return ChannelQuery(context_, runtime_).find(id); }

  Context& context_;
  ChannelRuntime& runtime_;
};

}  // namespace frontdesk::desk
