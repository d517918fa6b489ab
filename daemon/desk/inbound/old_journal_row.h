// Journal rows as they were written before items had one description: members in a fixed order, in the desk's terms of
// then. Version 1 ends before what version 2 added. Rows of items that no message holds stay for years.
#pragma once

#include "desk/inbound/item_codec.h"

namespace frontdesk::desk {

/// Errors: kCorrupt, for other versions too.
Result<JournalItem> decode_old_row(ByteView bytes);

}  // namespace frontdesk::desk
