// Sends one message of the desk as a mail. Its Message-ID is the same in every attempt, so that receivers recognise a
// repetition. Thread rule: one thread at a time.
#pragma once

#include <frontdesk/sdk/services.h>
#include <frontdesk/sdk/types.h>

#include <string>

#include "mime/writing/composer.h"
#include "plugin/account.h"
#include "plugin/outgoing_line.h"
#include "plugin/sent_copy.h"

namespace frontdesk::email {

/// The mail that says `message`; `loop_id` marks mail of this installation. Pure.
OutgoingMail outgoing_mail(const sdk::Outbound& message, const Settings& settings, const std::string& loop_id,
                           std::int64_t now);

/// Where bounces go: nowhere for machine mail; with plus addressing to the address with the ticket's mark, so that even
/// a bounce in plain words finds its ticket. Pure.
std::string envelope_sender(const sdk::Outbound& message, const Settings& settings);

/// Errors: kRetry with the time of the next attempt, kRejected (refused for good), kAuth, kUnknownOutcome (the content
/// was sent and the answer lost), kCancelled. Recipients refused one by one are reported as receipts. `line`: the
/// session of the mails before, when it is still open. `copies` gets what was sent.
struct SendingWays {
  OutgoingLine& line;
  SentCopies& copies;
};
sdk::Result<sdk::SendResult> send_mail(Account& account, const SendingWays& ways, const sdk::Services& services,
                                       const sdk::Outbound& message, const std::string& loop_id);

}  // namespace frontdesk::email
