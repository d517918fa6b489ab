// Receives mail until cancelled: connects, takes what is new, waits for more, and comes back after every failure.
//
// Thread rule: everything happens on the thread that calls receive_until_cancelled().
#pragma once

#include <frontdesk/sdk/services.h>

#include <functional>
#include <variant>

#include "net/failure.h"

namespace frontdesk::email {

/// Why reading a mailbox ended: the mail server failed, or the desk did.
using ReadEnd = std::variant<net::Failure, sdk::Error>;

/// One way to read a mailbox.
class MailboxReader {
 public:
  virtual ~MailboxReader() = default;
  /// Everything from connecting to the end of the connection; `up_to_date` is called each time the mailbox has been
  /// read to its end. Never returns without a reason: kCancelled, or why to connect again.
  virtual ReadEnd read(int cancel_fd, const std::function<void()>& up_to_date) = 0;
};

/// Reads until cancelled. Returns kCancelled, kAuth after three refused sign-ins in a row, or the desk's own error.
sdk::Result<void> receive_until_cancelled(MailboxReader& reader, const sdk::Services& services);

}  // namespace frontdesk::email
