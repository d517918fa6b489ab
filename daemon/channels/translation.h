// Translation between the wire's words and the desk's: items in, replies out, how a send ended. Pure functions.
#pragma once

#include <string_view>

#include "base/time.h"
#include "desk/inbound/item.h"
#include "desk/ports.h"
#include "wire/messages.h"

namespace frontdesk::channels {

/// What a plugin gives as the author's key when the source does not name a sender (a mail without From): the contract
/// wants some key. All such senders are strangers to each other, and none can be answered.
inline constexpr std::string_view kUnknownAuthor = "unknown";

/// An item that keeps wire::broken_rule's bounds, in the desk's terms. Kinds the desk has no place for (edits,
/// deletions, events) become messages of their own text, so that nothing a customer did is lost.
desk::InboundItem to_inbound(sdk::Item item);
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
