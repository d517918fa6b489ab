// Reading the audit trail.
#include "desk/audit/service.h"
#include "desk/audit/views.h"
#include "desk/use_case/entry.h"

namespace frontdesk::desk {

/// Newest first.
struct ListAudit {
  static constexpr UseCase kUseCase{
      .name = "audit.list", .route = {Method::kGet, "/audit"}, .right = Right::kReadAudit};
  int limit = 50;
  std::string after;
  std::string action;
  std::string actor;
  std::string object_id;  ///< an id; of a ticket also its number
  std::optional<Micros> since;
  std::optional<Micros> until;

  template <class V>
  static void describe(V& v) {
    v.number("limit", &ListAudit::limit, kPageLimit);
    v.text("after", &ListAudit::after, kCursor);
    v.text("action", &ListAudit::action, {.most = 200, .optional = true});
    v.text("actor", &ListAudit::actor, {.most = 200, .optional = true});
    v.text("object_id", &ListAudit::object_id, {.most = 200, .optional = true});
    v.moment("since", &ListAudit::since);
    v.moment("until", &ListAudit::until);
  }

  Result<Page<AuditEntry>> run(Desk& desk, const Asked&) {
    audit::Query query;
    query.limit = limit;
    query.before = parse_id_number(after).value_or(0);
    query.action = action;
    query.actor_id = parse_id_number(actor);
    query.object_id = parse_id_number(object_id);
    query.since = since;
    query.until = until;
    auto records = desk.audit.list(query, query.object_id ? std::string() : object_id);
    if (!records) return std::move(records).error();
    const bool more = records->size() == static_cast<std::size_t>(limit);
    std::string next = more ? std::to_string(records->back().record.seq) : std::string();
    return Page<AuditEntry>{std::move(*records), std::move(next)};
  }
};

struct ShowAuditState {
  static constexpr UseCase kUseCase{
      .name = "audit.state", .route = {Method::kGet, "/audit/state"}, .right = Right::kReadAudit};
  template <class V>
  static void describe(V&) {}
  Result<AuditState> run(Desk& desk, const Asked&) {
    auto state = desk.audit.state();
    if (!state) return std::move(state).error();
    AuditState shown{static_cast<std::int64_t>(state->size), {}, {}};
    if (!state->root.empty())
      shown.last_checkpoint = CheckpointView{static_cast<std::int64_t>(state->checkpoint_size), state->at, state->root};
    if (desk.audit_intact) shown.intact = desk.audit_intact();
    return shown;
  }
};

FD_USE_CASE(ListAudit)
FD_USE_CASE(ShowAuditState)

}  // namespace frontdesk::desk
