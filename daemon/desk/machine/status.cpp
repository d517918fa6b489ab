// How the daemon is doing: channels by state, and what waits.
#include <algorithm>
#include <map>

#include "audit/anchor.h"
#include "desk/audit/service.h"
#include "desk/channel/query.h"
#include "desk/machine/backup_state.h"
#include "desk/machine/probe.h"
#include "desk/machine/room_history.h"
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
};

template <>
struct View<AuditHealth> {
  static constexpr std::string_view kName = "AuditHealth";
  template <class V>
  static void describe(V& v, const AuditHealth& audit) {
    v.number("records", audit.records);
    v.number("anchored", audit.anchored);
    v.time("anchored_at", audit.anchored_at);
  }
};

/// Copies of the data: when the newest was made, and when one was last found whole.
struct BackupHealth {
  Micros copied_at;
  Micros drilled_at;
};

template <>
struct View<BackupHealth> {
  static constexpr std::string_view kName = "BackupHealth";
  template <class V>
  static void describe(V& v, const BackupHealth& backup) {
    v.time("copied_at", backup.copied_at);
    v.time("drilled_at", backup.drilled_at);
  }
};

/// Housekeeping, in bytes: what lies on the disk, what is left of it, and how long it lasts (P-42).
struct SizeHealth {
  SizeFacts stored;
  std::int64_t free = 0;
  std::int64_t disk = 0;
  Micros full_at;
};

template <>
struct View<SizeHealth> {
  static constexpr std::string_view kName = "SizeHealth";
  template <class V>
  static void describe(V& v, const SizeHealth& sizes) {
    v.number("database", sizes.stored.database);
    v.number("log", sizes.stored.log);
    v.number("files", sizes.stored.files);
    v.number("backups", sizes.stored.backups);
    v.number("free", sizes.free);
    v.number("disk", sizes.disk);
    v.time("full_at", sizes.full_at);
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
  BackupHealth backup;
  SizeHealth sizes;
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
    v.object("backup", status.backup);
    v.object("sizes", status.sizes);
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
  AuditHealth health{.records = state->size, .anchored = 0, .anchored_at = {}};
  if (desk.trail_guard.anchor == nullptr) return health;
  const audit::AnchorState anchor = desk.trail_guard.anchor->state();
  health.anchored = std::max<std::int64_t>(anchor.size, 0);
  health.anchored_at = anchor.at;
  return health;
}

Result<SizeHealth> size_health(Desk& desk) {
  SizeHealth health;
  if (desk.machine.probe == nullptr) return health;
  Facts facts;
  facts.now = desk.context.clock.now();
  desk.machine.probe->look(facts);
  health.stored = facts.sizes.value_or(SizeFacts{});
  if (!facts.room) return health;
  health.free = facts.room->free_bytes;
  health.disk = facts.room->total_bytes;
  auto history = desk.context.store.read([](storage::ReadTx& tx) { return load_room_history(tx); });
  if (!history) return std::move(history).error();
  if (const auto in = full_in(*history, {facts.now, health.free})) health.full_at = facts.now + *in;
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
    status.backup = {backup->copied_at, backup->drilled_at};
    auto sizes = size_health(desk);
    if (!sizes) return std::move(sizes).error();
    status.sizes = *sizes;
    return status;
  }
};

FD_USE_CASE(ShowStatus)

}  // namespace frontdesk::desk
