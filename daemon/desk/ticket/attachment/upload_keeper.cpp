#include "desk/ticket/attachment/upload_keeper.h"

#include "desk/limits.h"
#include "privacy/seal/key_ring.h"
#include "storage/store.h"
#include "storage/tables/message.h"

namespace frontdesk::desk {
namespace {
constexpr std::size_t kBatch = 200;  // the writer serves others in between
}

Result<void> check_upload_quota(storage::ReadTx& tx, UserId owner, std::int64_t size) {
  auto held = storage::sum_unsent_uploads(tx, owner);
  if (!held) return std::move(held).error();
  if (held->files < kMostUnsentFiles && held->bytes + size <= kMostUnsentBytes) return {};
  return Error{ErrorCode::kLimit,
               "you hold 100 files or 200 MiB that were not sent; send your replies first, unsent files are deleted "
               "after a day",
               "error.upload_quota"};
}

Result<std::size_t> UploadKeeper::delete_unsent() {
  const Micros before = context_.clock.now() - kKeep;
  std::size_t total = 0;
  while (true) {
    auto deleted = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<std::size_t> {
      auto old = storage::list_unsent_uploads(tx, before, kBatch);
      if (!old) return std::move(old).error();
      for (const AttachmentId id : *old) {
        auto shredded = context_.keys.shred(tx, privacy::KeyScope::kMessage, id.raw());
        if (!shredded) return std::move(shredded).error();
        FD_TRY(storage::delete_unsent_upload(tx, id));
      }
      return old->size();
    });
    if (!deleted) return deleted;
    total += *deleted;
    if (*deleted < kBatch) return total;
  }
}

}  // namespace frontdesk::desk
