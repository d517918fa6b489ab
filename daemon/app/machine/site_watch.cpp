#include "app/machine/site_watch.h"

#include <utility>

#include "app/jobs/scheduler.h"
#include "app/machine/look.h"
#include "desk/machine/room_history.h"
#include "storage/store.h"
#include "storage/tables/audit.h"

namespace frontdesk::app {
namespace {

using std::chrono::seconds;

std::vector<desk::DutyFault> faults_of(const Scheduler& scheduler) {
  std::vector<desk::DutyFault> faults;
  for (const Scheduler::Trouble& trouble : scheduler.troubles()) faults.push_back({trouble.duty, trouble.reason});
  return faults;
}

Result<Micros> newest_record_at(storage::ReadTx& tx) {
  auto head = storage::audit_head(tx);
  if (!head) return std::move(head).error();
  auto at = storage::find_audit_time(tx, head->seq);
  if (!at) return std::move(at).error();
  return at->value_or(Micros{});
}

}  // namespace

SiteWatch::SiteWatch(const SiteConfig& config, storage::Store& store, const Clock& clock, const Scheduler& scheduler)
    : config_(config),
      store_(store),
      clock_(clock),
      probe_(config, [&scheduler] { return faults_of(scheduler); }),
      clock_watch_(clock),
      rhythm_(store) {}

Result<void> SiteWatch::begin() {
  auto newest = store_.read(newest_record_at);
  if (!newest) return std::move(newest).error().context("read the newest record");
  clock_watch_.begin(*newest);
  probe_.refresh();
  return rhythm_.learn(clock_.now());
}

void SiteWatch::plan(Scheduler& scheduler) {
  scheduler.every(seconds(10), "clock watch", [this]() -> Result<void> {
    clock_watch_.look();
    return {};
  });
  scheduler.every(seconds(60), "machine", [this] {
    probe_.refresh();
    return take_sample();
  });
  scheduler.every(std::chrono::hours(1), "habits of channels", [this] { return rhythm_.learn(clock_.now()); });
}

Result<void> SiteWatch::take_sample() {
  const auto room = look_at_room(config_);
  if (!room) return {};
  return store_.write_and_wait([&](storage::Tx& tx) {
    return desk::add_room_sample(tx, {clock_.now(), room->free_bytes});
  });
}

std::function<Result<void>()> SiteWatch::while_clock_holds(std::function<Result<void>()> duty) const {
  return [this, duty = std::move(duty)]() -> Result<void> {
    return clock_watch_.holds_deletions() ? Result<void>() : duty();
  };
}

}  // namespace frontdesk::app
