// The audit trail, as supervisors and administrators read it.
#include "api/backend.h"
#include "api/routes/read_request.h"
#include "api/routes/routes.h"
#include "api/routes/write_json.h"
#include "desk/audit/service.h"

namespace frontdesk::api {

namespace {

Response get_audit(Backend& backend, const Call& call) {
  audit::Query query;
  query.limit = static_cast<int>(page_limit(call.request));
  query.before = parse_id_number(call.request.parameter("after")).value_or(0);
  query.action = call.request.parameter("action");
  query.actor_id = parse_id_number(call.request.parameter("actor"));
  const std::string object = call.request.parameter("object_id");
  query.object_id = parse_id_number(object);
  if (auto problem = read_time(call.request, "since", query.since)) return fail(call, *problem);
  if (auto problem = read_time(call.request, "until", query.until)) return fail(call, *problem);
  auto records = backend.services.audit.list(call.actor, query, query.object_id ? std::string() : object);
  if (!records) return fail(call, std::move(records).error());
  const bool more = records->size() == static_cast<std::size_t>(query.limit);
  const std::string next = more ? std::to_string(records->back().record.seq) : std::string();
  return json_answer(200, list_json(*records, next, write_audit_record));
}

Response get_audit_state(Backend& backend, const Call& call) {
  auto state = backend.services.audit.state(call.actor);
  if (!state) return fail(call, std::move(state).error());
  json::Writer out;
  out.begin_object().member("size", std::int64_t{state->size}).key("last_checkpoint");
  if (state->root.empty()) {
    out.null();
  } else {
    out.begin_object().member("size", std::int64_t{state->checkpoint_size});
    write_time(out, "at", state->at);
    out.member("root", state->root).end_object();
  }
  out.key("intact");
  if (backend.services.audit_intact) {
    out.value(backend.services.audit_intact());
  } else {
    out.null();
  }
  return json_answer(200, out.end_object().take());
}

}  // namespace

void add_audit_routes(std::vector<Route>& routes) {
  routes.emplace_back(Method::kGet, "/api/v1/audit", Permission::kReadAudit, Payload::none(), get_audit);
  routes.emplace_back(Method::kGet, "/api/v1/audit/state", Permission::kReadAudit, Payload::none(), get_audit_state);
}

}  // namespace frontdesk::api
