// SendQueue: the replies of one channel on their way out.
//
// The desk hands out due jobs, one per conversation, so that a conversation keeps its order; the queue gives them to
// the host one after the other and tells the desk how each ended.
//
// A job that is claimed may have been sent when its host or the daemon dies: its note tells (send_note_file.h), else it
// is looked up when the plugin can, else a human decides. Therefore it is claimed as late as the plugin lets us: when
// it asks to hand the message over, or, by a plugin that does not tell, before the job goes to its host. What ends
// before the claim is sent again by itself.
//
//   due → (claimed, by a plugin that does not tell) → in hand → (claimed, when handed over) → recorded
//
// Thread rule: the supervisor thread.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "channels/channel/send_note_file.h"
#include "channels/runtime.h"
#include "wire/messages.h"

namespace frontdesk::channels {

class SendQueue {
 public:
  /// `changed` is called when there may be something new to take.
  SendQueue(Runtime& runtime, ChannelId channel, std::function<void()> changed);

  struct Abilities {
    bool looks_up = false;         ///< can be asked whether something was sent
    bool tells_hand_over = false;  ///< asks before it hands a message over
  };
  /// Known from the first start on.
  void set_abilities(Abilities abilities) { abilities_ = abilities; }
  /// Something may be due; `changed` is called, and the owner claims when the channel can send.
  void wake();
  /// The channel runs: claim() may take jobs from the desk, until release().
  void open() { open_ = true; }
  /// Asks the desk for the next due job when one may be due and none is in hand or on its way here. Only a channel that
  /// can send at once may call this: what is claimed and then lost counts as perhaps sent.
  void fetch();
  /// The channel runs: what is still unknown is looked up again, when the plugin can.
  void ask_again();
  /// Jobs that a former life of the daemon left in state `sending`.
  void take_interrupted(std::vector<desk::OutboundJob> jobs);

  [[nodiscard]] bool has_next() const { return !current_ && (!questions_.empty() || !jobs_.empty()); }
  struct Next {
    const desk::OutboundJob* job = nullptr;
    bool look_up = false;  ///< ask whether it was sent, do not send
  };
  /// Precondition: has_next(). The job is now in hand until finished() or interrupted().
  Next next();
  /// The plugin asks to hand over the message with that key; `answer` tells whether it may, once that is on record.
  void hand_over(const std::string& idempotency_key, std::function<void(const wire::Verdict&)> answer);
  void finished(const wire::SendReply& reply);
  /// The job in hand certainly did not reach the host: it ends with `report`, or, without one, it is due again.
  void not_handed_over(const std::optional<desk::SendReport>& report);
  /// The host died or the call was cut off: nobody knows, unless the message had not been handed over.
  void interrupted();
  /// The channel stops: what has not been handed to the host goes back to the desk, also what is still being claimed.
  void release();
  /// release() of a channel that is gone.
  void forget();
  /// For the host that is about to start: a descriptor, or -1.
  int note_for_host() { return note_.open_for_host(abilities_.tells_hand_over, !open_claims_.empty()); }
  /// Calls `idle` as soon as no job is on its way here any more. After release().
  void when_idle(std::function<void()> idle);

 private:
  struct Taken {
    desk::OutboundJob job;
    bool is_claimed = false;
  };
  struct Current {
    desk::OutboundJob job;
    bool look_up = false;
    bool is_claimed = false;
  };
  struct Ended {
    OutboxId job;
    std::optional<desk::SendReport> report;
    int refusals = 0;   ///< how often the desk refused it for good
    bool late = false;  ///< it had to be told again
  };

  void fetched(Result<std::vector<desk::OutboundJob>> jobs, bool are_claimed);
  [[nodiscard]] bool is_unrecorded(OutboxId job) const;
  void cut_off(const desk::OutboundJob& job);
  void settle(desk::OutboundJob job);
  void ask_or_give_up(desk::OutboundJob job);
  /// Without a report the claim is undone.
  void report(OutboxId job, std::optional<desk::SendReport> report) { record({job, std::move(report)}); }
  void record(Ended ended);
  void not_recorded(Ended ended, const Error& error);
  void record_again();

  Runtime& runtime_;
  ChannelId channel_;
  SendNoteFile note_;
  std::set<OutboxId> open_claims_;  ///< claimed, and the end is not on record
  std::function<void()> changed_;
  Lifetime lifetime_;
  std::deque<Taken> jobs_;
  std::deque<desk::OutboundJob> questions_;
  std::optional<Current> current_;
  std::vector<Ended> unrecorded_;  ///< the desk could not take these yet
  std::function<void()> idle_;
  bool open_ = false;
  bool may_be_due_ = true;
  bool fetching_ = false;
  Abilities abilities_;
  Timer fetch_timer_;
  Timer report_timer_;
  Duration record_at_{0};  ///< when report_timer_ fires; 0: it is not set
};

}  // namespace frontdesk::channels
