// Trail: the one writer of the audit trail. A record is written in the transaction of the change it is about, so
// there is no change without record and no record without change.
//
//   store.write([&](storage::Tx& tx) -> Result<void> {
//     FD_TRY(assign(tx, …));
//     auto seq = trail.append(tx, {.actor_kind = ActorKind::kUser, .actor_id = 7, .action = "ticket.assign", …});
//     return seq ? Result<void>() : std::move(seq).error();
//   }, done);
//
// Every record has a leaf in the RFC 6962 tree and a link in the chain; every 256 records, and whenever checkpoint() is
// called, the tree's root is signed (verifier/checkpoint.h). The newest link and the tree's right edge are kept in
// memory; a unit of work that was undone is noticed by comparing with the last row, and then they are read again.
// Thread rule: append() and checkpoint() on the writer thread only (inside a unit of work).
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

#include "audit/act.h"
#include "audit/signing_key.h"
#include "audit/verifier/merkle.h"
#include "audit/verifier/record.h"
#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {
struct AuditCheckpointRow;
}

namespace frontdesk::audit {

class Trail {
 public:
  static constexpr Seq kCheckpointEvery = 256;

  /// All three must outlive the trail.
  Trail(const SigningKey& key, const Clock& clock, RandomSource& random);

  /// Writes the record; returns its sequence. Errors: kCorrupt when the stored trail does not fit together, and those
  /// of storage.
  Result<Seq> append(storage::Tx& tx, const Act& act);
  /// Signs the tree as it is now, unless its newest checkpoint already covers it, or signatures are held; returns the
  /// tree's size. To be called every 60 s, at start, stop, backup and export.
  Result<Seq> checkpoint(storage::Tx& tx);
  /// Blanks the details of one record (erasure of personal data); its proof stays valid. `act` tells who does it and
  /// why; it is appended as "audit.redact" of that record, without which the verifier would call the trail broken. A
  /// record that is blanked already stays as it is. Errors: kNotFound, kCorrupt, and those of append().
  Result<void> redact(storage::Tx& tx, Seq seq, Act act);
  /// The policy that acts happen under from now on, e.g. "sop@1f3a…"; part of every record. Call before the first act.
  void set_policy(std::string version) { policy_ = std::move(version); }
  /// The trail was anchored at this size: it can never be shorter again. Any thread.
  void note_anchored(Seq size) { anchored_ = size; }
  /// While held, records go on and nothing is signed (alarms.h). Any thread.
  void hold_signatures(bool held) { held_ = held; }

  [[nodiscard]] const SigningKey& key() const { return key_; }

 private:
  Result<void> catch_up(storage::Tx& tx);
  Result<void> reload(storage::Tx& tx, Seq last, const Hash& chain);
  Result<void> write_checkpoint(storage::Tx& tx);
  /// Signed by our key, and of the right edge that stands in frontier_.
  bool is_ours(const storage::AuditCheckpointRow& row);

  const SigningKey& key_;
  const Clock& clock_;
  RandomSource& random_;
  const std::int64_t run_;  ///< drawn at each start: monotonic times compare only within one
  std::string policy_;
  Hasher hasher_;
  Frontier frontier_;
  Hash chain_{};
  Seq signed_size_ = -1;  ///< size of the newest checkpoint; -1: none, or not read yet
  bool loaded_ = false;
  std::atomic<bool> held_{false};
  std::atomic<Seq> anchored_{0};
};

}  // namespace frontdesk::audit
