#include "privacy/seal/key_ring.h"

#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "storage/tables/data_key.h"

namespace frontdesk::privacy {
namespace {

WrappedKey to_wrapped(storage::DataKeyRow row) {
  return {DataKeyId{row.id}, static_cast<KeyScope>(row.scope), row.owner_id, std::move(row.wrapped), row.kek_id};
}

Error shredded() { return {ErrorCode::kNotFound, "the data key does not exist any more"}; }

}  // namespace

/// Least recently used first out.
class KeyRing::Impl {
 public:
  Impl(const Vault& the_vault, std::size_t capacity) : vault(the_vault), capacity_(capacity) {}

  std::optional<DataKey> cached(DataKeyId id) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(id);
    if (found == places_.end()) return std::nullopt;
    keys_.splice(keys_.begin(), keys_, found->second);
    return keys_.front();
  }

  void remember(const DataKey& key) {
    const std::lock_guard lock(mutex_);
    if (capacity_ == 0 || places_.contains(key.id())) return;
    keys_.push_front(key);
    places_.emplace(key.id(), keys_.begin());
    if (keys_.size() <= capacity_) return;
    places_.erase(keys_.back().id());
    keys_.pop_back();
  }

  void forget_owner(KeyScope scope, std::int64_t owner) {
    const std::lock_guard lock(mutex_);
    for (auto at = keys_.begin(); at != keys_.end();) {
      if (at->scope() == scope && at->owner() == owner) {
        places_.erase(at->id());
        at = keys_.erase(at);
      } else {
        ++at;
      }
    }
  }

  Result<DataKey> unwrap(storage::DataKeyRow row) {
    if (auto known = cached(DataKeyId{row.id})) return std::move(*known);
    auto key = vault.unwrap(to_wrapped(std::move(row)));
    if (key) remember(*key);
    return key;
  }

  const Vault& vault;

 private:
  const std::size_t capacity_;
  std::mutex mutex_;  // guards keys_ and places_
  std::list<DataKey> keys_;
  std::unordered_map<DataKeyId, std::list<DataKey>::iterator> places_;
};

KeyRing::KeyRing(const Vault& vault, std::size_t capacity) : impl_(std::make_unique<Impl>(vault, capacity)) {}
KeyRing::~KeyRing() = default;

Result<void> KeyRing::store(storage::Tx& tx, const DataKey& key, Micros now) {
  const storage::DataKeyRow row{key.id().raw(), static_cast<int>(key.scope()), key.owner(), key.wrapped(),
                                key.kek_id()};
  auto stored = storage::insert_data_key(tx, row, now);
  if (!stored) return std::move(stored).error().context("store data key " + to_text(key.id()));
  impl_->remember(key);
  return {};
}

Result<DataKey> KeyRing::key(storage::ReadTx& tx, DataKeyId id) {
  if (!id.is_set()) return Error(ErrorCode::kCorrupt, "not a sealed value");
  if (auto known = impl_->cached(id)) return std::move(*known);
  auto row = storage::find_data_key(tx, id.raw());
  if (!row) return std::move(row).error();
  if (!*row) return shredded();
  return impl_->unwrap(std::move(**row));
}

Result<DataKey> KeyRing::key_for(storage::ReadTx& tx, KeyScope scope, std::int64_t owner) {
  auto row = storage::find_data_key_of(tx, static_cast<int>(scope), owner);
  if (!row) return std::move(row).error();
  if (!*row) return shredded();
  return impl_->unwrap(std::move(**row));
}

Result<DataKey> KeyRing::key_for_writing(storage::Tx& tx, KeyScope scope, std::int64_t owner, Micros now) {
  auto found = key_for(tx, scope, owner);
  if (found || found.error().code != ErrorCode::kNotFound) return found;
  DataKey made = impl_->vault.new_key(scope, owner);
  auto stored = store(tx, made, now);
  if (!stored) return std::move(stored).error();
  return made;
}

Result<ClearText> KeyRing::open_text(storage::ReadTx& tx, const Cell& cell, ByteView sealed) {
  auto found = key(tx, Vault::key_id_of(sealed));
  if (!found) return std::move(found).error();
  return impl_->vault.open_text(*found, cell, sealed);
}

Result<Bytes> KeyRing::open(storage::ReadTx& tx, const Cell& cell, ByteView sealed) {
  auto found = key(tx, Vault::key_id_of(sealed));
  if (!found) return std::move(found).error();
  return impl_->vault.open(*found, cell, sealed);
}

Result<Bytes> KeyRing::open_blob(storage::ReadTx& tx, const Cell& cell, ByteView sealed) {
  auto found = key(tx, Vault::key_id_of(sealed));
  if (!found) return std::move(found).error();
  return impl_->vault.open_blob(*found, cell, sealed);
}

Result<int> KeyRing::shred(storage::Tx& tx, KeyScope scope, std::int64_t owner) {
  auto deleted = storage::delete_data_keys_of(tx, static_cast<int>(scope), owner);
  impl_->forget_owner(scope, owner);
  return deleted;
}

}  // namespace frontdesk::privacy
