// How an item lies in the journal between T1 and T2: a versioned, length-prefixed binary form, sealed as a whole.
//
// Raw bytes and attachments are not inside: they are blobs of their own, named here by id.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "desk/inbound/item.h"

namespace frontdesk::desk {

struct StoredBlob {
  BlobId id;              ///< not set: there were no bytes
  std::int64_t size = 0;  ///< before sealing
};

/// An item whose large parts are already in the blob store.
struct JournalItem {
  InboundItem item;  ///< raw and the attachments' bytes are empty
  StoredBlob raw;
  std::vector<StoredBlob> attachments;  ///< one for each of item.attachments
};

Bytes encode_item(const JournalItem& journal_item);
/// Errors: kCorrupt when the bytes are not what encode_item writes.
Result<JournalItem> decode_item(ByteView bytes);

}  // namespace frontdesk::desk
