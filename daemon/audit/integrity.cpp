#include "audit/integrity.h"

#include <algorithm>
#include <limits>
#include <map>

#include "audit/verifier/merkle.h"
#include "audit/verifier/record.h"
#include "audit/verifier/redaction.h"
#include "storage/tables/audit.h"

namespace frontdesk::audit {
namespace {

/// Ends the walk over the records at the first fault; never leaves this file.
Error stop_walk() { return {ErrorCode::kCorrupt, "audit trail is broken"}; }

class Check {
 public:
  Check(storage::ReadTx& tx, const PublicKey& key) : tx_(tx), key_(key) {}

  Result<void> take_anchors(std::string_view text) {
    for (const std::string& note : split_notes(text)) {
      Result<Checkpoint> anchor = key_.open(note);
      if (!anchor) return std::move(anchor).error().context("audit anchor");
      roots_.emplace(anchor->size, Expected{anchor->root, "the anchor"});
    }
    return {};
  }

  /// The newest `records`, up to the end.
  Result<Integrity> run(Seq records) {
    auto head = storage::audit_head(tx_);
    if (!head) return std::move(head).error();
    verdict_.size = verdict_.checked_to = head->seq;
    FD_TRY(learn_sums());
    if (tx_.has_row_key() && summed_from_ == 0) records = kCheckAll;
    FD_TRY(
        begin(records == kCheckAll ? 0 : std::max<Seq>(0, verdict_.size - records), std::numeric_limits<Seq>::max()));
    FD_TRY(walk());
    if (!roots_.empty() && roots_.rbegin()->first > verdict_.size) {
      fault(verdict_.size + 1, "the trail is shorter than " + roots_.rbegin()->second.source + " says");
    }
    return conclude();
  }

  /// At least `records` records from `from` on, to a checkpoint or the end.
  Result<Integrity> run_stretch(Seq from, Seq records) {
    auto head = storage::audit_head(tx_);
    if (!head) return std::move(head).error();
    verdict_.size = verdict_.checked_to = head->seq;
    FD_TRY(learn_sums());
    const Seq most = from + 2 * records;
    FD_TRY(begin(std::clamp<Seq>(from - 1, 0, verdict_.size), most));
    const auto end = roots_.lower_bound(from + records);
    verdict_.checked_to = std::min(end != roots_.end() ? end->first : most, verdict_.size);
    roots_.erase(roots_.upper_bound(verdict_.checked_to), roots_.end());
    FD_TRY(walk());
    return conclude();
  }

 private:
  struct Expected {
    Hash root;
    std::string source;
  };

  [[nodiscard]] bool broken() const { return verdict_.first_bad != 0; }
  void fault(Seq seq, std::string reason) {
    if (broken()) return;
    verdict_.first_bad = seq;
    verdict_.reason = std::move(reason);
  }

  Result<void> learn_sums() {
    auto summed = storage::newest_audit_seq(tx_, kSumAction);
    if (!summed) return std::move(summed).error();
    summed_from_ = *summed;
    auto newest = storage::find_audit_checkpoint(tx_, verdict_.size);
    if (!newest) return std::move(newest).error();
    signed_to_ = *newest ? (*newest)->size : 0;
    return {};
  }

  Result<void> walk() {
    auto walked = storage::for_each_audit_row(tx_, frontier_.size() + 1, verdict_.checked_to,
                                              [&](const storage::AuditRow& row) -> Result<void> {
                                                compare_row(row);
                                                return broken() ? Result<void>(stop_walk()) : Result<void>();
                                              });
    if (!walked && !broken()) return std::move(walked).error();
    if (!broken() && frontier_.size() != verdict_.checked_to) fault(frontier_.size() + 1, "records are missing");
    return {};
  }

  /// A record that is blanked must be named by a later one, which may lie behind the stretch.
  Result<Integrity> conclude() {
    for (const Seq unnamed : redactions_.unnamed()) {
      auto named = storage::list_audit_rows(tx_, {.action = kRedactAction, .object_id = unnamed, .limit = 1});
      if (!named) return std::move(named).error();
      if (named->empty() || named->front().seq <= verdict_.checked_to) fault(unnamed, kUnnamedRedaction);
    }
    verdict_.intact = !broken();
    return verdict_;
  }

