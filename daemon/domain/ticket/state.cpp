#include "domain/ticket/state.h"

#include <array>
#include <cstdio>

namespace frontdesk::domain {

bool is_open(TicketState state) {
  switch (state) {
    case TicketState::kNew:
    case TicketState::kOpen:
    case TicketState::kClarifying:
    case TicketState::kWaitingCustomer:
    case TicketState::kWaitingDepartment: return true;
    case TicketState::kResolved:
    case TicketState::kConfirming:
    case TicketState::kClosed:
    case TicketState::kArchived:
    case TicketState::kSpam:
    case TicketState::kMerged: return false;
  }
  return false;
}

bool is_ended(TicketState state) {
  return state == TicketState::kArchived || state == TicketState::kSpam || state == TicketState::kMerged;
}

OnInbound on_inbound(TicketState state) {
  if (is_open(state)) return OnInbound::kStay;
  if (state == TicketState::kResolved || state == TicketState::kConfirming) return OnInbound::kReopen;
  return state == TicketState::kClosed ? OnInbound::kNewFollowUp : OnInbound::kNewTicket;
}

std::string ticket_number(std::string_view prefix, int year, int month, int day, std::int64_t sequence) {
  std::array<char, 48> digits{};
  std::snprintf(digits.data(), digits.size(), "%04d%02d%02d%03lld", year, month, day, static_cast<long long>(sequence));
  return std::string(prefix) + digits.data();
}

}  // namespace frontdesk::domain
