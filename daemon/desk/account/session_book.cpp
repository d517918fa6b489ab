#include "desk/account/session_book.h"

#include <optional>
#include <utility>

#include "base/sha256.h"
#include "storage/store.h"
#include "storage/tables/account.h"

namespace frontdesk::desk {

namespace {

constexpr std::size_t kMaxEntries = 10'000;
constexpr std::size_t kTokenLength = 43;  // 256 bits in base64url
constexpr Duration kWritePace = std::chrono::minutes(1);

using Found = std::optional<std::pair<storage::SessionRecord, storage::UserRecord>>;

Result<Found> read_session(storage::ReadTx& tx, const Bytes& hash) {
  auto session = storage::find_session(tx, hash);
  if (!session) return std::move(session).error();
  if (!*session) return Found{};
  auto user = storage::load_user(tx, (*session)->user);
  if (!user) return std::move(user).error();
  return Found{{std::move(**session), std::move(*user)}};
}

}  // namespace

bool SessionBook::is_over(const Entry& entry, Micros now) const {
  return now >= entry.session->expires_at || now - entry.used_at > idle_;
}

template <class Gone>
void SessionBook::erase_where(const Gone& gone) {
  std::erase_if(entries_, [&](const auto& entry) {
    if (!gone(entry.second)) return false;
    hash_of_.erase(entry.second.session->id.raw());
    return true;
  });
}

std::shared_ptr<const Session> SessionBook::find(std::string_view token) {
  if (token.size() != kTokenLength) return nullptr;
  const Bytes hash = sha256(as_bytes(token));
  const Micros now = clock_.now();
  std::unique_lock lock(mutex_);
  const std::uint64_t generation = generation_;
  const auto found = entries_.find(to_string(hash));
  if (found == entries_.end()) {
    lock.unlock();
    return load(hash, token, generation);
  }
  Entry& entry = found->second;
  if (is_over(entry, now)) {
    hash_of_.erase(entry.session->id.raw());
    entries_.erase(found);
    return nullptr;
  }
  auto session = entry.session;
  entry.used_at = now;
  const bool write_due = now - entry.written_at >= kWritePace;
  if (write_due) entry.written_at = now;
  lock.unlock();
  if (write_due) write_down(session->id, now);
  return session;
}

std::shared_ptr<const Session> SessionBook::load(const Bytes& hash, std::string_view token, std::uint64_t generation) {
  auto found = store_.read([&](storage::ReadTx& tx) { return read_session(tx, hash); });
  if (!found || !*found || (*found)->second.disabled) return nullptr;
  const auto& [record, user] = **found;
  const Micros now = clock_.now();
  Entry entry{std::make_shared<const Session>(make_session(record.id, user, access_, token, record.expires_at)),
              record.last_used_at, record.last_used_at};
  if (is_over(entry, now)) return nullptr;
  entry.used_at = now;
  auto session = entry.session;
  const std::lock_guard lock(mutex_);
  if (generation != generation_) return session;  // valid when it was read; the next request reads again
  if (entries_.size() >= kMaxEntries) erase_where([&](const Entry& other) { return is_over(other, now); });
  if (entries_.size() >= kMaxEntries) erase_where([](const Entry&) { return true; });
  hash_of_.insert_or_assign(session->id.raw(), to_string(hash));
  entries_.insert_or_assign(to_string(hash), std::move(entry));
  return session;
}

// Not waited for: losing it in a crash costs at most a minute of idle time.
void SessionBook::write_down(SessionId id, Micros now) {
  store_.write([id, now](storage::Tx& tx) { return storage::touch_session(tx, id, now); }, [](const Result<void>&) {});
}

bool SessionBook::is_open(SessionId id) const {
  const Micros now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    const auto known = hash_of_.find(id.raw());
    if (known != hash_of_.end()) return !is_over(entries_.at(known->second), now);
  }
  return is_open_in_table(id);
}

bool SessionBook::is_open_in_table(SessionId id) const {
  const Micros now = clock_.now();
  auto open = store_.read([&](storage::ReadTx& tx) -> Result<bool> {
    auto session = storage::load_session(tx, id);
    if (!session) return std::move(session).error();
    if (now >= session->expires_at || now - session->last_used_at > idle_) return false;
    auto user = storage::load_user(tx, session->user);
    if (!user) return std::move(user).error();
    return !user->disabled;
  });
  return open && *open;
}

void SessionBook::forget(SessionId id) {
  const std::lock_guard lock(mutex_);
  ++generation_;
  erase_where([&](const Entry& entry) { return entry.session->id == id; });
}

void SessionBook::forget_user(UserId user) {
  const std::lock_guard lock(mutex_);
  ++generation_;
  erase_where([&](const Entry& entry) { return entry.session->user.id == user; });
}

}  // namespace frontdesk::desk
