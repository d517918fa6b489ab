#include "desk/audit_service.h"

#include <frontdesk/json.h>

#include <utility>

#include "audit/trail.h"
#include "base/log.h"
#include "storage/store.h"

namespace frontdesk::desk {

Result<std::vector<audit::Record>> AuditService::list(const Actor& actor, const audit::Query& query) const {
  if (auto allowed = require(actor, Right::kReadAudit); !allowed) return std::move(allowed).error();
  return store_.read([&](storage::ReadTx& tx) { return audit::list_records(tx, query); });
}

Result<audit::TrailState> AuditService::state(const Actor& actor) const {
  if (auto allowed = require(actor, Right::kReadAudit); !allowed) return std::move(allowed).error();
  return store_.read([](storage::ReadTx& tx) { return audit::trail_state(tx); });
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
  audit::Act act{.actor_kind = audit::ActorKind::kUser,
                 .actor_id = actor.user.raw(),
                 .actor_name = actor.name,
                 .session_id = actor.session,
                 .address = actor.address,
                 .request_id = actor.request_id,
                 .action = "access.denied",
                 .object_type = denial.object_type,
                 .object_id = denial.object_id,
                 .after = after.end_object().take(),
                 .result = "denied"};
  auto written = store_.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto seq = trail_.append(tx, act);
    if (!seq) return std::move(seq).error();
    return {};
  });
  if (!written) log_warning("a refusal could not be recorded", {{"error", written.error()}});
  return written.ok();
}

}  // namespace frontdesk::desk
