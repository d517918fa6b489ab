#include "host/services.h"

#include "item/rules.h"

#include <frontdesk/json.h>
#include <frontdesk/sdk/convert.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace frontdesk::host {

namespace {

namespace detail = sdk::detail;

constexpr std::size_t kMaxLogText = 4096;
constexpr std::size_t kMaxQueuedForLogs = std::size_t{1} << 20;
constexpr std::size_t kMaxMetrics = 64;
constexpr std::size_t kMaxMetricName = 64;
constexpr std::uint32_t kDefaultBatchItems = 256;

void wipe(std::string& secret) { ::explicit_bzero(secret.data(), secret.size()); }

fdk_status give(const fdk_bytes_sink* sink, std::string_view content) {
  sink->put(sink->ctx, detail::bytes(content));
  return FDK_OK;
}

/// Longest prefix of at most `limit` bytes that does not cut a character.
std::string_view cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80) --limit;
  return text.substr(0, limit);
}

bool is_metric_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxMetricName && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_json_object(std::string_view text) {
  if (text.empty() || text.size() > FDK_MAX_ATTRIBUTES) return false;
  const auto parsed = json::parse(text);
  return parsed.value && parsed.value->is_object();
}

Services& of(void* ctx) { return *static_cast<Services*>(ctx); }

}  // namespace

