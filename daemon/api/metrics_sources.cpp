#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "api/http/front.h"
#include "api/live/event_hub.h"
#include "api/metrics.h"
#include "api/services.h"
#include "audit/blob_scrub.h"
#include "desk/actor.h"
#include "desk/channel/query.h"
#include "desk/machine/backup_state.h"
#include "desk/machine/check.h"
#include "desk/machine/gather.h"
#include "storage/store.h"
#include "storage/traffic/counter.h"
#include "storage/traffic/journal.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::api {

namespace {

void expose_one(MetricsText& out, std::string_view name, std::string_view type, std::string_view help, double value) {
  out.family(name, type, help);
  out.sample(name, "", value);
}

/// What `frontdesk doctor` finds, by check; a check that could not be carried out has no sample.
void expose_checks(MetricsText& out, const desk::Facts& facts) {
  out.family("frontdesk_check_findings", "gauge", "What each check of the machine finds; 0: nothing is wrong.");
  for (const desk::Examined& examined : desk::examine(facts)) {
    if (!examined.findings) continue;
    out.sample("frontdesk_check_findings",
               "check=\"" + std::string(examined.check->name) + "\",severity=\"" +
                   std::string(to_text(examined.check->severity)) + "\"",
               static_cast<double>(examined.findings->size()));
  }
}

double seconds_of(Duration duration) { return std::chrono::duration<double>(duration).count(); }

/// Room on the disk, and who needs it.
void expose_room(MetricsText& out, const desk::Facts& facts) {
  if (facts.room) {
    expose_one(out, "frontdesk_disk_free_bytes", "gauge", "Left on the disk of the data directory.",
               static_cast<double>(facts.room->free_bytes));
    expose_one(out, "frontdesk_disk_size_bytes", "gauge", "Size of the disk of the data directory.",
               static_cast<double>(facts.room->total_bytes));
    if (facts.room->full_in)
      expose_one(out, "frontdesk_disk_full_in_seconds", "gauge",
                 "Time until the disk is full, as it grew in the last days; absent while it does not grow.",
                 seconds_of(*facts.room->full_in));
  }
  if (facts.sizes) {
    out.family("frontdesk_stored_bytes", "gauge", "What the desk has on its disk, by part.");
    const desk::SizeFacts& sizes = *facts.sizes;
    for (const auto& [part, bytes] : {std::pair("database", sizes.database), std::pair("log", sizes.log),
                                      std::pair("files", sizes.files), std::pair("backups", sizes.backups)})
      out.sample("frontdesk_stored_bytes", "part=\"" + std::string(part) + "\"", static_cast<double>(bytes));
  }
  if (facts.certificates && !facts.certificates->empty())
    expose_one(out, "frontdesk_certificate_ends_seconds", "gauge", "Time until the certificate ends.",
               seconds_of(facts.certificates->front().ends_at - facts.now));
}

/// One sample a channel, by its id: names may be personal.
void expose_channels(MetricsText& out, const std::vector<desk::ChannelView>& channels, Micros now) {
  out.family("frontdesk_channel_state", "gauge",
             "0 stopped, 1 starting, 2 ok, 3 degraded, 4 needs sign-in, 5 quarantined; by channel.");
  for (const desk::ChannelView& channel : channels)
    out.sample("frontdesk_channel_state", "channel=\"" + to_text(channel.id) + "\"",
               static_cast<double>(channel.state));
  out.family("frontdesk_channel_last_success_seconds", "gauge",
             "Time since the source of the channel last answered; absent before the first answer.");
  for (const desk::ChannelView& channel : channels) {
    if (!channel.last_success_at.is_set()) continue;
    out.sample("frontdesk_channel_last_success_seconds", "channel=\"" + to_text(channel.id) + "\"",
               seconds_of(now - channel.last_success_at));
  }
}

Result<void> expose_backup(MetricsText& out, storage::ReadTx& tx, Micros now) {
  auto backup = desk::load_backup_state(tx);
  if (!backup) return std::move(backup).error();
  const auto age = [&](const char* name, const char* help, Micros at) {
    if (at.is_set()) expose_one(out, name, "gauge", help, seconds_of(now - at));
  };
  age("frontdesk_backup_age_seconds", "Age of the newest backup; absent before the first.", backup->copied_at);
  age("frontdesk_backup_drill_age_seconds", "Time since a backup was last found whole.", backup->drilled_at);
  return {};
}

Result<void> expose_store(MetricsText& out, storage::ReadTx& tx, Micros now) {
  auto tickets = storage::counters_with_prefix(tx, "ticket.");
  if (!tickets) return std::move(tickets).error();
  out.family("frontdesk_tickets", "gauge", "Tickets by counter.");
  for (const storage::Counter& counter : *tickets)
    out.sample("frontdesk_tickets", "counter=\"" + counter.name.substr(7) + "\"", static_cast<double>(counter.value));
  auto outbox = storage::count_outbox(tx, std::nullopt);
  if (!outbox) return std::move(outbox).error();
  out.family("frontdesk_outbox", "gauge",
             "Replies waiting to be sent, and those a human has to look at; counted up to 10000.");
  out.sample("frontdesk_outbox", "state=\"waiting\"", static_cast<double>(outbox->waiting));
  out.sample("frontdesk_outbox", "state=\"troubled\"", static_cast<double>(outbox->troubled));
  auto journal = storage::counters_with_prefix(tx, "journal.");
  if (!journal) return std::move(journal).error();
  std::int64_t pending = 0;
  for (const storage::Counter& counter : *journal)
    if (counter.name.ends_with(".pending")) pending += counter.value;
  expose_one(out, "frontdesk_journal_pending", "gauge", "Received items without a fate.", static_cast<double>(pending));
  auto oldest = storage::oldest_pending_at(tx);
  if (!oldest) return std::move(oldest).error();
  expose_one(out, "frontdesk_journal_oldest_seconds", "gauge", "Age of the oldest item without a fate.",
             *oldest ? seconds_of(now - **oldest) : 0.0);
  return expose_backup(out, tx, now);
}

}  // namespace

