#include "desk/audit/service.h"

#include <frontdesk/json.h>

#include <utility>

#include "audit/alarms.h"
#include "audit/anchor.h"
#include "base/log.h"
#include "desk/audit/recorded.h"
#include "desk/use_case/desk.h"
#include "storage/store.h"
#include "storage/tables/ticket.h"

namespace frontdesk::desk {
namespace {

/// Empty when the record is about something else, or about a ticket that is not kept.
Result<std::string> ticket_number_of(storage::ReadTx& tx, const audit::Act& act) {
  if (act.object_type != "ticket") return std::string();
  auto ticket = storage::load_ticket(tx, TicketId(act.object_id));
  if (ticket) return std::move(ticket->number);
  if (ticket.error().code == ErrorCode::kNotFound) return std::string();
  return std::move(ticket).error();
}

}  // namespace

Result<std::vector<AuditEntry>> AuditService::list(audit::Query query, const std::string& ticket_number) const {
  return store_.read([&](storage::ReadTx& tx) -> Result<std::vector<AuditEntry>> {
    std::vector<AuditEntry> entries;
    if (!ticket_number.empty()) {
      auto ticket = storage::find_ticket_by_number(tx, ticket_number);
      if (!ticket && ticket.error().code == ErrorCode::kNotFound) return entries;
      if (!ticket) return std::move(ticket).error();
      query.object_id = ticket->raw();
    }
    auto records = audit::list_records(tx, query);
    if (!records) return std::move(records).error();
    for (audit::Record& record : *records) {
      auto number = ticket_number_of(tx, record.act);
      if (!number) return std::move(number).error();
      entries.push_back({std::move(record), std::move(*number)});
    }
    return entries;
  });
}

Result<audit::TrailState> AuditService::state() const {
  return store_.read([](storage::ReadTx& tx) { return audit::trail_state(tx); });
}

Result<void> AuditService::accept(const Actor& actor, const TrailGuard& guard, const std::string& reason) {
  if (guard.alarms == nullptr || !guard.alarms->holds_signatures())
    return Error{ErrorCode::kConflict, "no alarm about the audit trail stands", "error.no_alarm"};
  json::Writer before;
  before.begin_array();
  for (const audit::Alarm& alarm : guard.alarms->standing()) {
    before.begin_object().member("object", alarm.object).member("id", alarm.id).member("reason", alarm.reason);
    before.end_object();
  }
  before.end_array();
  const Recorded recorded{.action = audit::kAcceptAction,
                          .object_type = "audit_record",
                          .object_id = guard.alarms->standing().front().id,
                          .reason = reason,
                          .before = before.take()};
  FD_TRY(store_.write_and_wait([&](storage::Tx& tx) { return record_act(trail_, tx, actor, recorded); }));
  return guard.anchor->accept();
}

bool AuditService::record_denial(const Actor& actor, const Denial& denial) {
  std::int64_t left_out = 0;
  {
    const std::lock_guard lock(mutex_);
    Minute& minute = minutes_[actor.user];
    const Duration now = clock_.monotonic();
    if (minute.recorded == 0 || now - minute.began >= std::chrono::minutes(1)) {
      minute.began = now;
      minute.recorded = 0;
    }
    if (minute.recorded >= kMostPerMinute) {
      ++minute.left_out;
      return false;
    }
    ++minute.recorded;
    left_out = std::exchange(minute.left_out, 0);
  }
  json::Writer after;
  after.begin_object().member("request", denial.what).member("why", denial.why);
  if (left_out > 0) after.member("left_out", left_out);
  const Recorded recorded{.action = "access.denied",
                          .object_type = denial.object_type,
                          .object_id = denial.object_id,
                          .after = after.end_object().take(),
                          .result = "denied"};
  auto written = store_.write_and_wait([&](storage::Tx& tx) { return record_act(trail_, tx, actor, recorded); });
  if (!written) log_warning("a refusal could not be recorded", {{"error", written.error()}});
  return written.ok();
}

}  // namespace frontdesk::desk
