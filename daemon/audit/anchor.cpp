#include "audit/anchor.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "audit/export.h"
#include "audit/verifier/record.h"
#include "audit/verifier/redaction.h"
#include "base/log.h"
#include "storage/sql/row_check.h"
#include "storage/store.h"
#include "storage/tables/audit.h"

namespace frontdesk::audit {
namespace {

/// The trail is anchored every minute; a machine under load may be late.
constexpr Duration kLongestUnanchored = std::chrono::minutes(5);

Result<Record> read_record(storage::ReadTx& tx, Seq seq) {
  auto row = storage::find_audit_row(tx, seq);
  if (!row) return std::move(row).error();
  if (!*row) return Error{ErrorCode::kCorrupt, "audit record " + std::to_string(seq) + " is missing"};
  Hasher hasher;
  auto decoded = decode_record(hasher, (*row)->bytes);
  if (!decoded) return std::move(decoded).error();
  return std::move(decoded->record);
}

/// Records behind the anchor are those of the last minute before a crash: of one run, and not many minutes.
Result<bool> fits_a_crash(storage::ReadTx& tx, Seq anchored, Seq size) {
  auto first = read_record(tx, anchored + 1);
  if (!first) return std::move(first).error();
  auto last = read_record(tx, size);
  if (!last) return std::move(last).error();
  return first->run == last->run && last->monotonic - first->monotonic <= kLongestUnanchored;
}

}  // namespace

Result<Anchor::Notes> Anchor::read_places(const PublicKey& key) const {
  Notes notes;
  bool is_beside = true;
  for (const auto& place : places_) {
    auto kept = place->kept();
    const bool first = std::exchange(is_beside, false);
    if (!kept) {
      const bool is_none = kept.error().code == ErrorCode::kNotFound || kept.error().code == ErrorCode::kUnavailable;
      if (first && !is_none) return std::move(kept).error();
      if (!is_none) log_warning("an audit anchor cannot be read", {{"place", place->name()}, {"error", kept.error()}});
      continue;
    }
    for (const std::string& note : split_notes(*kept)) {
      auto checkpoint = key.open(note);
      if (!checkpoint && first) return std::move(checkpoint).error().context("audit anchor");
      if (!checkpoint) {
        log_warning("an audit anchor is not of this desk's key", {{"place", place->name()}});
        continue;
      }
      notes.all.append(notes.all.empty() ? "" : "\n").append(note);
      if (first) {
        notes.beside = std::max(notes.beside, checkpoint->size);
      } else if (checkpoint->size > notes.elsewhere) {
        notes.elsewhere = checkpoint->size;
        notes.where = place->name();
      }
    }
  }
  return notes;
}

Result<void> Anchor::check() {
  auto key = trail_.key().public_key();
  if (!key) return std::move(key).error();
  auto notes = read_places(*key);
  if (!notes) return std::move(notes).error();
  auto integrity =
      store_.read([&](storage::ReadTx& tx) { return check_trail(tx, *key, kStartCheckRecords, notes->all); });
  if (!integrity) return std::move(integrity).error();
  if (!integrity->intact) {
    return Error{ErrorCode::kCorrupt, "the audit trail is broken at record " + std::to_string(integrity->first_bad) +
                                          " (" + integrity->reason +
                                          "); restore a backup or ask for help, nothing was changed"};
  }
  FD_TRY(alarms_.take_up());
  FD_TRY(alarm_at_gap(*notes, integrity->size));
  return sum_rows_once(integrity->size);
}

Result<void> Anchor::alarm_at_gap(const Notes& notes, Seq size) {
  const auto raise = [&](Seq position, std::string reason) {
    alarms_.raise({.object = kRecordObject, .id = position, .reason = std::move(reason)});
    return Result<void>();
  };
  if (size == 0) return {};
  if (notes.beside < 0) {
    const Seq proven = std::max<Seq>(notes.elsewhere, 0);
    return raise(proven + 1, "the anchor beside the database is gone: nothing vouches for the records from here on");
  }
  if (notes.elsewhere > notes.beside)
    return raise(notes.beside + 1, "the anchor beside the database is older than the one in " + notes.where);
  if (notes.beside == size) return {};
  auto fits = store_.read([&](storage::ReadTx& tx) { return fits_a_crash(tx, notes.beside, size); });
  if (!fits) return std::move(fits).error();
  if (*fits) return {};
  return raise(notes.beside + 1, "the anchor is older than the records behind it can be after a crash");
}

/// The trail says when rows got their sums, and it cannot be made to forget it: check_trail() looks at all of a trail
/// that does not say so.
Result<void> Anchor::sum_rows_once(Seq size) {
  // Nothing is written when nothing is to be: the disk may be full.
  auto has_sums = store_.read([](storage::ReadTx& tx) -> Result<bool> {
    if (!tx.has_row_key()) return true;
    auto done = storage::newest_audit_seq(tx, kSumAction);
    if (!done) return std::move(done).error();
    return *done > 0;
  });
  if (!has_sums) return std::move(has_sums).error();
  if (*has_sums) return {};
  return store_.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    for (const storage::SummedTable& table : storage::summed_tables()) {
      FD_TRY(storage::sum_rows_without(tx, table));
    }
    auto seq = trail_.append(
        tx, {.actor_kind = ActorKind::kSystem, .action = kSumAction, .object_type = kRecordObject, .object_id = size});
    return seq ? Result<void>() : std::move(seq).error();
  });
}

Result<void> Anchor::sign(bool last) {
  if (alarms_.holds_signatures()) return {};
  auto size = store_.write_and_wait([&](storage::Tx& tx) { return trail_.checkpoint(tx); });
  if (!size && size.error().code == ErrorCode::kCorrupt) {
    auto head = store_.read([](storage::ReadTx& tx) { return storage::audit_head(tx); });
    alarms_.raise({.object = kRecordObject, .id = head ? head->seq + 1 : 0, .reason = size.error().message});
  }
  if (!size) return std::move(size).error();
  if (*size == state().size && !last) return {};
  auto note = store_.read([](storage::ReadTx& tx) { return newest_checkpoint(tx); });
  if (!note) return std::move(note).error();
  // The one beside the database has to be there at the next start.
  FD_TRY(places_.front()->keep(*note, clock_.monotonic(), last));
  trail_.note_anchored(*size);
  tell_places(*note, *size, last);
  return {};
}

void Anchor::tell_places(const std::string& note, Seq size, bool last) {
  AnchorState now{size, clock_.now(), {places_.front()->name()}, {}};
  for (std::size_t i = 1; i < places_.size(); ++i) {
    auto kept = places_[i]->keep(note, clock_.monotonic(), last);
    (kept ? now.places : now.missed).push_back(places_[i]->name());
    const auto before = state().missed;
    const bool is_news = std::ranges::find(before, places_[i]->name()) == before.end();
    if (!kept && is_news)
      log_warning("an audit anchor was not kept", {{"place", places_[i]->name()}, {"error", kept.error()}});
  }
  const std::lock_guard lock(mutex_);
  state_ = std::move(now);
}

Result<void> Anchor::accept() {
  alarms_.accept();
  return sign();
}

AnchorState Anchor::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

}  // namespace frontdesk::audit