bool RateGate::admit() {
  const std::lock_guard lock(mutex_);
  const auto now = monotonic_now();
  const double seconds = std::chrono::duration<double>(now - last_).count();
  tokens_ = std::min(per_second_, tokens_ + seconds * per_second_);
  last_ = now;
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

Services::Services(DaemonLink& link, CallSlots& calls, SendNotePage& note) : link_(link), calls_(calls), note_(note) {
  host_ = detail::made<fdk_host>();
  host_.abi_major = FDK_ABI_MAJOR;
  host_.abi_minor = FDK_ABI_MINOR;
  host_.ctx = this;
  host_.get_service = get_service;
  make_inbox_and_state();
  make_secret_and_clock();
  make_outbox();
  make_reports();
}

const void* Services::get_service(void* ctx, fdk_str id) {
  const Services& self = of(ctx);
  const std::pair<std::string_view, const void*> offered[] = {
      {FDK_SERVICE_INBOX, &self.inbox_},
      {FDK_SERVICE_STATE, &self.state_table_},
      {FDK_SERVICE_SECRET, &self.secret_},
      {FDK_SERVICE_OUTBOX, &self.outbox_},
      {FDK_SERVICE_CLOCK, &self.clock_},
      {FDK_SERVICE_CANCEL, &self.cancel_},
      {FDK_SERVICE_LOG, &self.log_},
      {FDK_SERVICE_HEALTH, &self.health_},
      {FDK_SERVICE_METRICS, &self.metrics_table_},
  };
  for (const auto& [name, service] : offered) {
    if (name == detail::view(id)) return service;
  }
  return nullptr;
}

void Services::accept(const wire::HelloAck& ack) {
  inbox_.max_items = ack.window.items == 0 ? kDefaultBatchItems : ack.window.items;
  inbox_.max_bytes = ack.window.bytes;
  inbox_.max_item_bytes = ack.max_item_bytes;
  log_level_ = ack.log_level;
  link_.set_window(ack.window);
}

void Services::make_inbox_and_state() {
  inbox_ = detail::made<fdk_inbox>();
  inbox_.ctx = this;
  inbox_.submit = submit;
  state_table_ = detail::made<fdk_state>();
  state_table_.ctx = this;
  state_table_.get = [](void* ctx, fdk_str key, const fdk_bytes_sink* sink) -> fdk_status {
    const auto found = of(ctx).state_.get(detail::view(key));
    return found ? give(sink, *found) : FDK_REJECTED;
  };
  state_table_.put = [](void* ctx, fdk_str key, fdk_bytes value) -> fdk_status {
    return of(ctx).state_.put(detail::view(key), detail::view(value)) ? FDK_OK : FDK_REJECTED;
  };
  state_table_.erase = [](void* ctx, fdk_str key) -> fdk_status {
    of(ctx).state_.erase(detail::view(key));
    return FDK_OK;
  };
}

void Services::make_secret_and_clock() {
  secret_ = detail::made<fdk_secret>();
  secret_.ctx = this;
  secret_.get = [](void* ctx, fdk_str path, const fdk_bytes_sink* sink) {
    return of(ctx).get_secret(detail::view(path), *sink);
  };
  secret_.put = [](void* ctx, fdk_str path, fdk_bytes value) {
    return of(ctx).put_secret(detail::view(path), detail::view(value));
  };
  clock_ = detail::made<fdk_clock>();
  clock_.ctx = this;
  clock_.now = [](void*) -> std::int64_t { return wall_now().count(); };
  clock_.monotonic = [](void*) -> std::int64_t { return monotonic_now().count(); };
  clock_.sleep_until = [](void* ctx, std::int64_t deadline) -> fdk_status {
    return of(ctx).calls_.current().sleep_until(std::chrono::nanoseconds(deadline)) ? FDK_OK : FDK_CANCELLED;
  };
  cancel_ = detail::made<fdk_cancel>();
  cancel_.ctx = this;
  cancel_.cancelled = [](void* ctx) -> std::int32_t { return of(ctx).calls_.current().is_set() ? 1 : 0; };
  cancel_.descriptor = [](void* ctx) { return of(ctx).calls_.current().descriptor(); };
}

void Services::make_outbox() {
  outbox_ = detail::made<fdk_outbox>();
  outbox_.ctx = this;
  outbox_.hand_over = [](void* ctx, fdk_str key) { return of(ctx).hand_over(detail::view(key)); };
}

void Services::make_reports() {
  log_ = detail::made<fdk_log>();
  log_.ctx = this;
  log_.write = [](void* ctx, fdk_log_level level, fdk_str text, fdk_str fields) {
    of(ctx).write_log(level, detail::view(text), detail::view(fields), false);
  };
  health_ = detail::made<fdk_health>();
  health_.ctx = this;
  health_.report = [](void* ctx, fdk_health_state state, fdk_str code, fdk_str text) {
    of(ctx).report_health(state, detail::view(code), detail::view(text));
  };
  metrics_table_ = detail::made<fdk_metrics>();
  metrics_table_.ctx = this;
  metrics_table_.count = [](void* ctx, fdk_str name, std::uint64_t delta) {
    of(ctx).record_metric(detail::view(name), false, static_cast<double>(delta));
  };
  metrics_table_.gauge = [](void* ctx, fdk_str name, double value) {
    of(ctx).record_metric(detail::view(name), true, value);
  };
}

fdk_status Services::get_secret(std::string_view path, const fdk_bytes_sink& sink) {
  if (!item::is_clean_text(path) || path.size() > FDK_MAX_KEY) return FDK_REJECTED;
  wire::Frame answer;
  const auto asked = link_.ask(wire::encode(wire::SecretGet{std::string(path)}), calls_.current(), {}, answer);
  if (asked != DaemonLink::Asked::kAnswered) return FDK_CANCELLED;
  auto value = wire::decode<wire::SecretValue>(answer);
  wipe(answer.tail);
  if (!value.value) return FDK_INTERNAL;
  if (!value.value->found) return FDK_REJECTED;
  give(&sink, value.value->value);
  wipe(value.value->value);
  return FDK_OK;
}

fdk_status Services::put_secret(std::string_view path, std::string_view value) {
  if (!item::is_clean_text(path) || path.size() > FDK_MAX_KEY || value.size() > FDK_MAX_STATE_VALUE) {
    return FDK_REJECTED;
  }
  return ask_done(wire::encode(wire::SecretPut{std::string(path), std::string(value)}));
}

fdk_status Services::hand_over(std::string_view idempotency_key) {
  if (!item::is_clean_text(idempotency_key) || idempotency_key.size() > FDK_MAX_KEY) return FDK_REJECTED;
  const fdk_status status = ask_done(wire::encode(wire::HandOver{std::string(idempotency_key)}));
  if (status != FDK_OK) return status;
  handed_over_ = idempotency_key;
  note_.write({handed_over_, wire::SendNote::Stage::kHandedOver, {}});
  return FDK_OK;
}

void Services::note_end(const wire::Frame& answer) {
  const std::string key = std::exchange(handed_over_, {});
  if (key.empty()) return;
  const auto reply = wire::decode<wire::SendReply>(answer);
  if (!reply.value) return;
  switch (reply.value->verdict.status) {
    case sdk::Status::kOk: return note_.write({key, wire::SendNote::Stage::kTaken, reply.value->result.remote_key});
    case sdk::Status::kRetry:
    case sdk::Status::kRateLimited:
    case sdk::Status::kAuth:
    case sdk::Status::kConfig:
    case sdk::Status::kRejected:
    case sdk::Status::kUnsupported: return note_.write({key, wire::SendNote::Stage::kRefused, {}});
    case sdk::Status::kCancelled:
    case sdk::Status::kUnknownOutcome:
    case sdk::Status::kInternal: return;
  }
}

fdk_status Services::ask_done(wire::Frame request) {
  wire::Frame answer;
  const auto asked = link_.ask(std::move(request), calls_.current(), {}, answer);
  if (asked != DaemonLink::Asked::kAnswered) return FDK_CANCELLED;
  const auto done = wire::decode<wire::Done>(answer);
  return done.value ? static_cast<fdk_status>(done.value->verdict.status) : FDK_INTERNAL;
}

void Services::log_own(fdk_log_level level, std::string_view text) { write_log(level, text, {}, true); }

void Services::write_log(fdk_log_level level, std::string_view text, std::string_view fields, bool own) {
  if (level < log_level_.load()) return;
  if (!own && (!log_gate_.admit() || link_.queued_bytes() > kMaxQueuedForLogs)) {
    ++dropped_lines_;
    return;
  }
  wire::Log line;
  line.level = std::clamp<int>(level, FDK_LOG_DEBUG, FDK_LOG_ERROR);
  line.text = cut(text, kMaxLogText);
  if (is_json_object(fields)) line.fields = fields;
  line.time = wall_now().count();
  line.dropped = dropped_lines_.exchange(0);
  line.from_host = own;
  link_.post(line);
}

void Services::report_health(fdk_health_state state, std::string_view code, std::string_view text) {
  if (state < FDK_HEALTH_OK || state > FDK_HEALTH_FAILING) return;
  wire::Health report{state, std::string(cut(code, FDK_MAX_KEY)), std::string(cut(text, kMaxLogText))};
  const std::lock_guard lock(health_mutex_);
  // What comes too fast waits for the next report, and only the last of it: that is the state that stays.
  if (!health_gate_.admit()) {
    held_health_ = std::move(report);
    return;
  }
  held_health_.reset();
  link_.post(report);
}

void Services::record_metric(std::string_view name, bool gauge, double value) {
  if (!is_metric_name(name) || !std::isfinite(value)) return;
  const std::lock_guard lock(metrics_mutex_);
  auto found = metrics_.find(name);
  if (found == metrics_.end()) {
    if (metrics_.size() >= kMaxMetrics) return;
    found = metrics_.emplace(std::string(name), Measured{gauge, false, 0}).first;
  }
  found->second.value = gauge ? value : found->second.value + value;
  found->second.changed = true;
}

void Services::report_metrics() {
  {
    const std::lock_guard lock(health_mutex_);
    if (held_health_) link_.post(*held_health_);
    held_health_.reset();
  }
  wire::Metrics report;
  {
    const std::lock_guard lock(metrics_mutex_);
    for (auto& [name, measured] : metrics_) {
      if (!measured.changed) continue;
      report.metrics.push_back({name, measured.gauge, measured.value});
      measured.changed = false;
      if (!measured.gauge) measured.value = 0;
    }
  }
  if (!report.metrics.empty()) link_.post(report);
}

}  // namespace frontdesk::host
