// The words of the domain's enumerations, as the API, the configuration and the audit log spell them.
#pragma once

#include <optional>
#include <span>
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

/// An enumeration as lists of words: its name in the description of the interface, and every word that a value may
/// have (the empty one, which stands for "none", is not among them).
template <class Enum>
struct Words;

#define FD_WORDS(Enum, name)                                 \
  template <>                                                \
  struct Words<Enum> {                                       \
    static constexpr std::string_view kName = name;          \
    static std::span<const std::string_view> all();          \
    static std::optional<Enum> parse(std::string_view word); \
  }
FD_WORDS(TicketState, "TicketState");
FD_WORDS(Priority, "Priority");
FD_WORDS(TicketType, "TicketType");
FD_WORDS(Phase, "Phase");
FD_WORDS(MessageKind, "MessageKind");
FD_WORDS(Delivery, "DeliveryState");
FD_WORDS(IdentityKind, "IdentityKind");
FD_WORDS(ClockKind, "ClockKind");
FD_WORDS(ClockState, "ClockState");
#undef FD_WORDS

std::optional<Priority> parse_priority(std::string_view word);
std::optional<TicketType> parse_ticket_type(std::string_view word);
std::optional<Phase> parse_phase(std::string_view word);
std::optional<ClockKind> parse_clock_kind(std::string_view word);

}  // namespace frontdesk::domain
