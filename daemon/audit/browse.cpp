#include "audit/browse.h"

#include <algorithm>
#include <limits>

#include "storage/audit_repository.h"

namespace frontdesk::audit {

Result<std::vector<Record>> list_records(storage::ReadTx& tx, const Query& query) {
  auto rows = storage::list_audit_rows(
      tx, {query.before, query.action, query.actor_id, query.object_id, std::clamp(query.limit, 1, 200)});
  if (!rows) return std::move(rows).error();
  Hasher hasher;
  std::vector<Record> records;
  records.reserve(rows->size());
  for (const storage::AuditRow& row : *rows) {
    auto decoded = decode_record(hasher, row.bytes);
    if (!decoded) return std::move(decoded).error().context("record " + std::to_string(row.seq));
    records.push_back(std::move(decoded->record));
  }
  return records;
}

Result<TrailState> trail_state(storage::ReadTx& tx) {
  auto head = storage::audit_head(tx);
  if (!head) return std::move(head).error();
  auto checkpoint = storage::find_audit_checkpoint(tx, std::numeric_limits<Seq>::max());
  if (!checkpoint) return std::move(checkpoint).error();
  TrailState state;
  state.size = head->seq;
  if (*checkpoint) {
    state.checkpoint_size = (*checkpoint)->size;
    state.root = to_base64((*checkpoint)->root);
    state.at = (*checkpoint)->at;
  }
  return state;
}

}  // namespace frontdesk::audit
