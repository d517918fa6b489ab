#include "storage/search/identifier_index.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {

Result<void> put_identifier(Tx& tx, int kind, ByteView value_index, TicketId ticket) {
  return tx.execute("INSERT INTO identifier (kind, value_index, ticket_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                    kind, value_index, ticket);
}

Result<std::vector<TicketId>> find_by_identifier(ReadTx& tx, int kind, ByteView value_index, std::size_t limit) {
  return read_all(tx.query("SELECT ticket_id FROM identifier WHERE kind = ?1 AND value_index = ?2 "
                           "ORDER BY ticket_id DESC LIMIT ?3",
                           kind, value_index, limit),
                  [](const Statement& row) { return row.id<TicketId>(0); });
}

}  // namespace frontdesk::storage
