// The words of the domain's enumerations, as the API, the configuration and the audit log spell them.
#pragma once

#include <optional>
#include <string_view>

#include "domain/clock/service_clock.h"
#include "domain/ticket/state.h"

namespace frontdesk::domain {

std::string_view to_text(TicketState value);
std::string_view to_text(Priority value);
std::string_view to_text(TicketType value);
/// Empty for kUnknown.
std::string_view to_text(Phase value);
std::string_view to_text(MessageKind value);
/// Empty for kNone.
std::string_view to_text(Delivery value);
std::string_view to_text(IdentityKind value);
std::string_view to_text(ClockKind value);
std::string_view to_text(ClockState value);

std::optional<Priority> parse_priority(std::string_view word);
std::optional<TicketType> parse_ticket_type(std::string_view word);
std::optional<Phase> parse_phase(std::string_view word);
std::optional<ClockKind> parse_clock_kind(std::string_view word);

}  // namespace frontdesk::domain
