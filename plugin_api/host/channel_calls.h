// One function per call into the channel: from the request frame to the answer frame. No threads, no queue.
#pragma once

#include "host/daemon_link.h"
#include "wire/messages.h"

#include <frontdesk/plugin.h>

#include <functional>

namespace frontdesk::host {

class StateStore;

/// The literal name of a request ("poll"), or null when the type is not a request to the channel.
const char* request_name(wire::Type type);

/// The answer that says `verdict` to a request, in the form the request expects.
wire::Frame answer_with(const wire::Frame& request, const wire::Verdict& verdict);

/// Takes the request's tail, which may be large. Carries out Open, Check, Poll, Send, LookupSend, HttpCall,
/// FetchAttachment and Run. `tell` posts frames that precede the answer. A request that cannot be decoded or that the
/// channel lacks is answered so.
wire::Frame carry_out(wire::Frame& request, const fdk_channel& channel, StateStore& state,
                      const std::string& instance_id, const std::function<void(const wire::Frame&)>& tell);

}  // namespace frontdesk::host
