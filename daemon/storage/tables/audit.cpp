#include "storage/tables/audit.h"

#include <limits>

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

Bytes sum_of(const ReadTx& tx, const AuditRow& row) { return tx.row_sum("audit_record", row.seq, row.chain); }

void read_row(const ReadTx& tx, const Statement& statement, AuditRow& row) {
  const auto assign = [&](Bytes& out, int column) {
    const ByteView bytes = statement.blob_view(column);
    out.assign(bytes.begin(), bytes.end());
  };
  row.seq = statement.integer(0);
  assign(row.bytes, 1);
  assign(row.leaf, 2);
  assign(row.chain, 3);
  row.at = statement.time(4);
  row.actor_id = statement.integer(5);
  row.action = statement.text_view(6);
  row.object_type = statement.text_view(7);
  row.object_id = statement.integer(8);
  row.proof = tx.compare_sum(statement.blob_view(9), sum_of(tx, row));
}

AuditCheckpointRow read_checkpoint(const Statement& statement) {
  AuditCheckpointRow row;
  row.size = statement.integer(0);
  row.root = statement.blob(1);
  row.frontier = statement.blob(2);
  row.note = statement.text(3);
  row.at = statement.time(4);
  return row;
}

/// ?1 the end, ?2 action, ?3 actor, ?4 object, ?5 the limit, ?6 the beginning. Made of literals only; what is filtered
/// by stands alone, so that its index serves.
std::string listing_sql(const AuditFilter& filter) {
  std::string sql =
      "SELECT seq, bytes, leaf, chain, at, actor_id, action, object_type, object_id, mac FROM audit_record WHERE seq < "
      "?1 "
      "AND seq >= ?6";
  sql += filter.action.empty() ? " AND ?2 = ?2" : " AND action = ?2";
  sql += filter.actor_id ? " AND actor_id = ?3" : " AND ?3 = ?3";
  sql += filter.object_id ? " AND object_id = ?4" : " AND ?4 = ?4";
  return sql + " ORDER BY seq DESC LIMIT ?5";
}

}  // namespace

Result<void> insert_audit_row(Tx& tx, const AuditRow& row) {
  return tx.execute(
      "INSERT INTO audit_record (seq, bytes, leaf, chain, at, actor_id, action, object_type, object_id, mac)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      row.seq, row.bytes, row.leaf, row.chain, row.at, row.actor_id, row.action, row.object_type, row.object_id,
      sum_of(tx, row));
}

Result<void> replace_audit_bytes(Tx& tx, std::int64_t seq, const Bytes& bytes) {
  auto done = tx.execute("UPDATE audit_record SET bytes = ?2 WHERE seq = ?1", seq, bytes);
  if (done && tx.changes() == 0) return Error{ErrorCode::kNotFound, "no audit record " + std::to_string(seq)};
  return done;
}

Result<AuditHead> audit_head(ReadTx& tx) {
  auto last =
      read_first(tx.query("SELECT seq, chain FROM audit_record ORDER BY seq DESC LIMIT 1"), [](const Statement& row) {
        return AuditHead{row.integer(0), row.blob(1)};
      });
  if (!last) return std::move(last).error();
  return std::move(*last).value_or(AuditHead{});
}

Result<std::int64_t> newest_audit_seq(ReadTx& tx, std::string_view action) {
  auto newest = read_first(tx.query("SELECT seq FROM audit_record WHERE action = ?1 ORDER BY seq DESC LIMIT 1", action),
                           [](const Statement& row) { return row.integer(0); });
  if (!newest) return std::move(newest).error();
  return newest->value_or(0);
}

// The plus keeps the index of all that was ever done under this name out of it.
Result<std::optional<Micros>> newest_audit_time(ReadTx& tx, std::int64_t object_id, std::string_view action) {
  return read_first(
      tx.query("SELECT at FROM audit_record WHERE object_id = ?1 AND +action = ?2 ORDER BY seq DESC LIMIT 1", object_id,
               action),
      [](const Statement& row) { return row.time(0); });
}

Result<std::optional<Micros>> find_audit_time(ReadTx& tx, std::int64_t seq) {
  return read_first(tx.query("SELECT at FROM audit_record WHERE seq = ?1", seq),
                    [](const Statement& row) { return row.time(0); });
}

Result<std::optional<AuditRow>> find_audit_row(ReadTx& tx, std::int64_t seq) {
  std::optional<AuditRow> found;
  auto done = for_each_audit_row(tx, seq, seq, [&](const AuditRow& row) {
    found = row;
    return Result<void>();
  });
  if (!done) return std::move(done).error();
  return found;
}

Result<void> for_each_audit_row(ReadTx& tx, std::int64_t first, std::int64_t last,
                                const std::function<Result<void>(const AuditRow&)>& use) {
  Statement statement = tx.query(
      "SELECT seq, bytes, leaf, chain, at, actor_id, action, object_type, object_id, mac FROM audit_record"
      " WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq",
      first, last);
  AuditRow row;
  while (true) {
    auto more = statement.step();
    if (!more) return std::move(more).error();
    if (!*more) return {};
    read_row(tx, statement, row);
    FD_TRY(use(row));
  }
}

Result<std::vector<AuditRow>> list_audit_rows(ReadTx& tx, const AuditFilter& filter) {
  const std::int64_t end = filter.before_seq > 0 ? filter.before_seq : std::numeric_limits<std::int64_t>::max();
  return read_all(tx.query(listing_sql(filter), end, filter.action, filter.actor_id.value_or(-1),
                           filter.object_id.value_or(-1), filter.limit, filter.from_seq),
                  [&tx](const Statement& statement) {
                    AuditRow row;
                    read_row(tx, statement, row);
                    return row;
                  });
}

Result<void> insert_audit_checkpoint(Tx& tx, const AuditCheckpointRow& row) {
  return tx.execute(
      "INSERT INTO audit_checkpoint (size, root, frontier, note, at) VALUES (?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT (size) DO UPDATE SET root = excluded.root, frontier = excluded.frontier, note = excluded.note,"
      " at = excluded.at",
      row.size, row.root, row.frontier, row.note, row.at);
}

Result<std::optional<AuditCheckpointRow>> find_audit_checkpoint(ReadTx& tx, std::int64_t size) {
  return read_first(tx.query("SELECT size, root, frontier, note, at FROM audit_checkpoint WHERE size <= ?1 "
                             "ORDER BY size DESC LIMIT 1",
                             size),
                    read_checkpoint);
}

Result<std::vector<AuditCheckpointRow>> list_audit_checkpoints(ReadTx& tx, std::int64_t first, std::int64_t last) {
  return read_all(tx.query("SELECT size, root, frontier, note, at FROM audit_checkpoint WHERE size BETWEEN ?1 AND ?2 "
                           "ORDER BY size",
                           first, last),
                  read_checkpoint);
}

}  // namespace frontdesk::storage
