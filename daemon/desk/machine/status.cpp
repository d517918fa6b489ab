// How the daemon is doing: channels by state, and what waits.
#include <algorithm>
#include <array>
#include <map>

#include "audit/alarms.h"
#include "audit/anchor.h"
#include "audit/blob_scrub.h"
#include "desk/audit/service.h"
#include "desk/channel/query.h"
#include "desk/machine/backup_state.h"
#include "desk/use_case/entry.h"
#include "storage/traffic/counter.h"
#include "storage/traffic/journal.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {

/// How much of the audit trail lies outside the database, too, and since when.
struct AuditHealth {
  std::int64_t records = 0;
  std::int64_t anchored = 0;
  Micros anchored_at;
  std::int64_t alarms = 0;
};

template <>
struct View<AuditHealth> {
  static constexpr std::string_view kName = "AuditHealth";
  template <class V>
  static void describe(V& v, const AuditHealth& audit) {
    v.number("records", audit.records);
    v.number("anchored", audit.anchored);
    v.time("anchored_at", audit.anchored_at);
    v.number("alarms", audit.alarms);
  }
};

/// Copies of the data: when the newest was made, when one was last found whole, and whether something is wrong.
struct BackupHealth {
  Micros copied_at;
  Micros drilled_at;
  BackupAlarm alarm = BackupAlarm::kNone;
};

template <>
struct View<BackupHealth> {
  static constexpr std::string_view kName = "BackupHealth";
  static constexpr std::array<std::string_view, 4> kAlarms{"none", "copy_failed", "drill_failed", "old"};
  template <class V>
  static void describe(V& v, const BackupHealth& backup) {
    v.time("copied_at", backup.copied_at);
    v.time("drilled_at", backup.drilled_at);
    v.one_of("alarm", kAlarms, kAlarms[static_cast<std::size_t>(backup.alarm)]);
  }
};

struct StatusView {
  std::string version;
  std::int64_t schema = 0;
  std::int64_t uptime_s = 0;
  std::map<std::string_view, std::int64_t> channels;
  std::int64_t journal_pending = 0;
  std::int64_t outbox_pending = 0;
  Micros oldest_pending_at;
  AuditHealth audit;
  std::int64_t damaged_files = 0;
  BackupHealth backup;
};

template <>
struct View<StatusView> {
  static constexpr std::string_view kName = "Status";
  template <class V>
  static void describe(V& v, const StatusView& status) {
    v.text("version", status.version);
    v.number("schema", status.schema);
    v.number("uptime_s", status.uptime_s);
    v.counts("channels", status.channels);
    v.number("journal_pending", status.journal_pending);
    v.number("outbox_pending", status.outbox_pending);
    v.time("oldest_pending_at", status.oldest_pending_at);
    v.object("audit", status.audit);
    v.number("damaged_files", status.damaged_files);
    v.object("backup", status.backup);
  }
};

namespace {

Result<void> add_backlog(storage::ReadTx& tx, StatusView& status) {
  auto counters = storage::counters_with_prefix(tx, "journal.");
  if (!counters) return std::move(counters).error();
  for (const storage::Counter& counter : *counters) {
    if (counter.name.ends_with(".pending")) status.journal_pending += counter.value;
  }
  auto outbox = storage::count_outbox(tx, std::nullopt);
  if (!outbox) return std::move(outbox).error();
  status.outbox_pending = outbox->waiting;
  auto oldest = storage::oldest_pending_at(tx);
  if (!oldest) return std::move(oldest).error();
  status.oldest_pending_at = oldest->value_or(Micros{});
  return {};
}

Result<AuditHealth> audit_health(Desk& desk) {
  auto state = desk.audit.state();
  if (!state) return std::move(state).error();
  AuditHealth health{.records = state->size, .anchored = 0, .anchored_at = {}, .alarms = 0};
  if (desk.trail_guard.anchor == nullptr) return health;
  const audit::AnchorState anchor = desk.trail_guard.anchor->state();
  health.anchored = std::max<std::int64_t>(anchor.size, 0);
  health.anchored_at = anchor.at;
  health.alarms = std::ranges::count_if(desk.trail_guard.alarms->standing(), audit::is_of_records);
  return health;
}

}  // namespace

struct ShowStatus {
  static constexpr UseCase kUseCase{
      .name = "status.show", .route = {Method::kGet, "/status"}, .right = Right::kSeeChannels};
  template <class V>
  static void describe(V&) {}

  Result<StatusView> run(Desk& desk, const Asked&) {
    auto channels = desk.channel_query.list();
    if (!channels) return std::move(channels).error();
    StatusView status;
    status.version = desk.version;
    status.schema = desk.context.store.schema_version();
    const Duration uptime = desk.context.clock.now() - desk.started_at;
    status.uptime_s = std::chrono::duration_cast<std::chrono::seconds>(uptime).count();
    for (const ChannelView& channel : *channels) ++status.channels[to_text(channel.state)];
    FD_TRY(desk.context.store.read([&](storage::ReadTx& tx) { return add_backlog(tx, status); }));
    auto audit = audit_health(desk);
    if (!audit) return std::move(audit).error();
    status.audit = *audit;
    auto backup = desk.context.store.read([](storage::ReadTx& tx) { return load_backup_state(tx); });
    if (!backup) return std::move(backup).error();
    status.backup = {backup->copied_at, backup->drilled_at, backup->alarm(desk.context.clock.now())};
    if (desk.trail_guard.blobs != nullptr) status.damaged_files = desk.trail_guard.blobs->damaged();
    return status;
  }
};

FD_USE_CASE(ShowStatus)

}  // namespace frontdesk::desk
