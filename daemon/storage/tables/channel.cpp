#include "storage/tables/channel.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

#define FRONTDESK_CHANNEL                                                                                     \
  "SELECT id, plugin, name, enabled, config_json, cursor, state, reason_code, reason_text, last_success_at, " \
  "activated_at, created_at, version, secrets_sealed, deleted_at, mac FROM channel WHERE "

constexpr std::string_view kLoad = FRONTDESK_CHANNEL "deleted_at = 0 AND id = ?1";
constexpr std::string_view kLoadAny = FRONTDESK_CHANNEL "id = ?1";
constexpr std::string_view kList = FRONTDESK_CHANNEL "deleted_at = 0 ORDER BY name, id";

#undef FRONTDESK_CHANNEL

ChannelRecord read_channel(const Statement& row) {
  return {.id = row.id<ChannelId>(0),
          .plugin = row.text(1),
          .name = row.text(2),
          .enabled = row.flag(3),
          .config_json = row.text(4),
          .cursor = row.text(5),
          .state = row.enumerator<ChannelState>(6),
          .reason_code = row.text(7),
          .reason_text = row.text(8),
          .last_success_at = row.time(9),
          .activated_at = row.time(10),
          .created_at = row.time(11),
          .version = row.integer(12)};
}

Bytes sum_of(const ReadTx& tx, const ChannelRecord& channel, ByteView secrets_sealed, Micros deleted_at) {
  return tx.row_sum("channel", channel.id, channel.plugin, channel.name, channel.enabled, channel.config_json,
                    secrets_sealed, channel.activated_at, channel.created_at, deleted_at, channel.version);
}

struct StoredChannel {
  ChannelRecord record;
  Bytes secrets_sealed;
  Bytes sum;  ///< that it should have
  bool is_proven = true;
};

auto stored_reader(const ReadTx& tx) {
  return [&tx](const Statement& row) {
    StoredChannel stored{read_channel(row), row.blob(13), {}};
    stored.sum = sum_of(tx, stored.record, stored.secrets_sealed, row.time(14));
    stored.is_proven = tx.compare_sum(row.blob_view(15), stored.sum) == RowProof::kFits;
    return stored;
  };
}

auto channel_reader(const ReadTx& tx) {
  return [&tx](const Statement& row) {
    StoredChannel stored = stored_reader(tx)(row);
    ChannelRecord channel = std::move(stored.record);
    channel.is_proven = stored.is_proven;
    if (channel.is_proven) return channel;
    channel.enabled = false;
    channel.state = ChannelState::kQuarantined;
    channel.reason_code = kRowChanged;
    channel.reason_text = "the channel's settings were changed past the desk; look at them and save them anew";
    return channel;
  };
}

/// As the row is now; what it was before is the caller's business.
Result<void> write_sum(Tx& tx, ChannelId id) {
  if (!tx.has_row_key()) return {};
  auto stored = read_first(tx.query(kLoadAny, id), stored_reader(tx));
  if (!stored) return std::move(stored).error();
  if (!*stored) return {};
  return tx.execute("UPDATE channel SET mac = ?2 WHERE id = ?1", id, (*stored)->sum);
}

std::string named(ChannelId id) { return "channel " + to_text(id); }

Result<void> expect_row(const Tx& tx, Result<void> done, ChannelId id) {
  if (!done || tx.changes() > 0) return done;
  return Error{ErrorCode::kNotFound, "there is no " + named(id)};
}

}  // namespace

Result<void> insert_channel(Tx& tx, const ChannelRecord& channel, ByteView secrets_sealed) {
  FD_TRY(tx.execute(
      "INSERT INTO channel (id, plugin, name, enabled, config_json, secrets_sealed, cursor, state, reason_code, "
      "reason_text, last_success_at, activated_at, created_at, version) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
      channel.id, channel.plugin, channel.name, channel.enabled, channel.config_json, secrets_sealed, channel.cursor,
      channel.state, channel.reason_code, channel.reason_text, channel.last_success_at, channel.activated_at,
      channel.created_at, channel.version));
  return write_sum(tx, channel.id);
}

Result<std::int64_t> update_channel(Tx& tx, const ChannelRecord& channel, std::optional<ByteView> secrets_sealed) {
  auto version = read_first(
      tx.query("UPDATE channel SET name = ?2, enabled = ?3, config_json = ?4, activated_at = ?5, version = version + 1 "
               "WHERE id = ?1 AND version = ?6 AND deleted_at = 0 RETURNING version",
               channel.id, channel.name, channel.enabled, channel.config_json, channel.activated_at, channel.version),
      [](const Statement& row) { return row.integer(0); });
  if (!version) return std::move(version).error();
  if (!*version) {
    auto stored = load_channel(tx, channel.id);
    if (!stored) return std::move(stored).error();
    return other_version(*stored, channel.version);
  }
  if (secrets_sealed) {
    FD_TRY(tx.execute("UPDATE channel SET secrets_sealed = ?2 WHERE id = ?1", channel.id, *secrets_sealed));
  }
  if (channel.is_proven || secrets_sealed) {
    FD_TRY(write_sum(tx, channel.id));
  }
  return **version;
}

