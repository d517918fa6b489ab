#include "storage/tables/account.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

#define FRONTDESK_USER_COLUMNS \
  "id, name, display_name, roles, password_hash, language, theme, disabled, created_at, version"

UserRecord read_user(const Statement& row) {
  return {row.id<UserId>(0), row.text(1), row.text(2), row.integer(3), row.text(4),
          row.text(5),       row.text(6), row.flag(7), row.time(8),    row.integer(9)};
}

}  // namespace

Result<std::int64_t> count_users(ReadTx& tx) {
  return read_one(
      tx.query("SELECT count(*) FROM user_account"), [](const Statement& row) { return row.integer(0); }, "count");
}

Result<void> insert_user(Tx& tx, const UserRecord& user) {
  return tx.execute("INSERT INTO user_account (" FRONTDESK_USER_COLUMNS
                    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                    user.id, user.name, user.display_name, user.roles, user.password_hash, user.language, user.theme,
                    user.disabled, user.created_at, user.version);
}

Result<std::optional<UserRecord>> find_user(ReadTx& tx, const std::string& name) {
  return read_first(tx.query("SELECT " FRONTDESK_USER_COLUMNS " FROM user_account WHERE name = ?1", name), read_user);
}

Result<UserRecord> load_user(ReadTx& tx, UserId id) {
  return read_one(tx.query("SELECT " FRONTDESK_USER_COLUMNS " FROM user_account WHERE id = ?1", id), read_user,
                  "such user");
}

Result<std::vector<UserRecord>> list_users(ReadTx& tx) {
  return read_all(tx.query("SELECT " FRONTDESK_USER_COLUMNS " FROM user_account ORDER BY name"), read_user);
}

Result<void> update_user(Tx& tx, UserRecord& user) {
  auto done = tx.execute(
      "UPDATE user_account SET display_name = ?3, roles = ?4, password_hash = ?5, language = ?6, theme = ?7, disabled "
      "= ?8, "
      "version = version + 1 WHERE id = ?1 AND version = ?2",
      user.id, user.version, user.display_name, user.roles, user.password_hash, user.language, user.theme,
      user.disabled);
  if (!done) return done;
  if (tx.changes() == 0) return Error{ErrorCode::kConflict, "the user was changed in the meantime", "error.version"};
  user.version += 1;
  return {};
}

Result<void> insert_session(Tx& tx, const SessionRecord& session) {
  return tx.execute(
      "INSERT INTO session (id, token_hash, user_id, csrf_hash, created_at, last_used_at, expires_at, address) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      session.id, session.token_hash, session.user, session.csrf_hash, session.created_at, session.last_used_at,
      session.expires_at, session.address);
}

Result<std::optional<SessionRecord>> find_session(ReadTx& tx, ByteView token_hash) {
  return read_first(tx.query("SELECT id, token_hash, user_id, csrf_hash, created_at, last_used_at, expires_at, address "
                             "FROM session WHERE token_hash = ?1",
                             token_hash),
                    [](const Statement& row) {
                      return SessionRecord{row.id<SessionId>(0), row.blob(1), row.id<UserId>(2), row.blob(3),
                                           row.time(4),          row.time(5), row.time(6),       row.text(7)};
                    });
}

Result<void> touch_session(Tx& tx, SessionId id, Micros last_used_at) {
  return tx.execute("UPDATE session SET last_used_at = ?2 WHERE id = ?1", id, last_used_at);
}

Result<void> delete_session(Tx& tx, SessionId id) { return tx.execute("DELETE FROM session WHERE id = ?1", id); }

Result<void> delete_sessions_of(Tx& tx, UserId user, SessionId keep) {
  return tx.execute("DELETE FROM session WHERE user_id = ?1 AND id <> ?2", user, keep);
}

Result<void> delete_stale_sessions(Tx& tx, Micros now, Micros idle_since) {
  return tx.execute("DELETE FROM session WHERE expires_at <= ?1 OR last_used_at < ?2", now, idle_since);
}

Result<std::optional<KnownRequest>> find_request_key(ReadTx& tx, UserId user, ByteView key_hash) {
  return read_first(
      tx.query("SELECT message_id, request_hash FROM request_key WHERE user_id = ?1 AND key_hash = ?2", user, key_hash),
      [](const Statement& row) {
        return KnownRequest{row.id<MessageId>(0), row.blob(1)};
      });
}

Result<void> insert_request_key(Tx& tx, UserId user, ByteView key_hash, const KnownRequest& request, Micros now) {
  return tx.execute(
      "INSERT INTO request_key (user_id, key_hash, message_id, request_hash, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
      user, key_hash, request.message, request.content, now);
}

Result<void> delete_request_keys_before(Tx& tx, Micros before) {
  return tx.execute("DELETE FROM request_key WHERE created_at < ?1", before);
}

}  // namespace frontdesk::storage
