// TicketFiles: files on their way into a reply, and files that came with a message. Rights were checked before. Thread
// rule: any thread but the store's writer.
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "privacy/text_types.h"

namespace frontdesk::desk {

/// Bytes of an attachment and how to show them.
struct AttachmentContent {
  privacy::MaskedText name;  ///< a saved file keeps the name that the page shows
  std::string mime;
  Bytes bytes;
};

struct UploadedFile {
  AttachmentId id;
  std::string name;
  std::string mime;
  std::int64_t size = 0;
};

class TicketFiles {
 public:
  explicit TicketFiles(Context& context) : context_(context) {}

  /// kInvalid without a name; kLimit when the actor holds too much that was not sent (desk/limits.h).
  Result<UploadedFile> upload(const Actor& actor, const std::string& name, const std::string& mime, ByteView bytes);
  /// The look is on record before the bytes are given.
  Result<AttachmentContent> open(const Actor& actor, AttachmentId id);

 private:
  Context& context_;
};

}  // namespace frontdesk::desk
