// Translation between the wire's words and the desk's: replies out, how a send or a check ended. Items need none: the
// desk works on what the plugin submitted. Pure functions.
#pragma once

#include "base/time.h"
#include "desk/inbound/item.h"
#include "desk/ports.h"
#include "wire/messages.h"

namespace frontdesk::channels {

/// What the plugin is told, with the reason where there is one.
sdk::ItemOutcome to_outcome(desk::ItemOutcome outcome);

/// `time_left` for the plugin's call.
wire::Send to_send(const desk::OutboundJob& job, Duration time_left);

/// What a plugin asks to wait, 0 to 24 h: mixed-up units must not make it sleep for years.
Duration told_pause(std::chrono::nanoseconds told);

/// Pause before the try after try number `attempt`, `age` after the reply was queued: 1 min, 5 min, 30 min, 2 h, 6 h,
/// then 12 h, so that the last try comes at 48 h. nullopt when 48 h have passed and at least four tries were made.
std::optional<Duration> retry_pause(std::int64_t attempt, Duration age);

/// What the desk is told of an ended send. kUnknown also stands for outcomes that a look-up may still settle.
desk::SendReport to_report(const wire::SendReply& reply, const desk::OutboundJob& job, Micros now);
/// The same for the answer of a look-up: "certainly not sent" becomes a retry at once.
desk::SendReport to_lookup_report(const wire::SendReply& reply, Micros now);

/// "ok", "failed" of one step of a connection test.
desk::CheckStep to_check_step(const sdk::CheckStep& step);

/// The state a channel is in after a call that ended like this; empty code and text for success.
desk::ChannelHealth to_health(const wire::Verdict& verdict);

}  // namespace frontdesk::channels
