// Identifier index: from an order number, a tracking number or the tail of a phone to its tickets, exactly.
//
// `value_index` is a keyed hash of the normalised value (privacy/seal/vault.h): the value itself is not stored here.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// Putting the same again is no error.
Result<void> put_identifier(Tx& tx, int kind, ByteView value_index, TicketId ticket);
/// Newest ticket first.
Result<std::vector<TicketId>> find_by_identifier(ReadTx& tx, int kind, ByteView value_index, std::size_t limit);

}  // namespace frontdesk::storage