  /// Finds the checkpoint to begin at, `wanted` or before, and what has to be met behind it, up to `last`.
  Result<void> begin(Seq wanted, Seq last) {
    auto start = storage::find_audit_checkpoint(tx_, wanted);
    if (!start) return std::move(start).error();
    if (*start) open_start(**start);
    verdict_.checked_from = frontier_.size() + 1;
    if (frontier_.size() > 0) {
      auto row = storage::find_audit_row(tx_, frontier_.size());
      if (!row) return std::move(row).error();
      const auto link = *row ? to_hash((*row)->chain) : std::nullopt;
      if (!link) fault(frontier_.size(), "the record under the checkpoint is missing");
      chain_ = link.value_or(Hash{});
    }
    auto checkpoints = storage::list_audit_checkpoints(tx_, frontier_.size(), last);
    if (!checkpoints) return std::move(checkpoints).error();
    for (const auto& row : *checkpoints) expect(row);
    meet_roots();
    return {};
  }

  void open_start(const storage::AuditCheckpointRow& row) {
    auto frontier = Frontier::from_bytes(row.size, row.frontier);
    if (!frontier) return fault(1, "the tree of checkpoint " + std::to_string(row.size) + " is damaged");
    frontier_ = std::move(*frontier);
  }

  void expect(const storage::AuditCheckpointRow& row) {
    const Result<Checkpoint> checkpoint = key_.open(row.note);
    const bool fits = checkpoint && checkpoint->size == row.size && to_hash(row.root) == checkpoint->root;
    if (!fits) return fault(row.size, "checkpoint " + std::to_string(row.size) + " is not signed as stored");
    roots_.emplace(row.size, Expected{checkpoint->root, "a checkpoint"});
  }

  void meet_roots() {
    const auto [first, last] = roots_.equal_range(frontier_.size());
    if (first == last) return;
    const Hash root = frontier_.root(hasher_);
    for (auto it = first; it != last; ++it) {
      if (it->second.root != root) fault(met_ + 1, "the records differ from what " + it->second.source + " signed");
    }
    met_ = frontier_.size();
  }

  void compare_row(const storage::AuditRow& row) {
    const Seq expected = frontier_.size() + 1;
    if (row.seq != expected) return fault(expected, "records are missing");
    const Result<Decoded> decoded = decode_record(hasher_, row.bytes);
    if (!decoded) return fault(expected, decoded.error().message);
    const Record& record = decoded->record;
    chain_ = hasher_.link(chain_, decoded->leaf);
    if (record.seq != expected || to_hash(row.leaf) != decoded->leaf || to_hash(row.chain) != chain_) {
      return fault(expected, "the record does not fit the chain");
    }
    const bool columns_agree = row.at == record.at && row.actor_id == record.act.actor_id &&
                               row.action == record.act.action && row.object_type == record.act.object_type &&
                               row.object_id == record.act.object_id;
    if (!columns_agree) return fault(expected, "the record's columns differ from its bytes");
    if (row.proof == storage::RowProof::kDiffers)
      return fault(expected, "the record was not written by this desk: its sum does not fit");
    const bool needs_sum = tx_.has_row_key() && summed_from_ > 0 && expected > std::max(summed_from_, signed_to_);
    if (needs_sum && row.proof == storage::RowProof::kMissing)
      return fault(expected, "the record was not written by this desk: it has no sum");
    redactions_.see(record);
    frontier_.add(hasher_, decoded->leaf);
    meet_roots();
  }

  storage::ReadTx& tx_;
  const PublicKey& key_;
  Hasher hasher_;
  Frontier frontier_;
  RedactionBook redactions_;
  Hash chain_{};
  Seq met_ = 0;
  Seq summed_from_ = 0;  ///< the record that says that rows got their sums; 0: none says so
  Seq signed_to_ = 0;    ///< size of the newest checkpoint: records behind it are proven by their sums only
  std::multimap<Seq, Expected> roots_;
  Integrity verdict_;
};

}  // namespace

Result<Integrity> check_trail(storage::ReadTx& tx, const PublicKey& key, Seq records, std::string_view anchors) {
  Check check(tx, key);
  FD_TRY(check.take_anchors(anchors));
  return check.run(records);
}

Result<Integrity> check_stretch_of_trail(storage::ReadTx& tx, const PublicKey& key, Seq from, Seq records) {
  return Check(tx, key).run_stretch(from, records);
}

}  // namespace frontdesk::audit
