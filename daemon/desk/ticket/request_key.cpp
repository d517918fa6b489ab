#include "desk/ticket/request_key.h"

#include "privacy/seal/vault.h"
#include "storage/store.h"
#include "storage/tables/account.h"

namespace frontdesk::desk {

Result<void> check_request_key(std::string_view key) {
  if (key.size() >= 8 && key.size() <= 200) return {};
  return Error{ErrorCode::kInvalid, "Idempotency-Key needs 8 to 200 characters", "error.request_key"};
}

RequestKey::RequestKey(Context& context, UserId user, std::string_view key, std::string_view content)
    : user_(user),
      key_hash_(context.vault.keyed_hash(privacy::IndexPurpose::kSession, as_bytes(key))),
      content_hash_(context.vault.keyed_hash(privacy::IndexPurpose::kContent, as_bytes(content))) {}

Result<std::optional<MessageId>> RequestKey::find(storage::ReadTx& tx) const {
  auto known = storage::find_request_key(tx, user_, key_hash_);
  if (!known) return std::move(known).error();
  if (!*known) return std::optional<MessageId>{};
  if ((*known)->content == content_hash_) return std::optional((*known)->message);
  return Error{ErrorCode::kConflict, "this Idempotency-Key belongs to another request", "error.request_key"};
}

Result<void> RequestKey::remember(storage::Tx& tx, MessageId message, Micros now) const {
  return storage::insert_request_key(tx, user_, key_hash_, {message, content_hash_}, now);
}

}  // namespace frontdesk::desk
