// Accounts: users, their sessions, and the keys of requests that must not be repeated.
//
// Roles are the stored sum (desk/actor.h knows their meaning). Tokens and keys are stored as SHA-256 only. Users and
// sessions carry a row sum (sql/row_sum.h), which is compared whenever one is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

struct UserRecord {
  UserId id;
  std::string name;  ///< unique
  std::string display_name;
  std::int64_t roles = 0;
  std::string password_hash;
  std::string language;
  std::string theme = "auto";
  bool disabled = false;
  Micros created_at;
  std::int64_t version = 1;
  /// False: the row was changed past the desk. It is then read as disabled, without roles and without a password;
  /// update_user() writes it anew.
  bool is_proven = true;
};

struct SessionRecord {
  SessionId id;
  Bytes token_hash;
  UserId user;
  Bytes csrf_hash;
  Micros created_at;
  Micros last_used_at;
  Micros expires_at;
  std::string address;
};

Result<std::int64_t> count_users(ReadTx& tx);
/// kConflict when the name is taken.
Result<void> insert_user(Tx& tx, const UserRecord& user);
Result<std::optional<UserRecord>> find_user(ReadTx& tx, const std::string& name);
/// kNotFound when there is none.
Result<UserRecord> load_user(ReadTx& tx, UserId id);
/// All of them, by name.
Result<std::vector<UserRecord>> list_users(ReadTx& tx);
/// Writes everything but id, name and creation where the stored version is `user.version`, and adds one to both.
/// kConflict (key "error.version") when the row has another version.
Result<void> update_user(Tx& tx, UserRecord& user);

Result<void> insert_session(Tx& tx, const SessionRecord& session);
/// A session whose row was changed past the desk is none.
Result<std::optional<SessionRecord>> find_session(ReadTx& tx, ByteView token_hash);
/// kNotFound when there is none.
Result<SessionRecord> load_session(ReadTx& tx, SessionId id);
Result<void> touch_session(Tx& tx, SessionId id, Micros last_used_at);
Result<void> delete_session(Tx& tx, SessionId id);
/// All sessions of the user but `keep` (not set: all).
Result<void> delete_sessions_of(Tx& tx, UserId user, SessionId keep);
/// Sessions whose end has passed, or that were last used before `idle_since`.
Result<void> delete_stale_sessions(Tx& tx, Micros now, Micros idle_since);

/// A request that was carried out: the message it made, and a keyed hash of all it asked for.
struct KnownRequest {
  MessageId message;
  Bytes content;
};
/// What this user's request with that key has made already.
Result<std::optional<KnownRequest>> find_request_key(ReadTx& tx, UserId user, ByteView key_hash);
/// kConflict when the key is known.
Result<void> insert_request_key(Tx& tx, UserId user, ByteView key_hash, const KnownRequest& request, Micros now);
Result<void> delete_request_keys_before(Tx& tx, Micros before);

}  // namespace frontdesk::storage
