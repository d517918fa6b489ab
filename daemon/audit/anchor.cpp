#include "audit/anchor.h"

#include "audit/durable_file.h"
#include "audit/export.h"
#include "audit/integrity.h"
#include "storage/store.h"

namespace frontdesk::audit {

Result<void> Anchor::check() {
  auto key = trail_.key().public_key();
  if (!key) return std::move(key).error();
  auto anchor = read_small_file(file_, false);
  if (!anchor && anchor.error().code != ErrorCode::kNotFound) return std::move(anchor).error();
  auto integrity = store_.read(
      [&](storage::ReadTx& tx) { return check_trail(tx, *key, kStartCheckRecords, anchor ? *anchor : std::string()); });
  if (!integrity) return std::move(integrity).error();
  intact_ = integrity->intact;
  if (integrity->intact) return {};
  return Error{ErrorCode::kCorrupt, "the audit trail is broken at record " + std::to_string(integrity->first_bad) +
                                        " (" + integrity->reason +
                                        "); restore a backup or ask for help, nothing was changed"};
}

Result<void> Anchor::sign() {
  auto size = store_.write_and_wait([&](storage::Tx& tx) { return trail_.checkpoint(tx); });
  if (!size) return std::move(size).error();
  if (*size == anchored_) return {};
  auto note = store_.read([](storage::ReadTx& tx) { return newest_checkpoint(tx); });
  if (!note) return std::move(note).error();
  FD_TRY(write_durably(file_, *note, 0600));
  anchored_ = *size;
  return {};
}

}  // namespace frontdesk::audit
