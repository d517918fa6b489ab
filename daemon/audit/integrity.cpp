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

  Result<Integrity> run(Seq records) {
    auto head = storage::audit_head(tx_);
    if (!head) return std::move(head).error();
    verdict_.size = head->seq;
    FD_TRY(begin(records));
    auto walked = storage::for_each_audit_row(tx_, frontier_.size() + 1, verdict_.size,
                                              [&](const storage::AuditRow& row) -> Result<void> {
                                                compare_row(row);
                                                return broken() ? Result<void>(stop_walk()) : Result<void>();
                                              });
    if (!walked && !broken()) return std::move(walked).error();
    if (!broken() && frontier_.size() != verdict_.size) fault(frontier_.size() + 1, "records are missing");
    if (!roots_.empty() && roots_.rbegin()->first > verdict_.size) {
      fault(verdict_.size + 1, "the trail is shorter than " + roots_.rbegin()->second.source + " says");
    }
    if (const Seq unnamed = redactions_.first_unnamed(); unnamed > 0) fault(unnamed, kUnnamedRedaction);
    verdict_.intact = !broken();
    return verdict_;
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

  /// Finds the checkpoint to begin at and what has to be met behind it.
  Result<void> begin(Seq records) {
    const Seq wanted = records == kCheckAll ? 0 : std::max<Seq>(0, verdict_.size - records);
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
    auto checkpoints = storage::list_audit_checkpoints(tx_, frontier_.size(), std::numeric_limits<Seq>::max());
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
  std::multimap<Seq, Expected> roots_;
  Integrity verdict_;
};

}  // namespace

Result<Integrity> check_trail(storage::ReadTx& tx, const PublicKey& key, Seq records, std::string_view anchors) {
  Check check(tx, key);
  FD_TRY(check.take_anchors(anchors));
  return check.run(records);
}

}  // namespace frontdesk::audit
