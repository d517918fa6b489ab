// How the original bytes of an item lie in their blob: without the attachments that lie beside it.
//
// An attachment's base64 lines make up most of a mail, and the attachment is a blob of its own. A stretch of the
// original that is exactly an attachment in base64 is left out, and put back, byte for byte, from that attachment.
// Whether it is exact is found out by encoding, not believed.
//
//   mark "\0fdo1" | number of gaps | gap: position in what is kept, attachment, line length, ends of line (1 LF, 2
//   CRLF)
//   ... | what is kept                                          numbers: 4 bytes, lowest first
//
// Bytes without the mark are the original itself: no attachment was found in it, or it was stored by an older daemon.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "desk/inbound/item.h"

namespace frontdesk::desk {

/// What is to be stored of item.raw; moved out of the item.
std::string take_original(InboundItem& item);

/// The original's bytes. `attachments`: the bytes of the item's attachments, in their order. Errors: kCorrupt.
Result<std::string> restore_original(std::string_view stored, std::span<const std::string_view> attachments);

}  // namespace frontdesk::desk
