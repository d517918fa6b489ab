#include "audit/alarms.h"

#include <algorithm>
#include <utility>

#include "audit/browse.h"
#include "audit/verifier/redaction.h"
#include "base/log.h"
#include "storage/store.h"
#include "storage/tables/audit.h"

namespace frontdesk::audit {
namespace {

constexpr std::size_t kMostStanding = 1000;
constexpr std::size_t kMostShown = 100;
constexpr int kLookedBack = 200;

bool is_of_trail(const Alarm& alarm) { return alarm.object == kRecordObject; }
bool is_same(const Alarm& alarm, const std::string& object, std::int64_t id) {
  return alarm.object == object && alarm.id == id;
}

Result<std::vector<Alarm>> unaccepted(storage::ReadTx& tx) {
  auto accepted = storage::newest_audit_seq(tx, kAcceptAction);
  if (!accepted) return std::move(accepted).error();
  auto raised = list_records(tx, {.action = kAlarmAction, .limit = kLookedBack});
  if (!raised) return std::move(raised).error();
  std::vector<Alarm> alarms;
  for (Record& record : *raised) {
    if (record.seq < *accepted || record.act.object_type != kRecordObject) continue;
    alarms.push_back({std::move(record.act.object_type), record.act.object_id, std::move(record.act.reason)});
  }
  return alarms;
}

}  // namespace

Result<void> Alarms::take_up() {
  auto alarms = store_.read([](storage::ReadTx& tx) { return unaccepted(tx); });
  if (!alarms) return std::move(alarms).error();
  for (const Alarm& alarm : *alarms) hold(alarm);
  return {};
}

void Alarms::hold(const Alarm& alarm) {
  const std::lock_guard lock(mutex_);
  const bool known =
      std::ranges::any_of(standing_, [&](const Alarm& other) { return is_same(other, alarm.object, alarm.id); });
  if (known || standing_.size() >= kMostStanding) return;
  if (is_of_trail(alarm)) trail_.hold_signatures(true);
  standing_.insert(is_of_trail(alarm) ? standing_.begin() : standing_.end(), alarm);
}

void Alarms::raise(const Alarm& alarm) {
  {
    const std::lock_guard lock(mutex_);
    const bool known =
        std::ranges::any_of(standing_, [&](const Alarm& other) { return is_same(other, alarm.object, alarm.id); });
    if (known || standing_.size() >= kMostStanding) return;
  }
  hold(alarm);
  log_error(is_of_records(alarm) ? "changed past the desk" : "stored files are damaged",
            {{"what", alarm.object}, {"id", alarm.id}, {"reason", alarm.reason}});
  auto recorded = store_.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto seq = trail_.append(tx, {.actor_kind = ActorKind::kSystem,
                                  .action = kAlarmAction,
                                  .object_type = alarm.object,
                                  .object_id = alarm.id,
                                  .reason = alarm.reason,
                                  .result = "failed"});
    return seq ? Result<void>() : std::move(seq).error();
  });
  if (!recorded) log_error("an alarm could not be recorded", {{"error", recorded.error()}});
}

void Alarms::settle(const std::string& object, std::int64_t id) {
  const std::lock_guard lock(mutex_);
  std::erase_if(standing_, [&](const Alarm& alarm) { return is_same(alarm, object, id); });
}

void Alarms::accept() {
  const std::lock_guard lock(mutex_);
  std::erase_if(standing_, is_of_trail);
  trail_.hold_signatures(false);
}

bool Alarms::holds_signatures() const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(standing_, is_of_trail);
}

std::vector<Alarm> Alarms::standing() const {
  const std::lock_guard lock(mutex_);
  return {standing_.begin(), standing_.begin() + static_cast<std::ptrdiff_t>(std::min(standing_.size(), kMostShown))};
}

}  // namespace frontdesk::audit
