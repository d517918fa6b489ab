// How the machine is: health, metrics, live events, and the description of this interface.
#include "api/backend.h"
#include "api/door/gate.h"
#include "api/http/stream.h"
#include "api/live/event_hub.h"
#include "api/metrics.h"
#include "api/routes/form.h"
#include "api/routes/routes.h"
#include "desk/account/service.h"
#include "desk/machine/check.h"
#include "desk/machine/gather.h"
#include "desk/machine/words.h"

namespace frontdesk::api {
namespace {

struct Health {};
struct Readiness {
  bool ready = false;
  bool degraded = false;  ///< takes work, but something is to be mended
  std::vector<std::string> reasons;
};

}  // namespace
}  // namespace frontdesk::api

template <>
struct frontdesk::desk::View<frontdesk::api::Health> {
  static constexpr std::string_view kName = "Health";
  static constexpr std::array<std::string_view, 1> kStates{"ok"};
  template <class V>
  static void describe(V& v, const api::Health&) {
    v.one_of("status", kStates, kStates[0]);
  }
};

template <>
struct frontdesk::desk::View<frontdesk::api::Readiness> {
  static constexpr std::string_view kName = "Readiness";
  template <class V>
  static void describe(V& v, const api::Readiness& readiness) {
    v.flag("ready", readiness.ready);
    v.flag("degraded", readiness.degraded);
    v.texts("reasons", readiness.reasons);
  }
};

namespace frontdesk::api {

namespace {

Response get_health(Backend&, const Route&, const Call&) { return json_answer(200, shown_json(Health{})); }

// Why not, in words, is for the operator only: what is found, and what to do about it.
Response get_ready(Backend& backend, const Route&, const Call& call) {
  Readiness readiness{true, false, {}};
  for (const desk::Examined& examined : desk::examine(desk::gather_facts(backend.services.desk))) {
    if (!examined.finds()) continue;
    if (examined.check->stops_intake)
      readiness.ready = false;
    else
      readiness.degraded = true;
    for (const desk::Finding& finding : *examined.findings) {
      readiness.reasons.push_back(desk::what_of(*examined.check, finding, "en") + " " +
                                  desk::todo_of(*examined.check, finding, "en"));
    }
  }
  const bool operates = is_local(call.request) || call.actor.may(desk::Right::kRunUsers);
  if (!operates) readiness.reasons.clear();
  return json_answer(readiness.ready ? 200 : 503, shown_json(readiness));
}

Response get_metrics(Backend& backend, const Route&, const Call&) {
  Response response;
  response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.body = backend.metrics.expose();
  return response;
}

Response get_openapi(Backend& backend, const Route&, const Call&) {
  Response response = json_answer(200, "");
  response.shared_body = backend.description;
  return response;
}

json::Value any_object(desk::ViewSchema::Named&) {
  json::Value schema = desk::ViewSchema::type("object");
  schema.set("additionalProperties", true);
  return schema;
}

/// Channels' states are for those who see channels; everything else is for those who see tickets.
bool wants_event(const desk::Actor& actor, std::string_view kind) {
  return actor.may(kind == "channel" ? desk::Right::kSeeChannels : desk::Right::kSeeTickets);
}

Response get_events(Backend& backend, const Route&, const Call& call) {
  auto seat = backend.hub.seat();
  if (!seat)
    return fail(call,
                Problem(503, ErrorCode::kUnavailable, "as many people listen as this desk can tell", "error.busy"));
  Response response;
  response.set("Content-Type", "text/event-stream").set("X-Accel-Buffering", "no");
  const auto last_id = parse_id_number(call.request.field("last-event-id"));
  response.take_over = [&backend, session = call.session, last_id, seat](std::unique_ptr<Stream> stream) {
    backend.hub.subscribe(
        {std::move(stream), last_id, [session](std::string_view kind) { return wants_event(session->actor, kind); },
         [&backend, session] { return backend.services.desk.accounts.is_signed_in(session->id); }, seat});
  };
  return response;
}

}  // namespace

void add_system_routes(std::vector<Route>& routes) {
  const auto anyone = Needs::nobody_in_particular();
  const Payload none = Payload::none();
  routes.push_back({Method::kGet,
                    "/healthz",
                    anyone,
                    none,
                    get_health,
                    nullptr,
                    {.name = "health.show", .answer = shown_schema<Health>}});
  routes.push_back({Method::kGet,
                    "/readyz",
                    anyone,
                    none,
                    get_ready,
                    nullptr,
                    {.name = "readiness.show", .answer = shown_schema<Readiness>}});
  routes.push_back({Method::kGet,
                    "/metrics",
                    Needs::operation(),
                    none,
                    get_metrics,
                    nullptr,
                    {.name = "metrics.show", .media = "text/plain"}});
  routes.push_back({Method::kGet,
                    "/api/v1/events",
                    Needs::session(),
                    none,
                    get_events,
                    nullptr,
                    {.name = "event.stream", .media = "text/event-stream"}});
  routes.push_back({Method::kGet,
                    "/api/v1/openapi.json",
                    Needs::session(),
                    none,
                    get_openapi,
                    nullptr,
                    {.name = "description.show", .answer = any_object}});
}

}  // namespace frontdesk::api
