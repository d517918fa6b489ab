// Every state of a ticket, in the order of its numbers: for whoever goes through all of them.
#pragma once

#include <array>

#include "domain/ticket/state.h"

namespace frontdesk::domain {

inline constexpr std::array kEveryState = {TicketState::kNew,
                                           TicketState::kOpen,
                                           TicketState::kClarifying,
                                           TicketState::kWaitingCustomer,
                                           TicketState::kWaitingDepartment,
                                           TicketState::kResolved,
                                           TicketState::kConfirming,
                                           TicketState::kClosed,
                                           TicketState::kArchived,
                                           TicketState::kSpam,
                                           TicketState::kMerged};

}  // namespace frontdesk::domain
