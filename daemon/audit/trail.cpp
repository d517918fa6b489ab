#include "audit/trail.h"

#include <algorithm>
#include <limits>

#include "audit/integrity.h"
#include "audit/verifier/redaction.h"
#include "storage/tables/audit.h"

namespace frontdesk::audit {
namespace {

Bytes to_bytes(const Hash& hash) { return {hash.begin(), hash.end()}; }

std::int64_t draw_number(RandomSource& random) {
  std::uint64_t number = 0;
  for (const std::uint8_t byte : random.bytes(8)) number = number << 8 | byte;
  return static_cast<std::int64_t>(number);
}

Error corrupt(std::string what) { return {ErrorCode::kCorrupt, "audit trail: " + std::move(what)}; }

}  // namespace

Trail::Trail(const SigningKey& key, const Clock& clock, RandomSource& random)
    : key_(key), clock_(clock), random_(random), run_(draw_number(random)) {}

Result<Seq> Trail::append(storage::Tx& tx, const Act& act) {
  FD_TRY(catch_up(tx));
  Record record{frontier_.size() + 1, clock_.now(), clock_.monotonic(), run_, policy_, act, false};
  Salt salt;
  random_.fill(salt);
  Encoded encoded = encode_record(hasher_, record, salt);
  chain_ = hasher_.link(chain_, encoded.leaf);
  frontier_.add(hasher_, encoded.leaf);
  storage::AuditRow row{
      record.seq, std::move(encoded.bytes), to_bytes(encoded.leaf), to_bytes(chain_), record.at, act.actor_id,
      act.action, act.object_type,          act.object_id};
  if (auto stored = storage::insert_audit_row(tx, row); !stored) {
    loaded_ = false;
    return std::move(stored).error();
  }
  if (!held_ && frontier_.size() - std::max<Seq>(signed_size_, 0) >= kCheckpointEvery) {
    FD_TRY(write_checkpoint(tx));
  }
  return record.seq;
}

Result<Seq> Trail::checkpoint(storage::Tx& tx) {
  FD_TRY(catch_up(tx));
  if (held_) return frontier_.size();
  // Asked of the table, not of memory: a checkpoint whose unit was undone leaves no other trace.
  auto newest = storage::find_audit_checkpoint(tx, frontier_.size());
  if (!newest) return std::move(newest).error();
  if (!*newest || (*newest)->size != frontier_.size()) {
    FD_TRY(write_checkpoint(tx));
  }
  return frontier_.size();
}

Result<void> Trail::redact(storage::Tx& tx, Seq seq, Act act) {
  auto row = storage::find_audit_row(tx, seq);
  if (!row) return std::move(row).error();
  if (!*row) return Error{ErrorCode::kNotFound, "no audit record " + std::to_string(seq)};
  auto blanked = redact_record((*row)->bytes);
  if (!blanked) return std::move(blanked).error();
  if (*blanked == (*row)->bytes) return {};
  act.action = kRedactAction;
  act.object_type = kRecordObject;
  act.object_id = seq;
  FD_TRY(append(tx, act));
  return storage::replace_audit_bytes(tx, seq, *blanked);
}

/// A unit that was undone took its rows with it, but not what we remember: the last row's link tells.
Result<void> Trail::catch_up(storage::Tx& tx) {
  auto head = storage::audit_head(tx);
  if (!head) return std::move(head).error();
  const std::optional<Hash> link = head->seq == 0 ? Hash{} : to_hash(head->chain);
  if (!link) return corrupt("the last link is damaged");
  if (loaded_ && head->seq == frontier_.size() && *link == chain_) return {};
  return reload(tx, head->seq, *link);
}

Result<void> Trail::reload(storage::Tx& tx, Seq last, const Hash& chain) {
  loaded_ = false;
  if (last < anchored_) return corrupt("records behind " + std::to_string(last) + " that were signed are gone");
  auto newest = storage::find_audit_checkpoint(tx, last);
  if (!newest) return std::move(newest).error();
  signed_size_ = *newest ? (*newest)->size : -1;
  auto start = *newest ? Frontier::from_bytes((*newest)->size, (*newest)->frontier) : Frontier();
  if (!start) return corrupt("the newest checkpoint is damaged");
  frontier_ = std::move(*start);
  if (*newest && !is_ours(**newest)) return corrupt("the newest checkpoint is not signed as stored");
  auto summed_from = storage::newest_audit_seq(tx, kSumAction);
  if (!summed_from) return std::move(summed_from).error();
  const Seq summed = *summed_from > 0 ? *summed_from : std::numeric_limits<Seq>::max();
  auto read =
      storage::for_each_audit_row(tx, frontier_.size() + 1, last, [&](const storage::AuditRow& row) -> Result<void> {
        const auto leaf = to_hash(row.leaf);
        if (!leaf || row.seq != frontier_.size() + 1)
          return corrupt("record " + std::to_string(row.seq) + " is damaged");
        // What is read here will be signed: nothing but our own.
        if (row.proof == storage::RowProof::kDiffers || (row.proof == storage::RowProof::kMissing && row.seq > summed))
          return corrupt("record " + std::to_string(row.seq) + " was not written by this desk");
        frontier_.add(hasher_, *leaf);
        return {};
      });
  if (!read) return read;
  if (frontier_.size() != last) return corrupt("records are missing before " + std::to_string(last));
  chain_ = chain;
  loaded_ = true;
  return {};
}

bool Trail::is_ours(const storage::AuditCheckpointRow& row) {
  auto key = key_.public_key();
  if (!key) return false;
  const auto checkpoint = key->open(row.note);
  return checkpoint && checkpoint->size == row.size && checkpoint->root == frontier_.root(hasher_);
}

Result<void> Trail::write_checkpoint(storage::Tx& tx) {
  const Hash root = frontier_.root(hasher_);
  auto note = key_.sign(frontier_.size(), root);
  if (!note) return std::move(note).error();
  auto stored = storage::insert_audit_checkpoint(
      tx, {frontier_.size(), to_bytes(root), frontier_.to_bytes(), std::move(*note), clock_.now()});
  if (stored) signed_size_ = frontier_.size();
  return stored;
}

}  // namespace frontdesk::audit
