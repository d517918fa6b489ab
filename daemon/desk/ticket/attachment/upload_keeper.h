// UploadKeeper: uploads that were never sent. One person may hold only so many, and old ones are deleted.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "desk/context.h"

namespace frontdesk::storage {
class ReadTx;
}

namespace frontdesk::desk {

/// kLimit (key "error.upload_quota") when another file of `size` bytes would be too much.
Result<void> check_upload_quota(storage::ReadTx& tx, UserId owner, std::int64_t size);

class UploadKeeper {
 public:
  static constexpr Duration kKeep = std::chrono::hours(24);

  explicit UploadKeeper(Context& context) : context_(context) {}

  /// Deletes uploads older than kKeep that are in no message, and their keys: the bytes are unreadable from then on.
  /// Returns how many. To be called every hour.
  Result<std::size_t> delete_unsent();

 private:
  Context& context_;
};

}  // namespace frontdesk::desk