void expose_front(MetricsText& out, const FrontCounts& counts, const EventHub& hub) {
  expose_one(out, "frontdesk_connections_open", "gauge", "Connections now open, live streams apart.",
             static_cast<double>(counts.open));
  expose_one(out, "frontdesk_connections_accepted_total", "counter", "Connections accepted.",
             static_cast<double>(counts.accepted));
  out.family("frontdesk_connections_cut_total", "counter", "Connections closed by us before their end, by reason.");
  out.sample("frontdesk_connections_cut_total", "reason=\"overdue\"", static_cast<double>(counts.overdue));
  out.sample("frontdesk_connections_cut_total", "reason=\"full\"", static_cast<double>(counts.shed));
  expose_one(out, "frontdesk_accept_pauses_total", "counter", "Times that no descriptor was left for a connection.",
             static_cast<double>(counts.pauses));
  expose_one(out, "frontdesk_live_streams", "gauge", "Browsers listening to live events.",
             static_cast<double>(hub.clients()));
  expose_one(out, "frontdesk_live_streams_dropped_total", "counter", "Listeners that read too slowly.",
             static_cast<double>(hub.dropped()));
}

void expose_desk(MetricsText& out, const Services& services) {
  expose_one(out, "frontdesk_store_backlog", "gauge", "Units of work waiting for the writer.",
             static_cast<double>(services.store.backlog()));
  expose_one(out, "frontdesk_store_writable", "gauge", "1 while the store takes writes.",
             services.store.is_writable() ? 1 : 0);
  if (const audit::BlobScrub* blobs = services.desk.trail_guard.blobs; blobs != nullptr)
    expose_one(out, "frontdesk_damaged_files", "gauge", "Originals and attachments that are damaged on disk.",
               static_cast<double>(blobs->damaged()));
  const desk::Facts facts = desk::gather_facts(services.desk);
  expose_checks(out, facts);
  expose_room(out, facts);
  const Micros now = facts.now;
  auto read = services.store.read([&](storage::ReadTx& tx) { return expose_store(out, tx, now); });
  auto channels = services.desk.channel_query.list();
  if (!read || !channels) return;
  expose_channels(out, *channels, now);
  out.family("frontdesk_channels", "gauge", "Channels by state.");
  using desk::ChannelState;
  for (const ChannelState state : {ChannelState::kStopped, ChannelState::kStarting, ChannelState::kOk,
                                   ChannelState::kDegraded, ChannelState::kNeedsReauth, ChannelState::kQuarantined}) {
    const auto count = std::count_if(channels->begin(), channels->end(),
                                     [state](const desk::ChannelView& channel) { return channel.state == state; });
    out.sample("frontdesk_channels", "state=\"" + std::string(desk::to_text(state)) + "\"", static_cast<double>(count));
  }
}

void expose_process(MetricsText& out) {
  std::ifstream status("/proc/self/status");
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kWanted{{
      {"VmRSS:", "frontdesk_process_resident_bytes"},
      {"RssAnon:", "frontdesk_process_anonymous_bytes"},
      {"Threads:", "frontdesk_process_threads"},
  }};
  for (std::string word; status >> word;) {
    for (const auto& [label, name] : kWanted) {
      if (word != label) continue;
      double value = 0;
      status >> value;
      expose_one(out, name, "gauge", "Of the daemon's own process.", name.ends_with("bytes") ? value * 1024 : value);
    }
  }
  std::error_code failure;
  const std::filesystem::directory_iterator descriptors("/proc/self/fd", failure);
  expose_one(out, "frontdesk_process_open_fds", "gauge", "Of the daemon's own process.",
             static_cast<double>(std::distance(begin(descriptors), end(descriptors))));
}

}  // namespace frontdesk::api
