// How the daemon is doing: channels by state, and what waits.
#include <map>

#include "desk/channel/query.h"
#include "desk/use_case/entry.h"
#include "storage/traffic/counter.h"
#include "storage/traffic/journal.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {

struct StatusView {
  std::string version;
  std::int64_t schema = 0;
  std::int64_t uptime_s = 0;
  std::map<std::string_view, std::int64_t> channels;
  std::int64_t journal_pending = 0;
  std::int64_t outbox_pending = 0;
  Micros oldest_pending_at;
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
    return status;
  }
};

FD_USE_CASE(ShowStatus)

}  // namespace frontdesk::desk
