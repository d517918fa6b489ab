// Tables audit_record and audit_checkpoint. What the bytes mean is the audit room's business.
// Thread rule: that of the transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

struct AuditRow {
  std::int64_t seq = 0;
  Bytes bytes;  ///< the canonical record, exactly as hashed
  Bytes leaf;
  Bytes chain;
  Micros at;  ///< this and the following repeat parts of the record for the lists
  std::int64_t actor_id = 0;
  std::string action;
  std::string object_type;
  std::int64_t object_id = 0;
  /// Of sequence and chain hash, and so of all records up to this one (sql/row_sum.h); what insert_audit_row() writes.
  RowProof proof = RowProof::kFits;
};

struct AuditHead {
  std::int64_t seq = 0;  ///< 0: no record yet
  Bytes chain;
};

struct AuditCheckpointRow {
  std::int64_t size = 0;
  Bytes root;
  Bytes frontier;
  std::string note;
  Micros at;
};

/// What a list shows; unset members do not filter.
struct AuditFilter {
  std::int64_t from_seq = 0;    ///< this one and newer
  std::int64_t before_seq = 0;  ///< older than this one; 0: up to the newest
  std::string action;
  std::optional<std::int64_t> actor_id;
  std::optional<std::int64_t> object_id;
  int limit = 50;
};

Result<void> insert_audit_row(Tx& tx, const AuditRow& row);
/// Replaces the bytes of a record whose details are blanked. kNotFound.
Result<void> replace_audit_bytes(Tx& tx, std::int64_t seq, const Bytes& bytes);
/// The last record's sequence and chain hash: one look-up at the end of the primary key.
Result<AuditHead> audit_head(ReadTx& tx);
/// The newest record of this action; 0 when there is none.
Result<std::int64_t> newest_audit_seq(ReadTx& tx, std::string_view action);
/// When this was last done to (or by) the object; looks through the object's own records. nullopt: never.
Result<std::optional<Micros>> newest_audit_time(ReadTx& tx, std::int64_t object_id, std::string_view action);
/// nullopt for a sequence that no record has.
Result<std::optional<Micros>> find_audit_time(ReadTx& tx, std::int64_t seq);
Result<std::optional<AuditRow>> find_audit_row(ReadTx& tx, std::int64_t seq);
/// Calls `use` for every record from `first` to `last`, in order, until it fails. The row is reused between calls.
Result<void> for_each_audit_row(ReadTx& tx, std::int64_t first, std::int64_t last,
                                const std::function<Result<void>(const AuditRow&)>& use);
/// Newest first.
Result<std::vector<AuditRow>> list_audit_rows(ReadTx& tx, const AuditFilter& filter);

Result<void> insert_audit_checkpoint(Tx& tx, const AuditCheckpointRow& row);
/// The newest checkpoint of at most `size` records.
Result<std::optional<AuditCheckpointRow>> find_audit_checkpoint(ReadTx& tx, std::int64_t size);
/// Checkpoints of sizes first … last, in order.
Result<std::vector<AuditCheckpointRow>> list_audit_checkpoints(ReadTx& tx, std::int64_t first, std::int64_t last);

}  // namespace frontdesk::storage