Error other_version(const ChannelRecord& stored, std::int64_t seen) {
  return {
      ErrorCode::kConflict,
      named(stored.id) + " has version " + std::to_string(stored.version) + ", you saw version " + std::to_string(seen),
      "error.version"};
}

Result<void> remove_channel(Tx& tx, ChannelId id, Micros now) {
  auto done = tx.execute(
      "UPDATE channel SET deleted_at = ?2, enabled = 0, secrets_sealed = NULL, state = 0, "
      "version = version + 1 WHERE id = ?1 AND deleted_at = 0",
      id, now);
  done = expect_row(tx, std::move(done), id);
  if (!done) return done;
  FD_TRY(write_sum(tx, id));
  return tx.execute("DELETE FROM channel_state WHERE channel_id = ?1", id);
}

Result<void> restore_channel(Tx& tx, const ChannelRecord& channel, ByteView secrets_sealed) {
  auto done = tx.execute(
      "UPDATE channel SET deleted_at = 0, plugin = ?2, name = ?3, enabled = ?4, config_json = ?5, secrets_sealed = ?6, "
      "cursor = '', state = ?7, reason_code = '', reason_text = '', activated_at = ?8, created_at = ?9, "
      "version = version + 1 WHERE id = ?1 AND deleted_at <> 0",
      channel.id, channel.plugin, channel.name, channel.enabled, channel.config_json, secrets_sealed, channel.state,
      channel.activated_at, channel.created_at);
  FD_TRY(expect_row(tx, std::move(done), channel.id));
  return write_sum(tx, channel.id);
}

Result<ChannelRecord> load_channel(ReadTx& tx, ChannelId id) {
  return read_one(tx.query(kLoad, id), channel_reader(tx), named(id));
}

Result<std::vector<ChannelRecord>> list_channels(ReadTx& tx) { return read_all(tx.query(kList), channel_reader(tx)); }

Result<Bytes> load_channel_secrets(ReadTx& tx, ChannelId id) {
  auto stored = read_one(tx.query(kLoad, id), stored_reader(tx), named(id));
  if (!stored) return std::move(stored).error();
  return stored->is_proven ? std::move(stored->secrets_sealed) : Bytes();
}

Result<void> set_channel_secrets(Tx& tx, ChannelId id, ByteView sealed) {
  auto before = load_channel(tx, id);
  if (!before) return std::move(before).error();
  FD_TRY(tx.execute("UPDATE channel SET secrets_sealed = ?2 WHERE id = ?1 AND deleted_at = 0", id, sealed));
  return before->is_proven ? write_sum(tx, id) : Result<void>();
}

Result<void> set_channel_cursor(Tx& tx, ChannelId id, std::string_view cursor) {
  return expect_row(tx, tx.execute("UPDATE channel SET cursor = ?2 WHERE id = ?1", id, cursor), id);
}

Result<void> set_channel_state(Tx& tx, ChannelId id, ChannelState state, std::string_view reason_code,
                               std::string_view reason_text, Micros last_success_at) {
  return expect_row(tx,
                    tx.execute("UPDATE channel SET state = ?2, reason_code = ?3, reason_text = ?4, last_success_at = "
                               "CASE WHEN ?5 = 0 THEN last_success_at ELSE ?5 END WHERE id = ?1 AND deleted_at = 0",
                               id, state, reason_code, reason_text, last_success_at),
                    id);
}

Result<std::vector<ChannelValue>> list_channel_values(ReadTx& tx, ChannelId id) {
  return read_all(tx.query("SELECT name, value_sealed FROM channel_state WHERE channel_id = ?1 ORDER BY name", id),
                  [](const Statement& row) {
                    return ChannelValue{row.text(0), row.blob(1)};
                  });
}

Result<void> put_channel_value(Tx& tx, ChannelId id, std::string_view name, ByteView sealed) {
  return tx.execute(
      "INSERT INTO channel_state (channel_id, name, value_sealed) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (channel_id, name) DO UPDATE SET value_sealed = excluded.value_sealed",
      id, name, sealed);
}

Result<void> remove_channel_value(Tx& tx, ChannelId id, std::string_view name) {
  return tx.execute("DELETE FROM channel_state WHERE channel_id = ?1 AND name = ?2", id, name);
}

}  // namespace frontdesk::storage
