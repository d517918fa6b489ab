// How an item lies in the journal between T1 and T2, sealed as a whole.
//
//   version (3) | header size, 4 bytes, lowest first | header: the item as on the wire, with "stored" | raw tail
//
// Raw bytes and attachments are not inside: they are blobs of their own, named by id in "stored", the original's first.
// Rows of versions 1 and 2 have their members in a fixed order; they are read, never written.
#pragma once

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
/// Errors: kCorrupt when the bytes are not what encode_item writes or once wrote.
Result<JournalItem> decode_item(ByteView bytes);

}  // namespace frontdesk::desk
