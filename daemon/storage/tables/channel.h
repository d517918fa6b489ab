// Channel rows: configured instances of plugins, their cursor, health, secrets, and the plugin's key-value store.
//
// `version` counts changes an admin made (name, configuration, secrets, on or off); cursor and health do not touch it.
// Removing marks the row: tickets keep their channel. What decides where a channel connects to carries a row sum
// (sql/row_sum.h), which is compared whenever a row is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

enum class ChannelState : std::int64_t {
  kStopped = 0,
  kStarting = 1,
  kOk = 2,
  kDegraded = 3,
  kNeedsReauth = 4,
  kQuarantined = 5
};

struct ChannelRecord {
  ChannelId id;
  std::string plugin;
  std::string name;
  bool enabled = false;
  std::string config_json;  ///< without secrets
  std::string cursor;
  ChannelState state = ChannelState::kStopped;
  std::string reason_code;
  std::string reason_text;
  Micros last_success_at;
  Micros activated_at;
  Micros created_at;
  std::int64_t version = 1;
  /// False: the row was changed past the desk. It is then read as switched off and quarantined (kRowChanged), its
  /// secrets as none; update_channel() with secrets writes it anew.
  bool is_proven = true;
};

inline constexpr std::string_view kRowChanged = "row_changed";

/// `secrets_sealed` may be empty: none.
Result<void> insert_channel(Tx& tx, const ChannelRecord& channel, ByteView secrets_sealed);
/// Writes name, enabled, config_json and activated_at where the stored version is `channel.version`; returns the new
/// version. nullopt keeps the secrets. kConflict for another version, kNotFound.
Result<std::int64_t> update_channel(Tx& tx, const ChannelRecord& channel, std::optional<ByteView> secrets_sealed);
/// kConflict, key "error.version": somebody changed the channel since it was seen.
Error other_version(const ChannelRecord& stored, std::int64_t seen);
Result<void> remove_channel(Tx& tx, ChannelId id, Micros now);
/// A removed channel comes back as `channel` says, name to state and times, without cursor; its version goes on.
/// kNotFound: no such removed channel.
Result<void> restore_channel(Tx& tx, const ChannelRecord& channel, ByteView secrets_sealed);

/// Removed channels are kNotFound, and are not listed.
Result<ChannelRecord> load_channel(ReadTx& tx, ChannelId id);
/// By name.
Result<std::vector<ChannelRecord>> list_channels(ReadTx& tx);
/// Empty when there are none.
Result<Bytes> load_channel_secrets(ReadTx& tx, ChannelId id);
/// For secrets that a plugin renews by itself (tokens); the version stays.
Result<void> set_channel_secrets(Tx& tx, ChannelId id, ByteView sealed);

/// In the transaction that stores the items the cursor stands for.
Result<void> set_channel_cursor(Tx& tx, ChannelId id, std::string_view cursor);
/// A `last_success_at` that is not set keeps the stored one.
Result<void> set_channel_state(Tx& tx, ChannelId id, ChannelState state, std::string_view reason_code,
                               std::string_view reason_text, Micros last_success_at);

/// The plugin's own values, sealed.
struct ChannelValue {
  std::string name;
  Bytes sealed;
};
Result<std::vector<ChannelValue>> list_channel_values(ReadTx& tx, ChannelId id);
Result<void> put_channel_value(Tx& tx, ChannelId id, std::string_view name, ByteView sealed);
Result<void> remove_channel_value(Tx& tx, ChannelId id, std::string_view name);

}  // namespace frontdesk::storage
