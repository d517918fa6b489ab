#include "desk/machine/gather.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "audit/alarms.h"
#include "audit/anchor.h"
#include "audit/anchor_place.h"
#include "audit/blob_scrub.h"
#include "desk/channel/query.h"
#include "desk/machine/channel_rhythm.h"
#include "desk/machine/clock_watch.h"
#include "desk/machine/probe.h"
#include "desk/machine/room_history.h"
#include "desk/plugin/approval.h"
#include "desk/use_case/desk.h"
#include "storage/store.h"
#include "storage/tables/audit.h"
#include "storage/tables/setting.h"
#include "storage/traffic/counter.h"
#include "storage/traffic/journal.h"
#include "storage/traffic/outbox.h"
#include "storage/traffic/pace.h"

namespace frontdesk::desk {
namespace {

using std::chrono::hours;

/// The value, or nothing: a part that cannot be read is unknown, and other parts are told all the same.
template <class T>
std::optional<T> known(Result<T> result) {
  return result ? std::optional<T>(std::move(*result)) : std::nullopt;
}

StoreFacts store_facts(storage::Store& store) {
  StoreFacts facts;
  facts.writes = store.is_writable();
  facts.takes_mail = store.takes_mail(&facts.reason);
  return facts;
}

Result<TrailFacts> trail_facts(storage::ReadTx& tx, Desk& desk) {
  auto head = storage::audit_head(tx);
  if (!head) return std::move(head).error();
  TrailFacts facts;
  facts.size = head->seq;
  for (const audit::Alarm& alarm : desk.trail_guard.alarms->standing())
    if (audit::is_of_records(alarm)) facts.alarms.push_back(alarm);
  const audit::AnchorState anchor = desk.trail_guard.anchor->state();
  facts.anchored = std::max<std::int64_t>(anchor.size, 0);
  facts.anchored_at = anchor.size < 0 ? desk.started_at : anchor.at;
  // Not every machine has a system log; what the administrator named counts.
  const std::string system_log = audit::SystemLogAnchor().name();
  std::ranges::remove_copy(anchor.missed, std::back_inserter(facts.missed), system_log);
  return facts;
}

Result<BackupFacts> backup_facts(storage::ReadTx& tx) {
  auto state = load_backup_state(tx);
  if (!state) return std::move(state).error();
  auto first = storage::find_audit_time(tx, 1);
  if (!first) return std::move(first).error();
  return BackupFacts{std::move(*state), first->value_or(Micros{})};
}

Result<ZoneFacts> zone_facts(storage::ReadTx& tx) {
  auto setting = storage::find_setting(tx, "shop.time_zone");
  if (!setting) return std::move(setting).error();
  const std::string name = *setting ? (*setting)->value : kDefaultZone;
  return ZoneFacts{name, is_known_zone(name)};
}

Result<TrafficFacts> traffic_facts(storage::ReadTx& tx, Micros now) {
  TrafficFacts facts;
  auto journal = storage::counters_with_prefix(tx, "journal.");
  if (!journal) return std::move(journal).error();
  for (const storage::Counter& counter : *journal)
    if (counter.name.ends_with(".pending")) facts.items += counter.value;
  auto item = storage::oldest_pending_at(tx);
  if (!item) return std::move(item).error();
  if (*item) facts.oldest_item = now - **item;
  auto outbox = storage::count_outbox(tx, std::nullopt);
  if (!outbox) return std::move(outbox).error();
  facts.replies = outbox->waiting;
  auto reply = storage::oldest_waiting_reply(tx);
  if (!reply) return std::move(reply).error();
  if (*reply) facts.oldest_reply = now - **reply;
  auto failed = storage::count_failed_replies(tx, now - hours(24));
  if (!failed) return std::move(failed).error();
  facts.failed = *failed;
  auto doubt = storage::count_in_doubt(tx, storage::kMostCounted);
  if (!doubt) return std::move(doubt).error();
  facts.in_doubt = *doubt;
  return facts;
}

Result<std::vector<PluginFacts>> plugin_facts(storage::ReadTx& tx, const ChannelRuntime& runtime) {
  auto views = view_plugins(tx, runtime.plugins());
  if (!views) return std::move(views).error();
  std::vector<PluginFacts> facts;
  for (const PluginView& view : *views)
    if (view.trust == PluginTrust::kChanged) facts.push_back({view.installed.id, true, {}});
  for (const UnusablePlugin& plugin : runtime.unusable_plugins()) facts.push_back({plugin.id, false, plugin.reason});
  return facts;
}

std::optional<std::vector<ChannelFacts>> channel_facts(Desk& desk, Micros now) {
  auto channels = desk.channel_query.list();
  if (!channels) return std::nullopt;
  std::vector<ChannelFacts> facts;
  for (const ChannelView& channel : *channels) {
    ChannelFacts one{channel.id, channel.name, channel.enabled, channel.state, channel.reason_text, {}, {}};
    const auto newest =
        known(desk.context.store.read([&](storage::ReadTx& tx) { return storage::newest_receipt(tx, channel.id); }));
    // Time that it was switched off is no silence.
    if (newest && *newest) one.silent_for = now - std::max(**newest, channel.activated_at);
    if (desk.machine.rhythm != nullptr) one.usual_gap = desk.machine.rhythm->usual_gap(channel.id);
    facts.push_back(std::move(one));
  }
  return facts;
}

}  // namespace

Facts gather_facts(Desk& desk) {
  Facts facts;
  facts.now = desk.context.clock.now();
  storage::Store& store = desk.context.store;
  const auto read = [&](auto work) { return known(store.read(work)); };
  // It answers, and it has the database open.
  facts.silent_socket = "";
  facts.database = DatabaseFacts{{}, true, store.schema_version(), store.schema_version()};
  if (desk.machine.probe != nullptr) desk.machine.probe->look(facts);
  facts.store = store_facts(store);
  if (facts.room) {
    const auto history = read([](storage::ReadTx& tx) { return load_room_history(tx); });
    if (history) facts.room->full_in = full_in(*history, {facts.now, facts.room->free_bytes});
  }
  if (desk.trail_guard.anchor != nullptr)
    facts.trail = read([&](storage::ReadTx& tx) { return trail_facts(tx, desk); });
  if (desk.trail_guard.blobs != nullptr) facts.damaged_files = desk.trail_guard.blobs->damaged();
  facts.backup = read([](storage::ReadTx& tx) { return backup_facts(tx); });
  if (desk.machine.clock != nullptr) facts.clock_jump.emplace(desk.machine.clock->last_jump());
  facts.zone = read([](storage::ReadTx& tx) { return zone_facts(tx); });
  facts.channels = channel_facts(desk, facts.now);
  facts.plugins = read([&](storage::ReadTx& tx) { return plugin_facts(tx, desk.runtime); });
  facts.traffic = read([&](storage::ReadTx& tx) { return traffic_facts(tx, facts.now); });
  return facts;
}

}  // namespace frontdesk::desk
