#include "audit/scrub.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

#include "audit/durable_file.h"
#include "audit/integrity.h"
#include "audit/verifier/redaction.h"
#include "base/log.h"
#include "storage/sql/row_check.h"
#include "storage/store.h"

namespace frontdesk::audit {
namespace {

constexpr std::int64_t kBeforeAll = std::numeric_limits<std::int64_t>::min();
constexpr std::array<std::string_view, 3> kPeople{"user", "session", "channel"};

}  // namespace

Scrub::Progress Scrub::progress() const {
  const std::lock_guard lock(mutex_);
  return at_;
}

// A place that somebody else wrote costs a round at the most.
void Scrub::load() {
  if (std::exchange(loaded_, true)) return;
  Progress at{1, 0, kBeforeAll};
  if (auto text = file_.empty() ? Error{ErrorCode::kNotFound, ""} : read_small_file(file_, false)) {
    long long record = 0, row = 0;
    unsigned long table = 0;
    if (std::sscanf(text->c_str(), "%lld %lu %lld", &record, &table, &row) == 3)  // NOLINT(cert-err34-c)
      at = {std::max<Seq>(record, 1), table % storage::summed_tables().size(), row};
  }
  const std::lock_guard lock(mutex_);
  at_ = at;
}

Result<void> Scrub::check_people() {
  for (const storage::SummedTable& table : storage::summed_tables()) {
    if (std::ranges::find(kPeople, table.object) == kPeople.end()) continue;
    std::int64_t row = kBeforeAll;
    for (bool more = true; more;) {
      auto checked = check_stretch(table, row);
      if (!checked) return std::move(checked).error();
      more = *checked;
    }
  }
  return {};
}

Result<void> Scrub::step() {
  load();
  Progress at = progress();
  FD_TRY(check_records(at));
  FD_TRY(check_rows(at));
  {
    const std::lock_guard lock(mutex_);
    at_ = at;
  }
  if (file_.empty()) return {};
  return write_durably(
      file_, std::to_string(at.record) + " " + std::to_string(at.table) + " " + std::to_string(at.row) + "\n", 0600);
}

Result<void> Scrub::check_records(Progress& at) {
  auto key = trail_.key().public_key();
  if (!key) return std::move(key).error();
  auto integrity =
      store_.read([&](storage::ReadTx& tx) { return check_stretch_of_trail(tx, *key, at.record, kRecords); });
  if (!integrity) return std::move(integrity).error();
  if (!integrity->intact)
    alarms_.raise({.object = kRecordObject, .id = integrity->first_bad, .reason = integrity->reason});
  at.record = integrity->checked_to >= integrity->size ? 1 : integrity->checked_to + 1;
  return {};
}

/// Small tables in one go, a large one a stretch at a time.
Result<void> Scrub::check_rows(Progress& at) {
  const auto tables = storage::summed_tables();
  for (std::size_t i = 0; i < tables.size(); ++i) {
    auto more = check_stretch(tables[at.table], at.row);
    if (!more) return std::move(more).error();
    if (*more) return {};
    at.table = (at.table + 1) % tables.size();
    at.row = kBeforeAll;
  }
  return {};
}

Result<bool> Scrub::check_stretch(const storage::SummedTable& table, std::int64_t& row) {
  auto checked = store_.read([&](storage::ReadTx& tx) { return storage::check_rows(tx, table, row, kRows); });
  if (!checked) return std::move(checked).error();
  for (const Alarm& alarm : alarms_.standing()) {
    const bool was_looked_at = alarm.object == table.object && alarm.id > row && alarm.id <= checked->last;
    if (was_looked_at && std::ranges::find(checked->unproven, alarm.id) == checked->unproven.end())
      alarms_.settle(alarm.object, alarm.id);
  }
  for (const std::int64_t id : checked->unproven)
    alarms_.raise({.object = std::string(table.object), .id = id, .reason = "the row was changed past the desk"});
  row = checked->last;
  return !checked->is_end;
}

}  // namespace frontdesk::audit
