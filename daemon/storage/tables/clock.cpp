#include "storage/tables/clock.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {

Result<std::vector<domain::ServiceClock>> list_clocks(ReadTx& tx, TicketId ticket) {
  return read_all(tx.query("SELECT id, kind, state, round, started_at, due_at, met_at, breached_at FROM clock WHERE "
                           "ticket_id = ?1 ORDER BY id",
                           ticket),
                  [](const Statement& row) {
                    return domain::ServiceClock{row.id<ClockId>(0),
                                                static_cast<domain::ClockKind>(row.integer(1)),
                                                static_cast<domain::ClockState>(row.integer(2)),
                                                row.integer(3),
                                                row.time(4),
                                                row.time(5),
                                                row.time(6),
                                                row.time(7)};
                  });
}

Result<void> save_clocks(Tx& tx, TicketId ticket, std::vector<domain::ServiceClock>& clocks, IdSource& ids) {
  for (domain::ServiceClock& clock : clocks) {
    if (!clock.id.is_set()) clock.id = ids.next<ClockId>();
    auto saved = tx.execute(
        "INSERT INTO clock (id, ticket_id, kind, state, round, started_at, due_at, met_at, breached_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET state = excluded.state, "
        "started_at = excluded.started_at, "
        "due_at = excluded.due_at, met_at = excluded.met_at, breached_at = excluded.breached_at",
        clock.id, ticket, static_cast<std::int64_t>(clock.kind), static_cast<std::int64_t>(clock.state), clock.round,
        clock.started_at, clock.due_at, clock.met_at, clock.breached_at);
    if (!saved) return saved;
  }
  return {};
}

}  // namespace frontdesk::storage
