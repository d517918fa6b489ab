// SiteWatch: who looks at the machine for its checks, as one part of the daemon: files and disk (SiteProbe), the clock
// (ClockWatch), the habits of channels (ChannelRhythm), and their duties.
//
//   SiteWatch watch(config, store, clock, scheduler);
//   watch.begin();              // before the first request
//   watch.plan(scheduler);      // before the scheduler starts
//   Desk{…, .machine = watch.parts()}
#pragma once

#include <functional>
#include <string>

#include "app/configuration/site.h"
#include "app/machine/site_probe.h"
#include "base/result.h"
#include "base/time.h"
#include "desk/machine/channel_rhythm.h"
#include "desk/machine/clock_watch.h"
#include "desk/use_case/desk.h"

namespace frontdesk::app {

class Scheduler;

class SiteWatch {
 public:
  /// The references must outlive the watch; `scheduler` is first used by a look at the duties that fail.
  SiteWatch(const SiteConfig& config, storage::Store& store, const Clock& clock, const Scheduler& scheduler);

  /// Errors: those of reading the store.
  Result<void> begin();
  void plan(Scheduler& scheduler);
  /// `duty`, left out while the clock cannot be trusted: for what deletes by age.
  [[nodiscard]] std::function<Result<void>()> while_clock_holds(std::function<Result<void>()> duty) const;
  [[nodiscard]] desk::MachineWatch parts() const { return {&probe_, &clock_watch_, &rhythm_}; }

 private:
  Result<void> take_sample();

  const SiteConfig config_;
  storage::Store& store_;
  const Clock& clock_;
  SiteProbe probe_;
  desk::ClockWatch clock_watch_;
  desk::ChannelRhythm rhythm_;
};

}  // namespace frontdesk::app
