// Who wrote an item: the customer with that address, or a new one.
#pragma once

#include "base/id.h"
#include "base/result.h"
#include "desk/context.h"
#include "desk/inbound/rendition.h"
#include "storage/sql/transaction.h"

namespace frontdesk::desk {

/// A sender that nobody knows is a customer of this item alone.
Result<CustomerId> customer_of(Context& context, storage::Tx& tx, const Rendition& rendition);

}  // namespace frontdesk::desk
