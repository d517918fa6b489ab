#include "storage/tables/ticket_merge.h"

#include "domain/ticket/state.h"
#include "storage/tables/rows.h"

namespace frontdesk::storage {

// UNION drops what it has seen, so that a circle, which only a hand in the database could make, comes to an end.
Result<TicketId> current_ticket(ReadTx& tx, TicketId id) {
  return read_one(
      tx.query("WITH RECURSIVE way(id, state, next) AS ("
               "SELECT id, state, merged_into FROM ticket WHERE id = ?1 "
               "UNION SELECT t.id, t.state, t.merged_into FROM way JOIN ticket t ON t.id = way.next "
               "WHERE way.state = ?2) SELECT coalesce((SELECT id FROM way WHERE state <> ?2), ?1) "
               "WHERE EXISTS (SELECT 1 FROM way)",
               id, domain::TicketState::kMerged),
      [](const Statement& row) { return row.id<TicketId>(0); }, "such ticket", "error.ticket_not_found");
}

Result<void> move_talk(Tx& tx, TicketId from, TicketId to) {
  FD_TRY(tx.execute("UPDATE message SET ticket_id = ?2 WHERE ticket_id = ?1 AND (kind <> ?3 OR text_masked <> '')",
                    from, to, domain::MessageKind::kSystem));
  FD_TRY(tx.execute("UPDATE conversation SET ticket_id = ?2 WHERE ticket_id = ?1", from, to));
  // Counts of news add up, and so do the marks of those who have seen them.
  return tx.execute(
      "INSERT INTO ticket_seen (ticket_id, user_id, news) "
      "SELECT ?2, user_id, news FROM ticket_seen WHERE ticket_id = ?1 "
      "ON CONFLICT (ticket_id, user_id) DO UPDATE SET news = ticket_seen.news + excluded.news",
      from, to);
}

}  // namespace frontdesk::storage
