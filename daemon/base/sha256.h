// SHA-256, for contents that must be the same as before: stored blobs, migrations, plugin files.
#pragma once

#include "base/bytes.h"

namespace frontdesk {

/// 32 bytes. Thread rule: any thread.
Bytes sha256(ByteView data);

}  // namespace frontdesk
