#include "audit/browse.h"

#include <algorithm>
#include <limits>

#include "storage/tables/audit.h"

namespace frontdesk::audit {
namespace {

/// The first record written at `at` or later; one beyond the last when there is none.
Result<Seq> first_record_at(storage::ReadTx& tx, Micros at) {
  auto head = storage::audit_head(tx);
  if (!head) return std::move(head).error();
  Seq low = 1, high = head->seq + 1;
  while (low < high) {
    const Seq middle = low + (high - low) / 2;
    auto time = storage::find_audit_time(tx, middle);
    if (!time) return std::move(time).error();
    if (!*time) return Error{ErrorCode::kCorrupt, "audit record " + std::to_string(middle) + " is missing"};
    if (**time < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/// The query with its times turned into sequences.
Result<storage::AuditFilter> to_filter(storage::ReadTx& tx, const Query& query) {
  storage::AuditFilter filter{.from_seq = 0,
                              .before_seq = query.before,
                              .action = query.action,
                              .actor_id = query.actor_id,
                              .object_id = query.object_id,
                              .limit = std::clamp(query.limit, 1, 200)};
  if (query.since) {
    auto first = first_record_at(tx, *query.since);
    if (!first) return std::move(first).error();
    filter.from_seq = *first;
  }
  if (query.until) {
    auto end = first_record_at(tx, *query.until);
    if (!end) return std::move(end).error();
    filter.before_seq = query.before > 0 ? std::min(query.before, *end) : *end;
  }
  return filter;
}

}  // namespace

Result<std::vector<Record>> list_records(storage::ReadTx& tx, const Query& query) {
  auto filter = to_filter(tx, query);
  if (!filter) return std::move(filter).error();
  auto rows = storage::list_audit_rows(tx, *filter);
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
