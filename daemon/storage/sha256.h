// SHA-256 for what the store itself checks: blob contents and migration texts.
#pragma once

#include "base/bytes.h"

namespace frontdesk::storage {

/// 32 bytes. Thread rule: any thread.
Bytes sha256(ByteView data);

}  // namespace frontdesk::storage
