// How the machine is: health, metrics, state, live events, and the description of this interface.
#include <map>

#include "api/backend.h"
#include "api/door/gate.h"
#include "api/http/stream.h"
#include "api/live/event_hub.h"
#include "api/metrics.h"
#include "api/openapi.h"
#include "api/routes/routes.h"
#include "api/routes/write_json.h"
#include "desk/account/service.h"
#include "desk/channel/query.h"
#include "storage/store.h"
#include "storage/traffic/counter.h"
#include "storage/traffic/journal.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::api {

namespace {

Response get_health(Backend&, const Call&) { return json_answer(200, R"({"status":"ok"})"); }

// Why not, in words, is for the operator only.
Response get_ready(Backend& backend, const Call& call) {
  std::string reason;
  const bool ready = backend.services.store.is_writable(&reason);
  const bool operates = is_local(call.request) || call.actor.may(desk::Right::kRunUsers);
  json::Writer out;
  out.begin_object().member("ready", ready).key("reasons").begin_array();
  if (!ready && operates) out.value(reason);
  out.end_array().end_object();
  return json_answer(ready ? 200 : 503, out.take());
}

Response get_metrics(Backend& backend, const Call&) {
  Response response;
  response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.body = backend.metrics.expose();
  return response;
}

struct Backlog {
  std::int64_t journal = 0;
  std::int64_t outbox = 0;
  Micros oldest;
};

Result<Backlog> read_backlog(storage::ReadTx& tx) {
  Backlog backlog;
  auto counters = storage::counters_with_prefix(tx, "journal.");
  if (!counters) return std::move(counters).error();
  for (const storage::Counter& counter : *counters)
    if (counter.name.ends_with(".pending")) backlog.journal += counter.value;
  auto outbox = storage::count_outbox(tx, std::nullopt);
  if (!outbox) return std::move(outbox).error();
  backlog.outbox = outbox->waiting;
  auto oldest = storage::oldest_pending_at(tx);
  if (!oldest) return std::move(oldest).error();
  backlog.oldest = oldest->value_or(Micros{});
  return backlog;
}

Response get_status(Backend& backend, const Call& call) {
  Services& services = backend.services;
  auto channels = services.channel_query.list(call.actor);
  if (!channels) return fail(call, std::move(channels).error());
  auto backlog = services.store.read([](storage::ReadTx& tx) { return read_backlog(tx); });
  if (!backlog) return fail(call, std::move(backlog).error());
  std::map<std::string_view, std::int64_t> states;
  for (const desk::ChannelView& channel : *channels) ++states[desk::to_text(channel.state)];
  json::Writer out;
  out.begin_object().member("version", services.version).member("schema", services.store.schema_version());
  const Duration uptime = services.clock.now() - backend.started_at;
  out.member("uptime_s", std::int64_t{std::chrono::duration_cast<std::chrono::seconds>(uptime).count()});
  out.key("channels").begin_object();
  for (const auto& [state, count] : states) out.member(state, count);
  out.end_object().member("journal_pending", backlog->journal).member("outbox_pending", backlog->outbox);
  write_time(out, "oldest_pending_at", backlog->oldest);
  return json_answer(200, out.end_object().take());
}

Response get_openapi(Backend&, const Call&) {
  Response response = json_answer(200, "");
  response.shared_body = openapi_json();
  return response;
}

/// Channels' states are for those who run or watch them; everything else is for those who work tickets.
bool wants_event(const desk::Actor& actor, std::string_view kind) {
  return actor.may(kind == "channel" ? desk::Right::kSeeChannels : desk::Right::kWorkTickets);
}

Response get_events(Backend& backend, const Call& call) {
  Response response;
  response.set("Content-Type", "text/event-stream").set("X-Accel-Buffering", "no");
  const auto last_id = parse_id_number(call.request.field("last-event-id"));
  response.take_over = [&backend, session = call.session, last_id](std::unique_ptr<Stream> stream) {
    backend.hub.subscribe({std::move(stream), last_id,
                           [session](std::string_view kind) { return wants_event(session->actor, kind); },
                           [&backend, session] { return backend.services.accounts.is_signed_in(session->id); }});
  };
  return response;
}

}  // namespace

void add_system_routes(std::vector<Route>& routes) {
  routes.emplace_back(Method::kGet, "/healthz", Permission::kAnyone, Payload::none(), get_health);
  routes.emplace_back(Method::kGet, "/readyz", Permission::kAnyone, Payload::none(), get_ready);
  routes.emplace_back(Method::kGet, "/metrics", Permission::kOperate, Payload::none(), get_metrics);
  routes.emplace_back(Method::kGet, "/api/v1/status", Permission::kSeeChannels, Payload::none(), get_status);
  routes.emplace_back(Method::kGet, "/api/v1/events", Permission::kSignedIn, Payload::none(), get_events);
  routes.emplace_back(Method::kGet, "/api/v1/openapi.json", Permission::kSignedIn, Payload::none(), get_openapi);
}

}  // namespace frontdesk::api
