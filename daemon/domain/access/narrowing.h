// Which rights a profile may narrow to one's own or one's team's tickets.
#pragma once

#include "domain/access/right.h"

namespace frontdesk::domain {

/// True for what people do to a ticket. Seeing is for all tickets or none: lists, counters, search and live events are
/// not narrowed, so a profile that narrows it would promise what nobody keeps. What is no ticket has no owner.
constexpr bool may_be_narrowed(Right right) {
  switch (right) {
    case Right::kAnswer:
    case Right::kNote:
    case Right::kTake:
    case Right::kAssign:
    case Right::kResolve:
    case Right::kReopen:
    case Right::kClassify:
    case Right::kSortOut: return true;
    case Right::kSeeTickets:
    case Right::kSeeColleagues:
    case Right::kSeeChannels:
    case Right::kRunChannels:
    case Right::kRunUsers:
    case Right::kReadAudit: return false;
  }
  return false;
}

}  // namespace frontdesk::domain
