// Reading the audit trail.
#include <algorithm>

#include "audit/alarms.h"
#include "audit/anchor.h"
#include "desk/audit/service.h"
#include "desk/audit/views.h"
#include "desk/limits.h"
#include "desk/use_case/entry.h"
#include "privacy/masker.h"

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

namespace {

void add_guard(const TrailGuard& guard, AuditState& shown) {
  if (guard.alarms == nullptr) return;
  std::vector<audit::Alarm> alarms = guard.alarms->standing();
  shown.intact = std::ranges::none_of(alarms, audit::is_of_records);
  for (audit::Alarm& alarm : alarms)
    shown.alarms.push_back({std::move(alarm.object), alarm.id, std::move(alarm.reason)});
  audit::AnchorState anchor = guard.anchor->state();
  if (anchor.size >= 0)
    shown.anchor = AnchorView{anchor.size, anchor.at, std::move(anchor.places), std::move(anchor.missed)};
}

}  // namespace

struct ShowAuditState {
  static constexpr UseCase kUseCase{
      .name = "audit.state", .route = {Method::kGet, "/audit/state"}, .right = Right::kReadAudit};
  template <class V>
  static void describe(V&) {}
  Result<AuditState> run(Desk& desk, const Asked&) {
    auto state = desk.audit.state();
    if (!state) return std::move(state).error();
    AuditState shown;
    shown.size = static_cast<std::int64_t>(state->size);
    if (!state->root.empty())
      shown.last_checkpoint = CheckpointView{static_cast<std::int64_t>(state->checkpoint_size), state->at, state->root};
    add_guard(desk.trail_guard, shown);
    return shown;
  }
};

/// The audit trail goes on as it stands: what raised the alarm is known, and from here on it is signed again.
struct AcceptAudit {
  static constexpr UseCase kUseCase{
      .name = "audit.accept", .route = {Method::kPost, "/audit/accept"}, .right = Right::kRunUsers, .status = 204};
  std::string reason;

  template <class V>
  static void describe(V& v) {
    v.text("reason", &AcceptAudit::reason, {.most = kMostReasonCharacters});
  }
  Result<void> run(Desk& desk, const Asked& asked) {
    reason = desk.context.masker.mask(text::one_line(reason)).text.text();
    if (reason.empty()) return Error{ErrorCode::kInvalid, "give a reason", "error.reason_required"};
    return desk.audit.accept(asked.actor, desk.trail_guard, reason);
  }
};

FD_USE_CASE(ListAudit)
FD_USE_CASE(ShowAuditState)
FD_USE_CASE(AcceptAudit)

}  // namespace frontdesk::desk
