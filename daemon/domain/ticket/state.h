// Ticket: the problem being solved, as pure types and rules. No I/O, no time but what is passed in.
//
// The numbers of the enumerations are what the store holds: never reuse one. The words (domain/profile/words.h) are
// what the API, the configuration and the audit log hold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace frontdesk::domain {

/// domain.md, "Ticket states".
enum class TicketState : std::int64_t {
  kNew = 1,
  kOpen = 2,
  kClarifying = 3,
  kWaitingCustomer = 4,
  kWaitingDepartment = 5,
  kResolved = 6,
  kConfirming = 7,
  kClosed = 8,
  kArchived = 9,
  kSpam = 10,
  kMerged = 11,
};

/// M-21: P1 urgent, P2 important, P3 general.
enum class Priority : std::int64_t { kP1 = 1, kP2 = 2, kP3 = 3 };

/// M-18: the four problem types.
enum class TicketType : std::int64_t { kFunctionFault = 1, kServiceExperience = 2, kConsultation = 3, kComplaint = 4 };

/// M-19: the second facet.
enum class Phase : std::int64_t { kUnknown = 0, kPreSale = 1, kInSale = 2, kAfterSale = 3 };

enum class MessageKind : std::int64_t { kInbound = 1, kOutbound = 2, kNote = 3, kSystem = 4 };

/// How far an outbound message has come; kNone for everything else.
enum class Delivery : std::int64_t {
  kNone = 0,
  kQueued = 1,
  kSending = 2,
  kSent = 3,
  kDelivered = 4,
  kFailed = 5,
  kUnknown = 6
};

/// By what a customer is known on some channel.
enum class IdentityKind : std::int64_t { kEmail = 1, kPhone = 2, kOpenId = 3, kAccount = 4 };

/// True while somebody still owes the customer something: not resolved, not ended.
bool is_open(TicketState state);
/// Spam, merged, archived: nobody works on it any more; only spam has a way back.
bool is_ended(TicketState state);

/// What a new message of the customer means for a ticket in this state.
enum class OnInbound {
  kStay,         ///< the ticket is being worked on; the message joins it
  kReopen,       ///< resolved or confirming: the next round starts (M-66)
  kNewFollowUp,  ///< closed: a linked follow-up ticket opens
  kNewTicket,    ///< archived, spam, merged: an unlinked new ticket
};
OnInbound on_inbound(TicketState state);

/// `P20240315001`: prefix, day, running number of that day, at least three digits and growing past 999 (M-15, D-10).
std::string ticket_number(std::string_view prefix, int year, int month, int day, std::int64_t sequence);

}  // namespace frontdesk::domain
