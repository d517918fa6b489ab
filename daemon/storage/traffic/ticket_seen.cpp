#include "storage/traffic/ticket_seen.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {

Result<void> set_ticket_seen(Tx& tx, TicketId ticket, UserId user, std::int64_t news) {
  return tx.execute(
      "INSERT INTO ticket_seen (ticket_id, user_id, news) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (ticket_id, user_id) DO UPDATE SET news = excluded.news WHERE excluded.news > ticket_seen.news",
      ticket, user, news);
}

Result<std::int64_t> count_owned_unread(ReadTx& tx, UserId user, std::int64_t most) {
  return read_one(
      tx.query("SELECT count(*) FROM (SELECT id, news FROM ticket WHERE owner_id = ?1 AND open = 1 LIMIT ?2) AS t "
               "LEFT JOIN ticket_seen seen ON seen.ticket_id = t.id AND seen.user_id = ?1 "
               "WHERE t.news > coalesce(seen.news, 0)",
               user, most),
      [](const Statement& row) { return row.integer(0); }, "count");
}

}  // namespace frontdesk::storage
