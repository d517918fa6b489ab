#include <algorithm>
#include <array>
#include <utility>

#include "desk/machine/check.h"

namespace frontdesk::desk {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr hours kDay{24};
constexpr std::int64_t kMebibyte = 1 << 20;
/// Sixteen times the reserve that the writer holds back (storage/ballast.h).
constexpr std::int64_t kLittleRoom = 512 * kMebibyte;
constexpr Duration kFullSoon = 30 * kDay;
/// Eight times what the writer begins to warn about (storage/sql/writer.cpp): a reader holds it back for hours.
constexpr std::int64_t kLargeLog = 1024 * kMebibyte;
constexpr Duration kCertificateEndsSoon = 21 * kDay;
/// The daemon signs and anchors every minute.
constexpr Duration kAnchorIsOld = minutes(10);
constexpr Duration kNoCopyYet = 3 * kDay;
constexpr Duration kItemWaitsLong = minutes(10);
constexpr Duration kReplyWaitsLong = minutes(15);
/// A channel is silent when nothing came for twice its longest gap, and never before this.
constexpr Duration kLeastSilence = hours(1);

Findings none_or(bool found, Finding finding) {
  std::vector<Finding> findings;
  if (found) findings.push_back(std::move(finding));
  return findings;
}

/// One finding for each element that `judge` gives one for.
template <class Fact, class Judge>
Findings each(const std::optional<std::vector<Fact>>& facts, Judge judge) {
  if (!facts) return std::nullopt;
  std::vector<Finding> findings;
  for (const Fact& one : *facts) {
    if (std::optional<Finding> finding = judge(one)) findings.push_back(std::move(*finding));
  }
  return findings;
}

Finding of_channel(const ChannelFacts& channel, std::vector<FindingValue> more) {
  more.insert(more.begin(), {"channel", channel.name});
  return {"channel", to_text(channel.id), std::move(more)};
}

Findings daemon_silent(const Facts& facts) {
  if (!facts.silent_socket) return std::nullopt;
  return none_or(!facts.silent_socket->empty(), {{}, {}, {{"socket", *facts.silent_socket}}});
}

Findings configuration_mistaken(const Facts& facts) {
  return each(facts.configuration_mistakes, [](const std::string& mistake) {
    return std::optional(Finding{"file", {}, {{"mistake", mistake}}});
  });
}

Findings database_unusable(const Facts& facts) {
  if (!facts.database) return std::nullopt;
  const DatabaseFacts& database = *facts.database;
  return none_or(!database.is_usable, {"file", database.file, {{"file", database.file}}});
}

Findings schema_newer(const Facts& facts) {
  if (!facts.database) return std::nullopt;
  const std::int64_t found = facts.database->schema;
  const std::int64_t known = facts.database->known_schema;
  return none_or(found > known, {"file", facts.database->file, {{"found", found}, {"known", known}}});
}

Findings store_refuses(const Facts& facts) {
  if (!facts.store) return std::nullopt;
  return none_or(!facts.store->writes, {{}, {}, {{"reason", facts.store->reason}}});
}

Findings disk_reserve_used(const Facts& facts) {
  if (!facts.store) return std::nullopt;
  return none_or(facts.store->writes && !facts.store->takes_mail, {{}, {}, {{"reason", facts.store->reason}}});
}

Findings disk_little_room(const Facts& facts) {
  if (!facts.room) return std::nullopt;
  const RoomFacts& room = *facts.room;
  return none_or(
      room.free_bytes < kLittleRoom,
      {"file",
       room.folder,
       {{"folder", room.folder}, {"free", ByteCount{room.free_bytes}}, {"total", ByteCount{room.total_bytes}}}});
}

Findings disk_full_soon(const Facts& facts) {
  if (!facts.room) return std::nullopt;
  const RoomFacts& room = *facts.room;
  return none_or(room.full_in && *room.full_in < kFullSoon, {"file",
                                                             room.folder,
                                                             {{"folder", room.folder},
                                                              {"free", ByteCount{room.free_bytes}},
                                                              {"full_in", room.full_in.value_or(Duration{0})}}});
}

Findings log_large(const Facts& facts) {
  if (!facts.sizes) return std::nullopt;
  return none_or(facts.sizes->log > kLargeLog, {{}, {}, {{"size", ByteCount{facts.sizes->log}}}});
}

Findings files_damaged(const Facts& facts) {
  if (!facts.damaged_files) return std::nullopt;
  return none_or(*facts.damaged_files > 0, {{}, {}, {{"count", *facts.damaged_files}}});
}

Findings records_changed(const Facts& facts) {
  if (!facts.trail) return std::nullopt;
  std::vector<Finding> findings;
  for (const audit::Alarm& alarm : facts.trail->alarms) {
    findings.push_back(
        {"record", std::to_string(alarm.id), {{"object", alarm.object}, {"id", alarm.id}, {"reason", alarm.reason}}});
  }
  return findings;
}

Findings anchor_old(const Facts& facts) {
  if (!facts.trail) return std::nullopt;
  const TrailFacts& trail = *facts.trail;
  const Duration age = facts.now - trail.anchored_at;
  return none_or(trail.size > trail.anchored && age > kAnchorIsOld,
                 {{}, {}, {{"count", trail.size - trail.anchored}, {"age", age}}});
}

Findings anchor_missed(const Facts& facts) {
  if (!facts.trail) return std::nullopt;
  std::vector<Finding> findings;
  for (const std::string& place : facts.trail->missed) findings.push_back({"file", place, {{"place", place}}});
  return findings;
}

Findings copy_failed(const Facts& facts) {
  if (!facts.backup) return std::nullopt;
  const std::string& trouble = facts.backup->state.copy_trouble;
  return none_or(!trouble.empty(), {{}, {}, {{"reason", trouble}}});
}

Findings drill_failed(const Facts& facts) {
  if (!facts.backup) return std::nullopt;
  const std::string& trouble = facts.backup->state.drill_trouble;
  return none_or(!trouble.empty(), {{}, {}, {{"reason", trouble}}});
}

Findings copy_old(const Facts& facts) {
  if (!facts.backup) return std::nullopt;
  const Micros copied_at = facts.backup->state.copied_at;
  const Duration age = facts.now - copied_at;
  return none_or(copied_at.is_set() && age > kOldestCopy, {{}, {}, {{"age", age}}});
}

Findings copy_never(const Facts& facts) {
  if (!facts.backup) return std::nullopt;
  const Micros first = facts.backup->first_record_at;
  const Duration age = facts.now - first;
  return none_or(!facts.backup->state.copied_at.is_set() && first.is_set() && age > kNoCopyYet,
                 {{}, {}, {{"age", age}}});
}

Finding of_certificate(const CertificateFacts& certificate, Duration time) {
  return {"file", certificate.file, {{"file", certificate.file}, {"time", time}}};
}

Findings certificate_ends(const Facts& facts) {
  return each(facts.certificates, [&](const CertificateFacts& certificate) -> std::optional<Finding> {
    const Duration left = certificate.ends_at - facts.now;
    if (left <= Duration{0} || left > kCertificateEndsSoon) return std::nullopt;
    return of_certificate(certificate, left);
  });
}

Findings certificate_ended(const Facts& facts) {
  return each(facts.certificates, [&](const CertificateFacts& certificate) -> std::optional<Finding> {
    const Duration over = facts.now - certificate.ends_at;
    if (over < Duration{0}) return std::nullopt;
    return of_certificate(certificate, over);
  });
}

Findings key_file_gone(const Facts& facts) {
  return each(facts.key_files, [](const KeyFileFacts& key) -> std::optional<Finding> {
    if (!key.is_gone) return std::nullopt;
    return Finding{"file", key.file, {{"file", key.file}}};
  });
}

std::string octal(std::int64_t mode) {
  std::string digits;
  for (int shift = 9; shift >= 0; shift -= 3) digits += static_cast<char>('0' + ((mode >> shift) & 7));
  return digits;
}

Findings key_file_open(const Facts& facts) {
  return each(facts.key_files, [](const KeyFileFacts& key) -> std::optional<Finding> {
    if (key.is_gone) return std::nullopt;
    return Finding{
        "file", key.file, {{"file", key.file}, {"mode", octal(key.mode)}, {"owner", key.owner}, {"user", key.user}}};
  });
}

Findings clock_jumped(const Facts& facts) {
  if (!facts.clock_jump) return std::nullopt;
  if (!*facts.clock_jump) return std::vector<Finding>{};
  const ClockJump& jump = **facts.clock_jump;
  return none_or(true, {{}, {}, {{"by", jump.by}, {"to", to_rfc3339(jump.at)}}});
}

Findings zone_unknown(const Facts& facts) {
  if (!facts.zone) return std::nullopt;
  return none_or(!facts.zone->is_known, {{}, {}, {{"zone", facts.zone->name}}});
}

template <ChannelState State>
Findings channel_in(const Facts& facts) {
  return each(facts.channels, [](const ChannelFacts& channel) -> std::optional<Finding> {
    if (!channel.enabled || channel.state != State) return std::nullopt;
    return of_channel(channel, {{"reason", channel.reason}});
  });
}

Findings channel_silent(const Facts& facts) {
  return each(facts.channels, [](const ChannelFacts& channel) -> std::optional<Finding> {
    if (!channel.enabled || !channel.silent_for || !channel.usual_gap) return std::nullopt;
    if (*channel.silent_for < std::max(kLeastSilence, 2 * *channel.usual_gap)) return std::nullopt;
    return of_channel(channel, {{"silence", *channel.silent_for}, {"usual", *channel.usual_gap}});
  });
}

Findings plugin_changed(const Facts& facts) {
  return each(facts.plugins, [](const PluginFacts& plugin) -> std::optional<Finding> {
    if (!plugin.is_changed) return std::nullopt;
    return Finding{"plugin", plugin.id, {{"plugin", plugin.id}}};
  });
}

Findings plugin_unusable(const Facts& facts) {
  return each(facts.plugins, [](const PluginFacts& plugin) -> std::optional<Finding> {
    if (plugin.fault.empty()) return std::nullopt;
    return Finding{"plugin", plugin.id, {{"plugin", plugin.id}, {"reason", plugin.fault}}};
  });
}

Findings items_wait(const Facts& facts) {
  if (!facts.traffic) return std::nullopt;
  const Duration age = facts.traffic->oldest_item.value_or(Duration{0});
  return none_or(age > kItemWaitsLong, {{}, {}, {{"count", facts.traffic->items}, {"age", age}}});
}

Findings replies_wait(const Facts& facts) {
  if (!facts.traffic) return std::nullopt;
  const Duration age = facts.traffic->oldest_reply.value_or(Duration{0});
  return none_or(age > kReplyWaitsLong, {{}, {}, {{"count", facts.traffic->replies}, {"age", age}}});
}

Findings replies_failed(const Facts& facts) {
  if (!facts.traffic) return std::nullopt;
  return none_or(facts.traffic->failed > 0, {{}, {}, {{"count", facts.traffic->failed}}});
}

Findings replies_in_doubt(const Facts& facts) {
  if (!facts.traffic) return std::nullopt;
  return none_or(facts.traffic->in_doubt > 0, {{}, {}, {{"count", facts.traffic->in_doubt}}});
}

Findings duty_fails(const Facts& facts) {
  return each(facts.duties, [](const DutyFault& duty) {
    return std::optional(Finding{{}, {}, {{"duty", duty.duty}, {"reason", duty.fault}}});
  });
}

using enum Severity;
using enum Audience;
constexpr bool kStopsIntake = true;
constexpr bool kOnlyOutside = true;

// The order is that of the pages: what holds up work first.
constexpr std::array kChecks{
    Check{"daemon_silent", kCritical, kOperator, false, daemon_silent, kOnlyOutside},
    Check{"configuration_mistaken", kCritical, kOperator, false, configuration_mistaken},
    Check{"database_unusable", kCritical, kOperator, false, database_unusable, kOnlyOutside},
    Check{"schema_newer", kCritical, kOperator, false, schema_newer, kOnlyOutside},
    Check{"store_refuses", kCritical, kOperator, kStopsIntake, store_refuses},
    Check{"disk_reserve_used", kCritical, kOperator, kStopsIntake, disk_reserve_used},
    Check{"disk_little_room", kWarning, kOperator, false, disk_little_room},
    Check{"disk_full_soon", kWarning, kOperator, false, disk_full_soon},
    Check{"log_large", kWarning, kOperator, false, log_large},
    Check{"files_damaged", kCritical, kOffice, false, files_damaged},
    Check{"records_changed", kCritical, kOperator, false, records_changed},
    Check{"anchor_old", kWarning, kOperator, false, anchor_old},
    Check{"anchor_missed", kWarning, kOperator, false, anchor_missed},
    Check{"copy_failed", kCritical, kOperator, false, copy_failed},
    Check{"drill_failed", kCritical, kOperator, false, drill_failed},
    Check{"copy_old", kWarning, kOffice, false, copy_old},
    Check{"copy_never", kWarning, kOffice, false, copy_never},
    Check{"key_file_gone", kCritical, kOperator, false, key_file_gone},
    Check{"key_file_open", kCritical, kOperator, false, key_file_open},
    Check{"certificate_ended", kCritical, kOperator, false, certificate_ended},
    Check{"certificate_ends", kWarning, kOperator, false, certificate_ends},
    Check{"clock_jumped", kWarning, kOffice, false, clock_jumped},
    Check{"zone_unknown", kWarning, kOffice, false, zone_unknown},
    Check{"channel_quarantined", kCritical, kOffice, false, channel_in<ChannelState::kQuarantined>},
    Check{"channel_needs_sign_in", kCritical, kOffice, false, channel_in<ChannelState::kNeedsReauth>},
    Check{"channel_degraded", kWarning, kOffice, false, channel_in<ChannelState::kDegraded>},
    Check{"channel_silent", kWarning, kOffice, false, channel_silent},
    Check{"plugin_changed", kCritical, kOffice, false, plugin_changed},
    Check{"plugin_unusable", kWarning, kOperator, false, plugin_unusable},
    Check{"items_wait", kWarning, kOffice, false, items_wait},
    Check{"replies_wait", kWarning, kOffice, false, replies_wait},
    Check{"replies_failed", kWarning, kOffice, false, replies_failed},
    Check{"replies_in_doubt", kWarning, kOffice, false, replies_in_doubt},
    Check{"duty_fails", kWarning, kOperator, false, duty_fails},
};

}  // namespace

std::string_view to_text(Severity severity) { return severity == Severity::kCritical ? "critical" : "warning"; }

std::span<const Check> checks() { return kChecks; }

std::vector<Examined> examine(const Facts& facts) {
  std::vector<Examined> examined;
  for (const Check& check : kChecks) examined.push_back({&check, check.look(facts)});
  return examined;
}

}  // namespace frontdesk::desk
