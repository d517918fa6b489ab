#include "storage/tables/account.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

#define FRONTDESK_USER_COLUMNS \
  "id, name, display_name, roles, password_hash, language, theme, disabled, created_at, version, mac"

#define FRONTDESK_SESSION_COLUMNS \
  "id, token_hash, user_id, csrf_hash, created_at, last_used_at, expires_at, address, mac"

Bytes sum_of(const ReadTx& tx, const UserRecord& user) {
  return tx.row_sum("user_account", user.id, user.name, user.display_name, user.roles, user.password_hash,
                    user.language, user.theme, user.disabled, user.created_at, user.version);
}

Bytes sum_of(const ReadTx& tx, const SessionRecord& session) {
  return tx.row_sum("session", session.id, session.token_hash, session.user, session.csrf_hash, session.created_at,
                    session.last_used_at, session.expires_at, session.address);
}

/// For read_all() and the like: rows of this transaction.
auto user_reader(const ReadTx& tx) {
  return [&tx](const Statement& row) {
    UserRecord user{row.id<UserId>(0), row.text(1), row.text(2), row.integer(3), row.text(4),
                    row.text(5),       row.text(6), row.flag(7), row.time(8),    row.integer(9)};
    user.is_proven = tx.compare_sum(row.blob_view(10), sum_of(tx, user)) == RowProof::kFits;
    if (user.is_proven) return user;
    user.roles = 0;
    user.password_hash.clear();
    user.disabled = true;
    return user;
  };
}

struct StoredSession {
  SessionRecord record;
  RowProof proof;
};

auto session_reader(const ReadTx& tx) {
  return [&tx](const Statement& row) {
    SessionRecord session{row.id<SessionId>(0), row.blob(1), row.id<UserId>(2), row.blob(3),
                          row.time(4),          row.time(5), row.time(6),       row.text(7)};
    const RowProof proof = tx.compare_sum(row.blob_view(8), sum_of(tx, session));
    return StoredSession{std::move(session), proof};
  };
}

Result<std::optional<SessionRecord>> proven(Result<std::optional<StoredSession>> found) {
  if (!found) return std::move(found).error();
  if (!*found || (*found)->proof != RowProof::kFits) return std::optional<SessionRecord>();
  return std::optional(std::move((*found)->record));
}

}  // namespace

Result<std::int64_t> count_users(ReadTx& tx) {
  return read_one(
      tx.query("SELECT count(*) FROM user_account"), [](const Statement& row) { return row.integer(0); }, "count");
}

Result<void> insert_user(Tx& tx, const UserRecord& user) {
  return tx.execute("INSERT INTO user_account (" FRONTDESK_USER_COLUMNS
                    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                    user.id, user.name, user.display_name, user.roles, user.password_hash, user.language, user.theme,
                    user.disabled, user.created_at, user.version, sum_of(tx, user));
}

Result<std::optional<UserRecord>> find_user(ReadTx& tx, const std::string& name) {
  return read_first(tx.query("SELECT " FRONTDESK_USER_COLUMNS " FROM user_account WHERE name = ?1", name),
                    user_reader(tx));
}

Result<UserRecord> load_user(ReadTx& tx, UserId id) {
  return read_one(tx.query("SELECT " FRONTDESK_USER_COLUMNS " FROM user_account WHERE id = ?1", id), user_reader(tx),
                  "such user");
}

Result<std::vector<UserRecord>> list_users(ReadTx& tx) {
  return read_all(tx.query("SELECT " FRONTDESK_USER_COLUMNS " FROM user_account ORDER BY name"), user_reader(tx));
}

Result<void> update_user(Tx& tx, UserRecord& user) {
  UserRecord written = user;
  ++written.version;
  auto done = tx.execute(
      "UPDATE user_account SET display_name = ?3, roles = ?4, password_hash = ?5, language = ?6, theme = ?7, disabled "
      "= ?8, version = version + 1, mac = ?9 WHERE id = ?1 AND version = ?2",
      user.id, user.version, user.display_name, user.roles, user.password_hash, user.language, user.theme,
      user.disabled, sum_of(tx, written));
  if (!done) return done;
  if (tx.changes() == 0) return Error{ErrorCode::kConflict, "the user was changed in the meantime", "error.version"};
  written.is_proven = true;
  user = std::move(written);
  return {};
}

Result<void> insert_session(Tx& tx, const SessionRecord& session) {
  return tx.execute("INSERT INTO session (" FRONTDESK_SESSION_COLUMNS
                    ") "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                    session.id, session.token_hash, session.user, session.csrf_hash, session.created_at,
                    session.last_used_at, session.expires_at, session.address, sum_of(tx, session));
}

Result<std::optional<SessionRecord>> find_session(ReadTx& tx, ByteView token_hash) {
  return proven(
      read_first(tx.query("SELECT " FRONTDESK_SESSION_COLUMNS " FROM session WHERE token_hash = ?1", token_hash),
                 session_reader(tx)));
}

Result<SessionRecord> load_session(ReadTx& tx, SessionId id) {
  auto found = proven(
      read_first(tx.query("SELECT " FRONTDESK_SESSION_COLUMNS " FROM session WHERE id = ?1", id), session_reader(tx)));
  if (!found) return std::move(found).error();
  if (!*found) return Error{ErrorCode::kNotFound, "there is no such session"};
  return std::move(**found);
}

Result<void> touch_session(Tx& tx, SessionId id, Micros last_used_at) {
  auto session = load_session(tx, id);
  if (!session) return session.error().code == ErrorCode::kNotFound ? Result<void>() : std::move(session).error();
  session->last_used_at = last_used_at;
  return tx.execute("UPDATE session SET last_used_at = ?2, mac = ?3 WHERE id = ?1", id, last_used_at,
                    sum_of(tx, *session));
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
